// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.examples.tournament.state;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * The times at which registration or check-in is open. A person may open or close it by hand; then it stays so until the
 * schedule is followed again.
 *
 * @param opens the time at which the schedule opens it; null if it never does
 * @param closes the time at which the schedule closes it; null if it never does
 * @param byHand whether a person has opened or closed it; null if it follows the schedule
 */
public record Window(
        @Nullable Instant opens,
        @Nullable Instant closes,
        @Nullable ByHand byHand) {
    /** A window that is closed and has no schedule. */
    public static final Window CLOSED = new Window(null, null, null);

    /** A decision by a person. */
    public enum ByHand {
        /** Open, whatever the schedule says. */
        OPEN,
        /** Closed, whatever the schedule says. */
        CLOSED
    }

    /** Whether it is open at this time. */
    public boolean isOpen(Instant now) {
        if (byHand != null) {
            return byHand == ByHand.OPEN;
        }
        return opens != null && !now.isBefore(opens) && (closes == null || now.isBefore(closes));
    }

    /** Returns the same schedule with another decision; null follows the schedule. */
    public Window by(@Nullable ByHand hand) {
        return new Window(opens, closes, hand);
    }

    /** Returns the next time at which the schedule opens it, or null. */
    public @Nullable Instant nextOpening(Instant now) {
        return byHand == null && opens != null && now.isBefore(opens) ? opens : null;
    }
}
