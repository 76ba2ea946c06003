// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.riot.internal.limit;

import java.time.Duration;
import java.util.Arrays;

/**
 * One limit: a log of what came back, by us and by others, each kept for a window and a little more. What came back within
 * a 512th of the window shares a line under the latest time, so that nothing is forgotten early and the log stays short.
 */
final class CountedWindow {
    private static final int SLICES = 512;
    private static final int LINES = SLICES + 2;
    // Clocks of two machines do not run at quite the same speed.
    private static final long DRIFT = 10_000;
    private static final long LEAST = Duration.ofMillis(1).toNanos();

    private final long seconds;
    private final long length;
    private final long slice;
    private final double share;
    private final boolean spread;
    private long[] times = new long[16];
    private long[] starts = new long[16];
    private long[] ours = new long[16];
    private long[] others = new long[16];
    private int first;
    private int lines;
    private long limit;
    private long our;
    private long other;
    private long last;
    private boolean touched;

    CountedWindow(long seconds, long limit, LimitUsage limitUsage) {
        this.seconds = seconds;
        long exact = Duration.ofSeconds(seconds).toNanos();
        this.length = exact + LEAST + exact / DRIFT;
        this.slice = exact / SLICES;
        this.limit = limit;
        this.share = limitUsage.share();
        this.spread = limitUsage.spread();
    }

    long seconds() {
        return seconds;
    }

    long limit() {
        return limit;
    }

    void limit(long told) {
        limit = told;
    }

    private long own() {
        return Math.max(1, (long) Math.floor(limit * share));
    }

    /** What can be had at once, with so many under way. */
    long left(int flying, long now) {
        forget(now);
        return Math.max(0, Math.min(own() - our, limit - our - other) - flying);
    }

    /** In how many nanoseconds so many can have been had, one after the other. */
    long until(long amount, int flying, long now) {
        long wait = spread ? Math.max(0, untilEven(amount, now)) : 0;
        if (lines == 0 && flying + amount <= own()) {
            return wait;
        }
        forget(now);
        long missingOwn = amount - (own() - our - flying);
        long missingAll = amount - (limit - our - other - flying);
        if (missingOwn <= 0 && missingAll <= 0) {
            return wait;
        }
        long rounds = Math.max(0, Math.max((missingOwn - 1) / own(), (missingAll - 1) / limit));
        missingOwn -= rounds * own();
        missingAll -= rounds * limit;
        for (int i = 0; i < lines; i++) {
            int line = line(i);
            missingOwn -= ours[line];
            missingAll -= ours[line] + others[line];
            if (missingOwn <= 0 && missingAll <= 0) {
                return Math.max(wait, times[line] + length - now + rounds * length);
            }
        }
        // What is in the way is under way: nobody knows, but it is an answer and a window at most, most likely.
        return Math.max(wait, length + rounds * length);
    }

    private long untilEven(long amount, long now) {
        long gap = length / own();
        return touched ? last + gap * amount - now : gap * (amount - 1);
    }

    /** Hears that one was given. */
    void given(long now) {
        last = now;
        touched = true;
    }

    /** Takes in that one of ours came back, or may have been counted until now. */
    void back(long now) {
        log(now, 1, 0);
    }

    /** Takes in how many the server has counted, when that is more than is known here. */
    void counted(long count, int flying, long now) {
        forget(now);
        long unseen = count - our - other - flying;
        if (unseen > 0) {
            log(now, 0, unseen);
        }
    }

    /** Takes over what another window of the budget knows. */
    void knowing(CountedWindow known) {
        for (int i = 0; i < known.lines; i++) {
            int line = known.line(i);
            log(known.times[line], known.ours[line], known.others[line]);
        }
        last = known.last;
        touched = known.touched;
    }

    void log(long at, long mine, long foreign) {
        our += mine;
        other += foreign;
        int end = line(lines - 1);
        if (lines > 0 && (at - starts[end] <= slice || lines == LINES)) {
            times[end] = at;
            ours[end] += mine;
            others[end] += foreign;
            return;
        }
        if (lines == times.length) {
            grow();
        }
        int next = line(lines++);
        starts[next] = at;
        times[next] = at;
        ours[next] = mine;
        others[next] = foreign;
    }

    private void grow() {
        int size = Math.min(LINES, times.length * 4);
        int[] order = new int[lines];
        Arrays.setAll(order, this::line);
        times = moved(times, order, size);
        starts = moved(starts, order, size);
        ours = moved(ours, order, size);
        others = moved(others, order, size);
        first = 0;
    }

    private static long[] moved(long[] from, int[] order, int size) {
        long[] to = new long[size];
        Arrays.setAll(to, i -> i < order.length ? from[order[i]] : 0);
        return to;
    }

    private void forget(long now) {
        while (lines > 0 && now - times[first] >= length) {
            our -= ours[first];
            other -= others[first];
            first = (first + 1) % times.length;
            lines--;
        }
    }

    private int line(int number) {
        return (first + number + times.length) % times.length;
    }

    /** What must not be forgotten: pairs of milliseconds gone by, ours and others'. */
    String image(long now) {
        forget(now);
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < lines; i++) {
            int line = line(i);
            text.append(text.isEmpty() ? "" : ",")
                    .append((now - times[line]) / 1_000_000)
                    .append('/')
                    .append(ours[line])
                    .append('/')
                    .append(others[line]);
        }
        return text.toString();
    }
}
