// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.connector.internal.fields;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Is one limit as a reply tells of it; what the reply does not tell is null. Nothing in it is negative, and no duration
 * is longer than {@link RateWindows#LONGEST}.
 *
 * @param name the policy's, bucket's or resource's name; empty if the server gave none
 * @param unit what is counted, {@code requests} unless the server says otherwise
 * @param limit how much the window allows
 * @param remaining how much is left in it
 * @param window how long it is
 * @param resetsIn how long until more is allowed
 */
public record RateWindow(
        String name,
        String unit,
        @Nullable Long limit,
        @Nullable Long remaining,
        @Nullable Duration window,
        @Nullable Duration resetsIn) {
    static final String REQUESTS = "requests";

    static RateWindow ofRequests(
            String name,
            @Nullable Long limit,
            @Nullable Long remaining,
            @Nullable Duration window,
            @Nullable Duration resetsIn) {
        return new RateWindow(name, REQUESTS, limit, remaining, window, resetsIn);
    }

    /** True if it tells what is left now, and not only what is allowed. */
    public boolean isState() {
        return remaining != null || resetsIn != null;
    }

    /** True if the policy can be this window's: of one name, and of one limit if both tell it. */
    boolean belongsTo(RateWindow policy) {
        return name.equals(policy.name) && (limit == null || limit.equals(policy.limit));
    }

    RateWindow with(RateWindow policy) {
        return new RateWindow(
                name, policy.unit, policy.limit, remaining, window == null ? policy.window : window, resetsIn);
    }
}
