// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.connector.health;

import dev.bracketwire.connector.Connector;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What {@link Connector#diagnose} found, step by step, from the configuration to a test call. It holds no secret:
 * {@link #toString} may be pasted into a ticket.
 *
 * <pre>{@code
 * Diagnosis diagnosis = api.diagnose().get();
 * diagnosis.cause().ifPresent(step -> System.out.println(step.found() + ". " + step.advice()));
 * }</pre>
 *
 * @param connector the connector's id
 * @param at when
 * @param steps what was looked at, in this order; a step that failed may be why a later one did
 */
public record Diagnosis(String connector, Instant at, List<Step> steps) {
    private static final int NAME = 14;

    /** Copies the list. */
    public Diagnosis {
        steps = List.copyOf(steps);
    }

    /** Whether no step failed. */
    public boolean isHealthy() {
        return cause().isEmpty();
    }

    /** The first step that failed, which is the one to do something about. */
    public Optional<Step> cause() {
        return steps.stream().filter(step -> step.state() == State.FAILED).findFirst();
    }

    /** All steps, one below the other. */
    @Override
    public String toString() {
        StringBuilder text = new StringBuilder("Diagnosis of ")
                .append(connector)
                .append(" at ")
                .append(at)
                .append(": ")
                .append(cause().map(step -> step.name() + " failed").orElse("nothing failed"));
        for (Step step : steps) {
            text.append("\n  ")
                    .append(padded(step.name(), NAME))
                    .append(padded(
                            step.state() == State.OK ? "ok" : step.state().name(), 9))
                    .append(step.found());
            if (!step.advice().isEmpty()) {
                text.append("\n").append(" ".repeat(2 + NAME + 9)).append("-> ").append(step.advice());
            }
        }
        return text.toString();
    }

    private static String padded(String text, int width) {
        return text + " ".repeat(Math.max(1, width - text.length()));
    }

    /**
     * One thing that was looked at.
     *
     * @param name what
     * @param state how it stands
     * @param found what was found
     * @param advice what to do, empty if there is nothing to do
     */
    public record Step(String name, State state, String found, String advice) {}

    /** How a step ended. */
    public enum State {
        /** Nothing is wrong. */
        OK,
        /** It works for now. */
        WARNING,
        /** It does not work. */
        FAILED,
        /** It could not be looked at. */
        SKIPPED
    }
}
