// SPDX-License-Identifier: Apache-2.0
/**
 * What keeps a client from asking too much: {@link dev.bracketwire.internal.limit.WindowLimiter} (rates),
 * {@link dev.bracketwire.internal.limit.Breaker} (failing hosts), {@link dev.bracketwire.internal.limit.RetryBudget}
 * (retries) and {@link dev.bracketwire.internal.limit.Slots} (attempts at once).
 *
 * <p>All are our own: Failsafe's and Resilience4j's breakers and limiters read the system's clock, which makes them
 * untestable here, know no weights, learn from no header, and their retries neither honour a server's hint to the
 * letter nor know a budget.
 */
@NullMarked
package dev.bracketwire.internal.limit;

import org.jspecify.annotations.NullMarked;
