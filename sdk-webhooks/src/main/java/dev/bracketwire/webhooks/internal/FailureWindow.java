// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.webhooks.internal;

/** Counts the attempts of the last five minutes to one subscription, as this node saw them. */
final class FailureWindow {
    private static final int PARTS = 10;
    private static final long PART = 30_000_000_000L;
    private static final int FEWEST = 10;
    private static final double MOST_FAILURES = 0.7;

    private final int[] attempts = new int[PARTS];
    private final int[] failures = new int[PARTS];
    private long part = Long.MIN_VALUE;

    /**
     * Counts an attempt.
     *
     * @param nanos the time of a clock of nanoseconds
     * @return whether at least ten attempts were made and seven of ten failed
     */
    synchronized boolean count(long nanos, boolean failed) {
        long current = Math.floorDiv(nanos, PART);
        if (part == Long.MIN_VALUE || current - part >= PARTS) {
            java.util.Arrays.fill(attempts, 0);
            java.util.Arrays.fill(failures, 0);
        } else {
            for (long each = part + 1; each <= current; each++) {
                attempts[(int) Math.floorMod(each, (long) PARTS)] = 0;
                failures[(int) Math.floorMod(each, (long) PARTS)] = 0;
            }
        }
        part = current;
        int slot = (int) Math.floorMod(current, (long) PARTS);
        attempts[slot]++;
        failures[slot] += failed ? 1 : 0;
        int all = java.util.Arrays.stream(attempts).sum();
        return all >= FEWEST && java.util.Arrays.stream(failures).sum() >= all * MOST_FAILURES;
    }
}
