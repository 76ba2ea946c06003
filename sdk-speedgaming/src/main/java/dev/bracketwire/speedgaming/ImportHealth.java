// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.speedgaming;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Shows how the import of the enabled tournaments fares. Imports of single episodes, and of tournaments that are not enabled,
 * do not count.
 *
 * @param status up, degraded or down
 * @param lastApplied the time of the newest run that was applied; null if there was none
 * @param lag the age of the newest run that was applied; null if there was none
 * @param failures the number of runs that failed since the last one that was applied
 * @param missing the number of matches that may have been cancelled and wait for evidence
 * @param suggestions the number of open suggestions
 * @param drift how the fields differ from those that this version knows, in the newest run
 * @param reason the reason for a status that is not up, with the newest problem; empty otherwise
 */
public record ImportHealth(
        Status status,
        @Nullable Instant lastApplied,
        @Nullable Duration lag,
        int failures,
        int missing,
        int suggestions,
        FeedDrift drift,
        String reason) {
    /** The status. */
    public enum Status {
        /** The newest run was applied, and is not older than three periods; or no tournament is enabled. */
        UP,
        /** No run was applied yet, the newest one failed or raised an alert, or the fields drifted. */
        DEGRADED,
        /** No run was applied for ten periods, or a row of a tournament is damaged. */
        DOWN
    }
}
