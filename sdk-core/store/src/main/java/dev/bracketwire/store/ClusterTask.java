// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.store;

import dev.bracketwire.Call;
import dev.bracketwire.store.internal.TaskHistory;
import dev.bracketwire.store.internal.TaskTable;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Objects;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Runs work periodically on one of the nodes that share a {@link Database}. Every node offers the task; the one that
 * claims a due run holds its {@link Lease} while it works, so that two runs never overlap.
 *
 * <pre>{@code
 * ClusterTask retention = ClusterTask.builder(db, "retention", Duration.ofHours(1), run -> prune(run))
 *         .jitter(0.1)
 *         .backOff(Duration.ofMinutes(1), Duration.ofHours(1))
 *         .open();
 * retention.pause("the archive is moved").get();
 * retention.resume().get();
 * retention.trigger().get();
 * TaskStatus status = retention.status().get();
 * }</pre>
 *
 * <p>The period is from the start of one run to the start of the next; a run that takes longer is followed at once. The first
 * run is due when a node first offers the task. If it was due several times while no node was there, it runs once. A run
 * that fails is repeated after the back-off. State, history and pauses are in the database, so each of these methods may be
 * called on any node.
 *
 * <p>A run is claimed at least once: if its node is killed, another node takes over when the lease is over, and the run stands
 * in the history as lost. A first loss is made good at once, further ones after the back-off. A process that is paused past
 * its lease, for example by SIGSTOP, cannot notice while it is paused: its work may then run beside that of another node
 * until it is interrupted. {@link TaskRun#fence} refuses its writes.
 *
 * <p>Between runs a node has a timer and no thread. It looks every ten seconds, or when a run is due if that is sooner.
 * {@link #trigger} and {@link #resume} wake it as a {@link Wakeup} does. The leases named {@code task-NAME} belong to the tasks.
 */
public final class ClusterTask implements AutoCloseable {
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._:-]{0,99}");

    private final String name;
    private final TaskTable taskTable;
    private final TaskHistory taskHistory;
    private final @Nullable OfferedTask offeredTask;

    ClusterTask(String name, TaskTable taskTable, @Nullable OfferedTask offeredTask) {
        this.name = name;
        this.taskTable = taskTable;
        this.taskHistory = new TaskHistory(taskTable);
        this.offeredTask = offeredTask;
    }

    /**
     * Begins to describe a task that this node offers.
     *
     * @param name the name of the task on all nodes: 1 to 100 letters and digits of ASCII, dots, colons, hyphens and
     *     underscores, with a letter or a digit first
     * @param period the time from one run to the next
     * @param work the work of a run
     */
    public static ClusterTaskBuilder builder(Database db, String name, Duration period, TaskWork work) {
        return new ClusterTaskBuilder(db, checked(name), period, work);
    }

    /** Looks at a task and steers it without offering its work, as for a page of an operator. Closing it does nothing. */
    public static ClusterTask of(Database db, String name) {
        return new ClusterTask(checked(name), db.tasks(name, null), null);
    }

    /** Does the same by this clock, for nodes whose {@link ClusterTaskBuilder#clock} was set. */
    public static ClusterTask of(Database db, String name, InstantSource clock) {
        return new ClusterTask(checked(name), db.tasks(name, Objects.requireNonNull(clock, "clock")), null);
    }

    /** Returns the names of all tasks of a database, in order, also of those that are not offered any more. */
    public static Call<List<String>> names(Database db) {
        return TaskHistory.names(db.calls());
    }

    private static String checked(String name) {
        if (!NAME.matcher(Objects.requireNonNull(name, "name")).matches()) {
            throw new IllegalArgumentException(
                    "name must be 1 to 100 of A-Z, a-z, 0-9, dot, colon, hyphen and underscore,"
                            + " with a letter or a digit first");
        }
        return name;
    }

    /** Returns the name. */
    public String name() {
        return name;
    }

    /**
     * Reads the state of the task.
     *
     * <p>The call fails with {@link dev.bracketwire.NotFoundException} if no node has offered or paused the task yet.
     */
    public Call<TaskStatus> status() {
        return taskHistory.status();
    }

    /**
     * Reads the newest runs, newest first.
     *
     * @param most how many at most; no more are there than {@link ClusterTaskBuilder#keepRuns} says
     */
    public Call<List<TaskRecord>> runs(int most) {
        if (most < 1) {
            throw new IllegalArgumentException("most must be at least 1, not " + most);
        }
        return taskHistory.runs(most);
    }

    /**
     * Lets no run begin on any node until {@link #resume}; a run that is under way goes on. Gives false, and changes nothing, if
     * the task is paused already. A task that was never offered may be paused beforehand.
     *
     * @param reason the reason that the status shows, cut to 500 characters
     */
    public Call<Boolean> pause(String reason) {
        return taskTable.pause(Objects.requireNonNull(reason, "reason"));
    }

    /** Ends a pause. A run that fell due meanwhile begins at once. Gives false if the task is not paused. */
    public Call<Boolean> resume() {
        return taskTable.resume();
    }

    /**
     * Makes the task due now, on whichever node is first. If a run is under way, one more follows it; several triggers before it
     * begins are one. Gives false, and changes nothing, if the task is paused or was never offered.
     */
    public Call<Boolean> trigger() {
        return taskTable.trigger();
    }

    /**
     * Stops offering the task on this node. Blocks: a run that is under way here is interrupted, its end is awaited for ten
     * seconds, and its lease is released, so that another node runs it again. Work that ignores the interrupt keeps its lease
     * until it ends.
     */
    @Override
    public void close() {
        if (offeredTask != null) {
            offeredTask.close();
        }
    }

    /** Shows the name. */
    @Override
    public String toString() {
        return "ClusterTask(" + name + ")";
    }

    /** Does the work of one run. */
    @FunctionalInterface
    public interface TaskWork {
        /**
         * Does the work on a daemon thread, which is interrupted if the run must end.
         *
         * @throws Exception the failure of the run; its text stands in the history
         */
        void run(TaskRun run) throws Exception;
    }
}
