// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.store;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Describes one run of a {@link ClusterTask}.
 *
 * @param task the name of the task
 * @param number the number of the run, higher than that of every run before; it is the token of its lease
 * @param node the node that ran it
 * @param triggered whether {@link ClusterTask#trigger} asked for it
 * @param startedAt the time of its start
 * @param endedAt the time of its end, or the time at which another node found it lost; null if it has no end yet
 * @param outcome how it ended, or that it is under way
 * @param error at most 500 characters about the failure, with revealed secrets masked; null if there was none
 */
public record TaskRecord(
        String task,
        long number,
        String node,
        boolean triggered,
        Instant startedAt,
        @Nullable Instant endedAt,
        TaskOutcome outcome,
        @Nullable String error) {

    /** Tells how a run ended. */
    public enum TaskOutcome {
        /** It is under way. */
        RUNNING,
        /** Its work returned. */
        DONE,
        /** Its work threw. */
        FAILED,
        /** Its node was closed before the work had ended; another node runs it again at once. */
        STOPPED,
        /** Its lease went before it ended: its node was killed, was paused, or did not reach the database. */
        LOST
    }
}
