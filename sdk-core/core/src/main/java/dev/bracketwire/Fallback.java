// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire;

import dev.bracketwire.internal.run.TimeSpans;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Says what a {@link Call} gives where it fails.
 *
 * <pre>{@code
 * Call<Roster> roster = api.get("/roster", Roster.class).orElse(Fallback.last(Duration.ofHours(1)));
 * }</pre>
 *
 * @param <T> what the call gives
 */
@FunctionalInterface
public interface Fallback<T extends @Nullable Object> {
    /**
     * Gives the value to use instead, or throws: the failure itself, where there is nothing to use.
     *
     * @param failure why the call has none; never a {@link CancelledException}
     * @param last what the same call gave before, null if it did not yet
     */
    T instead(CallException failure, @Nullable Last<T> last);

    /** Always gives this value. */
    static <T extends @Nullable Object> Fallback<T> of(T value) {
        return (failure, last) -> value;
    }

    /** Gives what the call gave last, unless that is older than this. */
    static <T extends @Nullable Object> Fallback<T> last(Duration atMost) {
        Duration longest = TimeSpans.positive("atMost", atMost);
        return (failure, last) -> {
            if (last == null || last.age.compareTo(longest) > 0) {
                throw failure;
            }
            return last.value;
        };
    }

    /**
     * What a call gave before.
     *
     * @param value what it gave
     * @param age how long ago
     */
    record Last<T extends @Nullable Object>(T value, Duration age) {}
}
