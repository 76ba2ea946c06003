// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.riot.internal.limit;

/**
 * How limits are used.
 *
 * @param spread whether evenly over each window, and not as soon as can be
 * @param share which part of each is ours, where several processes use one key
 */
public record LimitUsage(boolean spread, double share) {
    /** All of it, as soon as can be. */
    public static final LimitUsage BURST = new LimitUsage(false, 1);
}
