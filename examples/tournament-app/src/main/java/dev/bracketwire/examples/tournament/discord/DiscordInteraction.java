// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.examples.tournament.discord;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Something that a person did in Discord.
 *
 * @param kind the kind
 * @param name the id of the button or the form, or the name of the command with its part, such as {@code admin reset}
 * @param account the person
 * @param guild the id of the server; null in a direct conversation
 * @param channel the id of the channel
 * @param values the fields of the form or the options of the command
 */
public record DiscordInteraction(
        Kind kind,
        String name,
        DiscordAccount account,
        @Nullable String guild,
        String channel,
        Map<String, String> values) {
    /** The kind of interaction. */
    public enum Kind {
        /** A command was sent. */
        COMMAND,
        /** A button was pressed. */
        BUTTON,
        /** A form was sent. */
        FORM
    }

    /** Copies the values. */
    public DiscordInteraction {
        values = Map.copyOf(values);
    }

    /** Returns a value; null if it is missing or blank. */
    public @Nullable String value(String key) {
        String value = values.get(key);
        return value == null || value.isBlank() ? null : value.strip();
    }
}
