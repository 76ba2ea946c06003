// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.examples.tournament;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The result of a command: one sentence for the person, and an id that the log and the audit know. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "result")
@JsonSubTypes({
    @JsonSubTypes.Type(value = Answer.Done.class, name = "done"),
    @JsonSubTypes.Type(value = Answer.Refused.class, name = "refused"),
    @JsonSubTypes.Type(value = Answer.Planned.class, name = "planned"),
    @JsonSubTypes.Type(value = Answer.Failed.class, name = "failed")
})
public sealed interface Answer {
    /** Returns the id, such as {@code A-7K2M9QXD4T}. */
    String id();

    /** Returns the sentence for the person. For a refusal or a failure it includes the next step. */
    String text();

    /** Whether the command was carried out. */
    default boolean done() {
        return this instanceof Done;
    }

    /** Returns the data of a command that was carried out, as this type. */
    default <T> T data(Class<T> type) {
        if (this instanceof Done done) {
            return AppJson.convert(done.data, type);
        }
        throw new IllegalStateException("the command was not carried out: " + text());
    }

    /**
     * The command was carried out.
     *
     * @param id the id
     * @param text the sentence
     * @param data the data that the command returns; null if it returns none
     */
    record Done(String id, String text, @Nullable Object data) implements Answer {}

    /**
     * The command was not carried out, and nothing was changed.
     *
     * @param id the id
     * @param text the sentence, including the next step
     * @param reason the kind of refusal
     * @param choices the alternatives, which the command {@code choose} runs
     */
    record Refused(String id, String text, Reason reason, List<Choice> choices) implements Answer {
        /** Copies the list. */
        public Refused {
            choices = List.copyOf(choices);
        }
    }

    /**
     * The command would change more than one record. Nothing was changed yet: run it again with this fingerprint as
     * {@code confirm}.
     *
     * @param id the id
     * @param text the title
     * @param fingerprint identifies exactly these changes
     * @param changes a sentence for each change, up to a limit
     * @param more the number of changes beyond them
     * @param undoable whether the changes can be taken back
     */
    record Planned(String id, String text, String fingerprint, List<String> changes, int more, boolean undoable)
            implements Answer {
        /** Copies the list. */
        public Planned {
            changes = List.copyOf(changes);
        }
    }

    /**
     * The command failed because of a fault in the application or in a service that it needs.
     *
     * @param id the id
     * @param text the sentence, including the next step
     */
    record Failed(String id, String text) implements Answer {}

    /**
     * An alternative after a refusal.
     *
     * @param number the number to choose
     * @param label the words on the button
     */
    record Choice(int number, String label) {}

    /** The kind of refusal. */
    enum Reason {
        /** The caller must sign in. */
        SIGN_IN,
        /** The caller lacks the permission. */
        FORBIDDEN,
        /** The command names a record that does not exist. */
        NOT_FOUND,
        /** A value is not acceptable. */
        INVALID,
        /** Registration or check-in is closed. */
        CLOSED,
        /** It conflicts with another entry. */
        CONFLICT,
        /** The state is not the one that was confirmed. */
        STALE,
        /** The person must choose one of the alternatives. */
        CHOOSE,
        /** A service that the command needs cannot be reached. */
        UNAVAILABLE
    }
}
