// SPDX-License-Identifier: Apache-2.0
/**
 * What keeps a client from asking too much: {@link dev.bracketwire.connector.internal.limit.WindowLimiter} (rates),
 * {@link dev.bracketwire.connector.internal.limit.CircuitBreaker} (failing hosts), {@link dev.bracketwire.connector.internal.limit.RetryBudget}
 * (retries) and {@link dev.bracketwire.connector.internal.limit.ConcurrencyLimit} (attempts at once).
 *
 * <p>All are our own: Failsafe's and Resilience4j's breakers and limiters read the system's clock, which makes them
 * untestable here, know no weights, learn from no header, and their retries neither honour a server's hint to the
 * letter nor know a budget.
 */
@NullMarked
package dev.bracketwire.connector.internal.limit;

import org.jspecify.annotations.NullMarked;
