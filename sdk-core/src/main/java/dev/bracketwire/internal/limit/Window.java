// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.internal.limit;

import dev.bracketwire.connector.Limit;
import dev.bracketwire.connector.Limiter;
import java.time.Duration;

/**
 * Counts what was taken in the last window, wherever it begins: a log of times and units. What is taken within one
 * 128th of the window shares a line under the latest time, so that nothing is ever forgotten early and the log is short.
 */
final class Window {
    private static final int SLICES = 128;
    private static final int LINES = SLICES + 2;

    private final String name;
    private final long limit;
    private final long length;
    private final long slice;
    private final long[] starts = new long[LINES];
    private final long[] times = new long[LINES];
    private final long[] units = new long[LINES];
    private int first;
    private int lines;
    private long used;

    Window(Limit limit, String owner) {
        this.name = limit + " of " + owner;
        this.limit = limit.units();
        this.length = limit.window().toNanos();
        this.slice = length / SLICES;
    }

    /** Names the limit and whose it is. */
    String name() {
        return name;
    }

    long limit() {
        return limit;
    }

    /** What is left of it. */
    Limiter.State state(long pause, long now) {
        return new Limiter.State(name, room(now), Duration.ofNanos(Math.max(pause, until(1, now))));
    }

    /** Forgets what left the window, and tells how much can be taken at this time. */
    long room(long now) {
        while (lines > 0 && now - times[first] >= length) {
            used -= units[first];
            first = (first + 1) % LINES;
            lines--;
        }
        return limit - used;
    }

    /** Takes units; {@link #room} was asked at the same time and had them. */
    void take(long amount, long now) {
        used += amount;
        int last = line(lines - 1);
        if (lines > 0 && (now - starts[last] <= slice || lines == LINES)) {
            times[last] = now;
            units[last] += amount;
            return;
        }
        int next = line(lines++);
        starts[next] = now;
        times[next] = now;
        units[next] = amount;
    }

    /** Gives back what was taken at a time and not used; what has left the window meanwhile is gone. */
    void giveBack(long amount, long taken) {
        for (int i = lines - 1; i >= 0; i--) {
            int line = line(i);
            if (taken - starts[line] >= 0) {
                long back = taken - times[line] <= 0 ? amount : 0;
                units[line] -= back;
                used -= back;
                return;
            }
        }
    }

    /** In how many nanoseconds so many units, taken one after the other as they come free, will all have been taken. */
    long until(long amount, long now) {
        long missing = amount - room(now);
        if (missing <= 0) {
            return 0;
        }
        long rounds = (missing - 1) / limit;
        long rest = missing - rounds * limit;
        for (int i = 0; i < lines; i++) {
            rest -= units[line(i)];
            if (rest <= 0) {
                return times[line(i)] + length - now + rounds * length;
            }
        }
        return length + rounds * length;
    }

    private int line(int number) {
        return (first + number + LINES) % LINES;
    }
}
