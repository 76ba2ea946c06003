// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.webhooks.internal;

import com.fasterxml.jackson.databind.JsonNode;
import dev.bracketwire.exchange.JsonSchema;
import dev.bracketwire.exchange.Schema;
import dev.bracketwire.webhooks.EventType;
import dev.bracketwire.webhooks.InvalidEventException;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Checks events against the registered types. */
public final class EventTypes {
    private final Map<String, EventType> byName;
    private final boolean knownOnly;
    private final Map<String, JsonSchema> parsed = new ConcurrentHashMap<>();

    EventTypes(Map<String, EventType> byName, boolean knownOnly) {
        this.byName = byName;
        this.knownOnly = knownOnly;
    }

    /** Returns the types, ordered by name. */
    public List<EventType> all() {
        return List.copyOf(byName.values());
    }

    /**
     * Checks an event before it is stored.
     *
     * @throws InvalidEventException if its type is not registered but must be, or its data does not satisfy the schema
     */
    void check(NewMessage message) {
        EventType type = byName.get(message.type());
        if (type == null) {
            if (knownOnly && !message.type().startsWith(EventFilter.OWN + ".")) {
                throw new InvalidEventException(message.type(), "the type is not registered: define it first");
            }
            return;
        }
        String schema = type.jsonSchema();
        if (schema != null) {
            List<Schema.Problem> problems = parsed.computeIfAbsent(type.name(), name -> JsonSchema.parse(schema))
                    .checkJson(data(message));
            if (!problems.isEmpty()) {
                throw new InvalidEventException(message.type(), problems);
            }
        }
    }

    private static String data(NewMessage message) {
        try {
            JsonNode envelope = OptionsCodec.MAPPER.readTree(message.payload());
            return envelope.path("data").toString();
        } catch (IOException e) {
            throw OptionsCodec.damaged("the payload of " + message.id(), e);
        }
    }
}
