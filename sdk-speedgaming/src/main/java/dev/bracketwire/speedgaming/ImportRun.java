// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.speedgaming;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A run of an import.
 *
 * @param number the number, which grows with each request; a schedule of a higher number is newer
 * @param scope the tournament, {@code *} for all active events, or {@code episode 70001}
 * @param from the start of the window; null if the request had none
 * @param to the end of the window; null if the request had none
 * @param status the status
 * @param startedAt the time of the request
 * @param finishedAt the time when it was applied or failed; null while it is under way
 * @param counts the number of changes of each kind, such as {@code create}, and of {@code unchanged} matches
 * @param problems the episodes that could not be read or applied, and alerts, as sentences; 100 at most
 */
public record ImportRun(
        long number,
        String scope,
        @Nullable Instant from,
        @Nullable Instant to,
        Status status,
        Instant startedAt,
        @Nullable Instant finishedAt,
        Map<String, Integer> counts,
        List<String> problems) {
    /** Copies the collections. */
    public ImportRun {
        counts = java.util.Collections.unmodifiableMap(new java.util.TreeMap<>(counts));
        problems = List.copyOf(problems);
    }

    /** The status of a run. */
    public enum Status {
        /** The request is under way, or its process ended before the reply. */
        REQUESTED,
        /** The reply is stored, and not applied yet. */
        STAGED,
        /** All changes are applied. */
        APPLIED,
        /** The request failed, or the reply was no schedule. Nothing was changed. */
        FAILED,
        /** A newer schedule was applied first. */
        SUPERSEDED
    }
}
