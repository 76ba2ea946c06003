// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.webhooks;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * Says how long to wait after each failed attempt of a delivery. Each wait counts from the end of the attempt and is
 * varied by up to 20 percent, so that many deliveries that failed together do not come back together.
 *
 * @param waits the wait after the first attempt, after the second, and so on; a failure after the last one exhausts the
 *     delivery
 */
public record RetrySchedule(List<Duration> waits) {
    private static final RetrySchedule STANDARD = RetrySchedule.of(
            Duration.ofSeconds(5),
            Duration.ofMinutes(5),
            Duration.ofMinutes(30),
            Duration.ofHours(2),
            Duration.ofHours(5),
            Duration.ofHours(10),
            Duration.ofHours(14),
            Duration.ofHours(20),
            Duration.ofHours(24));

    /** Checks the waits: at most 50, each between 0 and 30 days. */
    public RetrySchedule {
        waits = List.copyOf(waits);
        if (waits.size() > 50) {
            throw new IllegalArgumentException("waits must be at most 50, not " + waits.size());
        }
        for (Duration wait : waits) {
            if (wait.isNegative() || wait.compareTo(Duration.ofDays(30)) > 0) {
                throw new IllegalArgumentException("a wait must be between 0 and 30 days, not " + wait);
            }
        }
    }

    /** Returns the schedule of the Standard Webhooks specification: ten attempts within about 75 hours. */
    public static RetrySchedule standard() {
        return STANDARD;
    }

    /** Returns a schedule with these waits. */
    public static RetrySchedule of(Duration... waits) {
        return new RetrySchedule(List.of(waits));
    }

    /** Returns a schedule that tries once. */
    public static RetrySchedule none() {
        return of();
    }

    /** Returns the wait after this many attempts, or nothing if there is no further one. */
    public Optional<Duration> after(int attempts) {
        return attempts >= 1 && attempts <= waits.size() ? Optional.of(waits.get(attempts - 1)) : Optional.empty();
    }
}
