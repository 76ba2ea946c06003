// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.sheets;

import java.time.Duration;
import java.util.Map;

/**
 * Counts the work of one client since it was made.
 *
 * @param reads the ranges that were asked for
 * @param writes the writes that were asked for
 * @param readCalls the calls to Google that count as reads
 * @param writeCalls the calls to Google that count as writes
 * @param driveCalls the calls to Google Drive, which do not count
 * @param cached the ranges that were answered from the cache
 * @param stale the ranges that were answered from the cache because Google refused or failed
 * @param shared the ranges that were asked for while an equal one was waiting or under way
 * @param unchanged the refreshes that Drive's version made unnecessary
 * @param readsLeft the reads that the budget allows at once
 * @param writesLeft the writes that the budget allows at once
 * @param waiting the reads and writes that wait to be sent
 * @param oldest the age of the oldest range in the cache
 * @param callsBySite the calls to Google by the place in your code that asked for them first
 */
public record SheetsUsage(
        long reads,
        long writes,
        long readCalls,
        long writeCalls,
        long driveCalls,
        long cached,
        long stale,
        long shared,
        long unchanged,
        long readsLeft,
        long writesLeft,
        int waiting,
        Duration oldest,
        Map<String, Long> callsBySite) {
    /** Copies the map. */
    public SheetsUsage {
        callsBySite = Map.copyOf(callsBySite);
    }

    /** Returns the calls that merging and caching have saved: one for each range and write, less those that were sent. */
    public long callsSaved() {
        return Math.max(0, reads + writes - readCalls - writeCalls);
    }
}
