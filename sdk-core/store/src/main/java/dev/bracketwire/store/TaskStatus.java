// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.store;

import dev.bracketwire.store.TaskRecord.TaskOutcome;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Describes a {@link ClusterTask} as the database has it, the same on every node.
 *
 * @param name the name of the task
 * @param pausedAt the time of the pause; null if it is not paused
 * @param pauseReason the reason that was given for the pause; null if it is not paused
 * @param nextRunAt the time of the next run; null while it is paused or runs
 * @param failures the number of runs that failed or were lost since the last one that succeeded
 * @param lastRun the newest run, which may be under way; null if there was none
 * @param lastFailure the newest run of the history that failed or was lost; null if there is none
 */
public record TaskStatus(
        String name,
        @Nullable Instant pausedAt,
        @Nullable String pauseReason,
        @Nullable Instant nextRunAt,
        int failures,
        @Nullable TaskRecord lastRun,
        @Nullable TaskRecord lastFailure) {

    /** Whether it is paused. */
    public boolean paused() {
        return pausedAt != null;
    }

    /** Whether a node runs it now and holds its lease. */
    public boolean running() {
        return lastRun != null && lastRun.outcome() == TaskOutcome.RUNNING;
    }

    /** Returns the error of the newest run that failed or was lost, also if a later one succeeded. */
    public Optional<String> lastError() {
        return Optional.ofNullable(lastFailure).map(TaskRecord::error);
    }
}
