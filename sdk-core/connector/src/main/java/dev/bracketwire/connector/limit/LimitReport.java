// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.connector.limit;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What a reply tells of the budget its request was counted in. Immutable; begin with {@link #none()}.
 *
 * <pre>{@code
 * LimitReport.none().limit(Limit.of(20, Duration.ofSeconds(1)), 3).limit(Limit.of(100, Duration.ofMinutes(2)), 57);
 * }</pre>
 *
 * @param limits what is allowed in any window of a time, and how much of it is used
 * @param left what is left until the upstream counts anew, null if it does not count so or does not say
 * @param throttled whether the budget must not be used for a while
 * @param pause for how long, null for a guess that doubles while it goes on
 * @param budget the upstream's own name of the budget, null if the key stands for it alone
 */
public record LimitReport(
        List<Used> limits,
        @Nullable Left left,
        boolean throttled,
        @Nullable Duration pause,
        @Nullable String budget) {
    private static final LimitReport NONE = new LimitReport(List.of(), null, false, null, null);

    /** Copies the limits. */
    public LimitReport {
        limits = List.copyOf(limits);
    }

    /** Nothing. A reply of the upstream itself from which nothing is learned says that there is no limit. */
    public static LimitReport none() {
        return NONE;
    }

    /** Adds a limit, and how much of it was used by everybody who shares it, other processes too. */
    public LimitReport limit(Limit limit, long used) {
        List<Used> more = new ArrayList<>(limits);
        more.add(new Used(limit, used));
        return new LimitReport(more, left, throttled, pause, budget);
    }

    /** Says how many units are left, of how many, until the upstream begins to count anew after this time. */
    public LimitReport left(long units, long of, Duration resets) {
        return new LimitReport(limits, new Left(units, of, resets), throttled, pause, budget);
    }

    /** Says that the budget must not be used for this time, null if the upstream does not say how long. */
    public LimitReport pausing(@Nullable Duration time) {
        return new LimitReport(limits, left, true, time, budget);
    }

    /** Says by which name the upstream knows the budget: all keys for which the same is said share one. */
    public LimitReport sharing(String name) {
        return new LimitReport(limits, left, throttled, pause, Objects.requireNonNull(name, "name"));
    }

    /**
     * A limit as told.
     *
     * @param limit how much is allowed in any window
     * @param units how much of it is used
     */
    public record Used(Limit limit, long units) {}

    /**
     * What is left as told.
     *
     * @param units what is left
     * @param of what there was when the upstream began to count
     * @param resets in which time it begins anew
     */
    public record Left(long units, long of, Duration resets) {
        /** Checks that nothing is negative, and that there was something to begin with. */
        public Left {
            if (units < 0 || of < 1 || resets.isNegative()) {
                throw new IllegalArgumentException("a budget of " + of + " with " + units + " left for " + resets);
            }
        }
    }
}
