// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.examples.tournament;

import dev.bracketwire.examples.tournament.Answer.Reason;
import dev.bracketwire.examples.tournament.state.PlainText;
import java.lang.reflect.RecordComponent;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Refuses commands with fields that are missing or that no table, log or audit line could hold. */
final class CommandFields {
    private static final int LONGEST = 500;
    private static final Pattern PERSON = Pattern.compile("p-[0-9a-z]+");

    private CommandFields() {}

    static void insist(Command command) {
        for (RecordComponent field : command.getClass().getRecordComponents()) {
            Object value = value(field, command);
            if (value == null && !field.getAnnotatedType().isAnnotationPresent(Nullable.class)) {
                throw new Refusal(Reason.INVALID, field.getName() + " is missing.");
            }
            if (value instanceof String text) {
                insist(field.getName(), text);
            }
        }
    }

    private static void insist(String field, String text) {
        if (text.length() > LONGEST) {
            throw new Refusal(
                    Reason.INVALID, field + " has " + text.length() + " characters, and " + LONGEST + " are allowed.");
        }
        if (!PlainText.isPlain(text.strip())) {
            throw new Refusal(
                    Reason.INVALID,
                    field
                            + " has a character that cannot be shown, such as a line break. Type it instead of pasting it.");
        }
        if (text.contains("{p-")) {
            throw new Refusal(Reason.INVALID, field + " must not contain {p-.");
        }
    }

    /** Refuses a name in the place of the id of a person. */
    static void insistOnIds(Command command) {
        for (RecordComponent field : command.getClass().getRecordComponents()) {
            if (field.getName().equals("person")
                    && value(field, command) instanceof String id
                    && !PERSON.matcher(id).matches()) {
                throw new Refusal(
                        Reason.NOT_FOUND,
                        "There is no person \"" + id + "\": people have ids that begin with p-. See the roster.");
            }
        }
    }

    /** Returns the text if it can be stored. */
    static @Nullable String storable(@Nullable String text) {
        return text != null && text.length() <= LONGEST && PlainText.isPlain(text) ? text : null;
    }

    private static @Nullable Object value(RecordComponent field, Command command) {
        try {
            return field.getAccessor().invoke(command);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(field + " of a command cannot be read", e);
        }
    }
}
