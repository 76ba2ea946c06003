// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.webhooks;

import dev.bracketwire.BracketwireException;
import dev.bracketwire.exchange.Schema;
import java.util.List;
import java.util.stream.Collectors;

/** Says that an event was not published because it is not valid. Nothing was stored. */
public final class InvalidEventException extends BracketwireException {
    private static final long serialVersionUID = 1L;
    private static final int SHOWN = 5;

    private final transient List<Schema.Problem> problems;

    /** Reports the problems that the JSON Schema of the type found. The message names fields and rules, not values. */
    public InvalidEventException(String type, List<Schema.Problem> problems) {
        super(
                "the event " + type + " does not satisfy the schema of its type: "
                        + problems.stream()
                                .limit(SHOWN)
                                .map(each -> (each.column().isEmpty() ? "the data" : each.column()) + " " + each.rule())
                                .collect(Collectors.joining("; ")),
                null);
        this.problems = List.copyOf(problems);
    }

    /** Reports another reason. */
    public InvalidEventException(String type, String reason) {
        super("the event " + type + " was refused: " + reason, null);
        this.problems = List.of();
    }

    /** Returns the problems that the schema found; empty if the reason is another. */
    public List<Schema.Problem> problems() {
        return problems == null ? List.of() : problems;
    }
}
