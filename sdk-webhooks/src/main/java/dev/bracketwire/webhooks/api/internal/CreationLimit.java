// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.webhooks.api.internal;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;

/** Limits how much each caller may create within a time. */
public final class CreationLimit {
    private final int most;
    private final Duration within;
    private final Map<String, Deque<Instant>> byCaller = new HashMap<>();

    /** Lets each caller create so much within a time. */
    public CreationLimit(int most, Duration within) {
        this.most = most;
        this.within = within;
    }

    /** Counts one; returns the time to wait if it is too many, at least a second. */
    public synchronized Duration take(String caller, Instant now) {
        Instant begin = now.minus(within);
        byCaller.values().removeIf(times -> {
            while (!times.isEmpty() && !times.peekFirst().isAfter(begin)) {
                times.removeFirst();
            }
            return times.isEmpty();
        });
        Deque<Instant> times = byCaller.computeIfAbsent(caller, name -> new ArrayDeque<>());
        if (times.size() < most) {
            times.addLast(now);
            return Duration.ZERO;
        }
        Duration wait = Duration.between(begin, times.getFirst());
        return wait.compareTo(Duration.ofSeconds(1)) < 0 ? Duration.ofSeconds(1) : wait.plusSeconds(1);
    }
}
