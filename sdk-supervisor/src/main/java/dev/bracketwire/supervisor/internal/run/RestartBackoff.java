// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.supervisor.internal.run;

import dev.bracketwire.supervisor.RestartPolicy;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.function.DoubleSupplier;

/** Remembers the automatic starts of a service, and says when the next may be, if at all. */
final class RestartBackoff {
    private final Deque<Long> starts = new ArrayDeque<>();
    private final DoubleSupplier chance;
    private int failures;

    RestartBackoff(DoubleSupplier chance) {
        this.chance = chance;
    }

    /** Forgets everything: somebody asked for a start. */
    void reset() {
        starts.clear();
        failures = 0;
    }

    /** The automatic starts that count now. */
    int counted() {
        return starts.size();
    }

    /**
     * Takes the next start.
     *
     * @param now in nanoseconds
     * @param stable whether the run that ended was a stable one
     * @return the wait before it; empty if there were too many
     */
    Optional<Duration> next(RestartPolicy policy, long now, boolean stable) {
        while (!starts.isEmpty() && now - starts.getFirst() > policy.window().toNanos()) {
            starts.removeFirst();
        }
        if (starts.size() >= policy.limit()) {
            return Optional.empty();
        }
        starts.addLast(now);
        if (stable) {
            failures = 0;
            return Optional.of(Duration.ZERO);
        }
        failures++;
        double part = 1 - policy.jitter() + 2 * policy.jitter() * chance.getAsDouble();
        return Optional.of(Duration.ofNanos((long) (policy.delay(failures).toNanos() * part)));
    }
}
