// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.connector.internal.limit;

import dev.bracketwire.connector.limit.Limit;
import dev.bracketwire.connector.limit.LimitReport;
import dev.bracketwire.connector.limit.Limiter;
import java.time.Duration;
import java.util.Map;
import java.util.function.Consumer;

/**
 * Counts what an upstream says is left until it counts anew. When that begins and ends is not known here to the
 * millisecond; so besides what it says, no more than its limit is taken in any stretch of that length.
 */
final class ReportedAllowance implements BudgetMeter {
    private final String owner;
    private SlidingWindow slidingWindow;
    private long span;
    private long left;
    private long resets;
    private boolean capped;
    // Only the answer to the first request since it began to count tells how long the whole is.
    private boolean measured;

    ReportedAllowance(String owner, LimitReport.Left told, long now) {
        this.owner = owner;
        this.span = Math.max(1, told.resets().toNanos());
        this.slidingWindow = window(told.of());
        slidingWindow.take(told.of() - told.units(), now);
        correct(told, now);
    }

    private SlidingWindow window(long limit) {
        return new SlidingWindow(Limit.of(limit, Duration.ofNanos(span)), owner);
    }

    /** Learns from a reply; replies may come in another order than what they answer was counted in. */
    void correct(LimitReport.Left told, long now) {
        roll(now);
        long end = now + told.resets().toNanos();
        if (capped && end - resets < -span / 2) {
            return; // it speaks of the time before
        }
        measured |= told.units() == told.of() - 1;
        if (told.of() != slidingWindow.most() || told.resets().toNanos() > span) {
            span = Math.max(span, told.resets().toNanos());
            SlidingWindow other = window(told.of());
            other.recall(slidingWindow.image(now), now);
            slidingWindow = other;
        }
        left = capped ? Math.min(left, told.units()) : told.units();
        resets = capped && resets - end > 0 ? resets : end;
        capped = true;
    }

    /** Whether it must be found out what there is, as what was said last is over and did not tell for how long. */
    boolean unknown(long now) {
        roll(now);
        return !measured && !capped;
    }

    private void roll(long now) {
        capped &= now - resets < 0;
    }

    @Override
    public String name(long now) {
        return slidingWindow.most() + " until it is counted anew, of " + owner;
    }

    @Override
    public long most() {
        return slidingWindow.most();
    }

    @Override
    public long until(long amount, long now) {
        roll(now);
        long wait = measured ? slidingWindow.until(amount, now) : 0;
        if (!capped || amount <= left) {
            return wait;
        }
        return Math.max(wait, resets - now + (amount - left - 1) / slidingWindow.most() * span);
    }

    @Override
    public void take(long amount, long now) {
        slidingWindow.room(now);
        slidingWindow.take(amount, now);
        left -= amount;
    }

    @Override
    public void giveBack(long amount, long taken) {
        slidingWindow.giveBack(amount, taken);
        left += capped && taken - (resets - span) >= 0 ? amount : 0;
    }

    @Override
    public boolean blank(long now) {
        roll(now);
        return !capped && slidingWindow.blank(now);
    }

    @Override
    public void tell(long pause, long now, Consumer<Limiter.State> into) {
        long wait = Math.max(pause, until(1, now));
        long there = capped ? Math.min(left, slidingWindow.room(now)) : slidingWindow.room(now);
        into.accept(new Limiter.State(name(now), Math.max(0, there), Duration.ofNanos(wait)));
    }

    @Override
    public Map<String, Object> image(long now) {
        roll(now);
        return Map.of(
                "of",
                slidingWindow.most(),
                "span",
                span,
                "counted",
                slidingWindow.image(now),
                "left",
                capped ? left : slidingWindow.most(),
                "resets",
                capped ? resets - now : 0,
                "measured",
                measured);
    }

    @Override
    public void recall(Map<?, ?> image, long now) {
        span = JsonFields.number(image.get("span"));
        slidingWindow = window(JsonFields.number(image.get("of")));
        slidingWindow.recall(JsonFields.map(image.get("counted")), now);
        left = JsonFields.number(image.get("left"));
        resets = now + JsonFields.number(image.get("resets"));
        capped = true;
        measured = image.get("measured") == Boolean.TRUE;
    }
}
