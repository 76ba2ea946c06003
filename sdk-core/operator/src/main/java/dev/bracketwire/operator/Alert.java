// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.operator;

import java.time.Instant;
import java.util.Locale;

/**
 * Says that something of a connector has become wrong, still is, or is well again. It holds no secret.
 *
 * @param connector the connector's id
 * @param rule the rule's name, such as {@code errors}
 * @param state what became of it
 * @param critical whether it is told at any hour
 * @param text what is the case, in words
 * @param since since when it is wrong; for one that is cleared, since when it had been
 * @param at when this was found out
 */
public record Alert(
        String connector, String rule, State state, boolean critical, String text, Instant since, Instant at) {
    /** One line. */
    @Override
    public String toString() {
        return (critical ? "CRITICAL " : "") + connector + " " + rule + " "
                + state.name().toLowerCase(Locale.ROOT) + ": " + text + " (since " + since + ")";
    }

    /** What became of it. */
    public enum State {
        /** It has become wrong. */
        RAISED,
        /** It still is. */
        REMINDED,
        /** It is well again. */
        CLEARED
    }
}
