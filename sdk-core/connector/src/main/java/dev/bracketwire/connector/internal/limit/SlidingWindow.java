// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.connector.internal.limit;

import dev.bracketwire.connector.limit.Limit;
import dev.bracketwire.connector.limit.Limiter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * Counts what was taken in the last window, wherever it begins: a log of times and units. What is taken within one
 * 128th of the window shares a line under the latest time, so that nothing is ever forgotten early and the log is short.
 */
final class SlidingWindow implements BudgetMeter {
    private static final int SLICES = 128;
    private static final int LINES = SLICES + 2;

    private final String owner;
    private final long length;
    private final long slice;
    private final long[] starts = new long[LINES];
    private final long[] times = new long[LINES];
    private final long[] units = new long[LINES];
    private long limit;
    private int first;
    private int lines;
    private long used;

    SlidingWindow(Limit limit, String owner) {
        this.owner = owner;
        this.limit = limit.units();
        this.length = limit.window().toNanos();
        this.slice = length / SLICES;
    }

    @Override
    public String name(long now) {
        return limit + " in " + Duration.ofNanos(length) + " of " + owner;
    }

    @Override
    public long most() {
        return limit;
    }

    @Override
    public boolean blank(long now) {
        return room(now) == limit;
    }

    @Override
    public void tell(long pause, long now, Consumer<Limiter.State> into) {
        long wait = Math.max(pause, until(1, now));
        into.accept(new Limiter.State(name(now), Math.max(0, room(now)), Duration.ofNanos(wait)));
    }

    /** Learns how much is allowed and, from the upstream, how much was used. What is used here is never forgotten. */
    void correct(long allowed, long usedThere, long now) {
        limit = allowed;
        long unseen = usedThere - (limit - room(now));
        if (unseen > 0) {
            take(unseen, now);
        }
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

    @Override
    public void take(long amount, long now) {
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

    // What has left the window meanwhile is gone.
    @Override
    public void giveBack(long amount, long taken) {
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

    @Override
    public long until(long amount, long now) {
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

    @Override
    public Map<String, Object> image(long now) {
        room(now);
        List<List<Long>> taken = new ArrayList<>();
        for (int i = 0; i < lines; i++) {
            taken.add(List.of((now - times[line(i)]) / 1_000_000, units[line(i)]));
        }
        return Map.of("taken", taken);
    }

    @Override
    public void recall(Map<?, ?> image, long now) {
        for (Object line : JsonFields.list(image.get("taken"))) {
            List<?> pair = JsonFields.list(line);
            take(JsonFields.number(pair.get(1)), now - JsonFields.number(pair.get(0)) * 1_000_000);
        }
        room(now);
    }

    private int line(int number) {
        return (first + number + LINES) % LINES;
    }
}
