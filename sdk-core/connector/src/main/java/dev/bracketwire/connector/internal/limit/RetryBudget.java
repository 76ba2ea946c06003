// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.connector.internal.limit;

import java.util.concurrent.atomic.AtomicInteger;

/**
 * Bounds the retries at one host, so that a failing one is not asked several times as much as a healthy one. The numbers
 * are those of the AWS SDKs' "retries 2.1" (2026-04).
 */
public final class RetryBudget {
    /** The cost of a retry after a failure. */
    public static final int FAILURE = 14;
    /** The cost of a retry after a rate limit. */
    public static final int THROTTLE = 5;

    private static final int FULL = 500;

    private final AtomicInteger tokens = new AtomicInteger(FULL);

    /** Takes the cost of a retry, if it is there. */
    public boolean spend(int cost) {
        int had;
        do {
            had = tokens.get();
            if (had < cost) {
                return false;
            }
        } while (!tokens.compareAndSet(had, had - cost));
        return true;
    }

    /** Puts back what the retry that succeeded had cost, or 1 for a first attempt. */
    public void earn(int cost) {
        int had = tokens.get();
        while (had < FULL && !tokens.compareAndSet(had, Math.min(FULL, had + Math.max(1, cost)))) {
            had = tokens.get();
        }
    }
}
