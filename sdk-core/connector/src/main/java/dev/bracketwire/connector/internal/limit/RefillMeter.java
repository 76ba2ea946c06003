// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.connector.internal.limit;

import dev.bracketwire.connector.limit.Limit;
import dev.bracketwire.connector.limit.Limiter;
import java.time.Duration;
import java.util.Map;
import java.util.function.Consumer;

/** Counts as a bucket that is refilled evenly: what is missing is the time it takes until it is full. */
final class RefillMeter implements BudgetMeter {
    private final String name;
    private final long limit;
    private final long length;
    private boolean touched;
    private long full;

    RefillMeter(Limit limit, String owner) {
        this.name = limit + " of " + owner;
        this.limit = limit.units();
        this.length = limit.window().toNanos();
    }

    @Override
    public String name(long now) {
        return name;
    }

    @Override
    public long most() {
        return limit;
    }

    @Override
    public long until(long amount, long now) {
        return Math.max(0, missing(now) + time(amount) - length);
    }

    @Override
    public void take(long amount, long now) {
        full = now + missing(now) + time(amount);
        touched = true;
    }

    @Override
    public void giveBack(long amount, long taken) {
        full -= time(amount);
    }

    @Override
    public boolean blank(long now) {
        return missing(now) == 0;
    }

    @Override
    public void tell(long pause, long now, Consumer<Limiter.State> into) {
        long left = (long) ((double) (length - missing(now)) * limit / length);
        into.accept(new Limiter.State(name, Math.max(0, left), Duration.ofNanos(Math.max(pause, until(1, now)))));
    }

    @Override
    public Map<String, Object> image(long now) {
        return Map.of("missing", missing(now) / 1_000_000 + 1);
    }

    @Override
    public void recall(Map<?, ?> image, long now) {
        full = now + JsonFields.number(image.get("missing")) * 1_000_000;
        touched = true;
    }

    private long missing(long now) {
        return touched ? Math.max(0, full - now) : 0;
    }

    // Rounded up, so that the bucket never gives more than it has.
    private long time(long amount) {
        return (long) Math.ceil((double) amount * length / limit);
    }
}
