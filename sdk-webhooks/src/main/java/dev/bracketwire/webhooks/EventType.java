// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.webhooks;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Describes a type of events.
 *
 * @param name the type, such as {@code match.created}
 * @param description a sentence for subscribers, or empty
 * @param jsonSchema a JSON Schema that the data must satisfy when it is published; null for none
 */
public record EventType(
        String name, String description, @Nullable String jsonSchema) {
    /** Checks the name. */
    public EventType {
        Event.checkedType(name);
        Objects.requireNonNull(description, "description");
    }

    /** Returns a type without description and schema. */
    public static EventType of(String name) {
        return new EventType(name, "", null);
    }

    /** Returns the type with a description. */
    public EventType description(String text) {
        return new EventType(name, text, jsonSchema);
    }

    /** Returns the type with a JSON Schema, which needs com.networknt:json-schema-validator on the class path. */
    public EventType jsonSchema(String text) {
        return new EventType(name, description, text);
    }
}
