// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.examples.tournament;

import java.util.LinkedHashMap;
import java.util.Map;

/** Ends a command without changes. The runner turns it into an {@link Answer.Refused}. */
public final class Refusal extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final Answer.Reason reason;
    private final transient Map<String, Command> choices = new LinkedHashMap<>();

    /** Creates a refusal whose sentence includes the next step. */
    public Refusal(Answer.Reason reason, String text) {
        super(text, null, false, false);
        this.reason = reason;
    }

    /** Offers a command to run instead. */
    public Refusal choice(String label, Command command) {
        choices.put(label, command);
        return this;
    }

    /** Returns the kind of refusal. */
    public Answer.Reason reason() {
        return reason;
    }

    /** Returns the sentence. */
    public String text() {
        return String.valueOf(getMessage());
    }

    Map<String, Command> choices() {
        return choices;
    }
}
