// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.store;

/**
 * Receives the runs of a {@link ClusterTask} on this node. A listener runs on the thread of the run, so it should be quick.
 * Its exceptions are logged and do not change the run.
 */
public interface TaskListener {
    /** Called before the work of a run begins. */
    default void runStarted(TaskRecord run) {}

    /** Called after a run has ended on this node, also if it lost its lease. The database has its end by then if it can be reached. */
    default void runEnded(TaskRecord run) {}
}
