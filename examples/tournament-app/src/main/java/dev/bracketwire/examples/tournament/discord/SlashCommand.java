// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.examples.tournament.discord;

import java.util.List;

/**
 * A command that people type.
 *
 * @param name the name
 * @param description one sentence
 * @param options the options, required ones first; empty if there are parts
 * @param parts the commands below this one
 * @param organisers whether Discord shows it only to people that manage the server
 */
public record SlashCommand(
        String name, String description, List<Option> options, List<SlashCommand> parts, boolean organisers) {
    /** Copies the lists. */
    public SlashCommand {
        options = List.copyOf(options);
        parts = List.copyOf(parts);
    }

    static SlashCommand part(String name, String description, Option... options) {
        return new SlashCommand(name, description, List.of(options), List.of(), true);
    }

    /**
     * An option.
     *
     * @param name the name
     * @param description one sentence
     * @param kind the kind of value
     * @param required whether it must be given
     * @param choices the values that are possible; empty for all
     */
    public record Option(String name, String description, Kind kind, boolean required, List<String> choices) {
        /** Copies the list. */
        public Option {
            choices = List.copyOf(choices);
        }

        static Option required(String name, String description, String... choices) {
            return new Option(name, description, Kind.TEXT, true, List.of(choices));
        }

        static Option optional(String name, String description, Kind kind) {
            return new Option(name, description, kind, false, List.of());
        }
    }

    /** The kind of value of an option. */
    public enum Kind {
        /** A text. */
        TEXT,
        /** The id of a tournament of this server, which is suggested while the person types. */
        TOURNAMENT,
        /** A whole number. */
        NUMBER,
        /** Yes or no. */
        FLAG,
        /** A channel for texts. */
        CHANNEL,
        /** A role. */
        ROLE
    }
}
