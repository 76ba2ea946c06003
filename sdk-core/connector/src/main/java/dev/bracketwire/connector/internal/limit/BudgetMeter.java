// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.connector.internal.limit;

import dev.bracketwire.connector.limit.Limit;
import dev.bracketwire.connector.limit.Limiter;
import java.util.Map;
import java.util.function.Consumer;

/** Counts what is spent of one budget. Guarded by the lock of the buckets that spend from it. */
interface BudgetMeter {
    /** Makes the meter of a limit. */
    static BudgetMeter of(Limit limit, String owner) {
        return limit.kind() == Limit.Kind.BUCKET ? new RefillMeter(limit, owner) : new SlidingWindow(limit, owner);
    }

    /** Names what is in the way. */
    String name(long now);

    /** More than this can never be had at once. */
    long most();

    /** In how many nanoseconds so many units, taken one after the other as they come free, will all have been taken. */
    long until(long amount, long now);

    /** Takes units; {@link #until} was asked at the same time and had them. */
    void take(long amount, long now);

    /** Gives back what was taken at a time and not used. */
    void giveBack(long amount, long taken);

    /** Hears that an attempt ended that took from it at this time. */
    default void back(long taken) {}

    /** Whether it would be no other if it were made anew. */
    boolean blank(long now);

    /** Tells what is left, where nothing comes sooner than after a pause. */
    void tell(long pause, long now, Consumer<Limiter.State> into);

    /** Returns the state to save, as JSON values with times relative to now. */
    Map<String, Object> image(long now);

    /** Takes up an image, made blank before. */
    void recall(Map<?, ?> image, long now);
}
