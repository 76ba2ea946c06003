// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.store;

import dev.bracketwire.CallThreads;
import dev.bracketwire.StoreException;
import dev.bracketwire.internal.run.TimeSpans;
import dev.bracketwire.store.internal.TaskTable;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.ScheduledExecutorService;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Describes a {@link ClusterTask} that this node offers. All nodes should set the same options.
 *
 * <pre>{@code
 * ClusterTask retention = ClusterTask.builder(db, "retention", Duration.ofHours(1), run -> prune(run))
 *         .jitter(0.1)
 *         .backOff(Duration.ofMinutes(1), Duration.ofHours(1))
 *         .open();
 * }</pre>
 */
public final class ClusterTaskBuilder {
    private static final Duration SHORTEST_LEASE = Duration.ofSeconds(1);
    private static final int MOST_RUNS = 100_000;

    private final Database db;
    private final String name;
    private final Duration period;
    private final ClusterTask.TaskWork work;
    private final List<TaskListener> listeners = new ArrayList<>();
    private double jitter = 0.1;
    private Duration firstDelay = Duration.ofMinutes(1);
    private Duration longestDelay = Duration.ofHours(1);
    private Duration lease = Duration.ofSeconds(30);
    private Duration poll = Duration.ofSeconds(10);
    private int keepRuns = 50;
    private @Nullable String node;
    private CallThreads.@Nullable Builder calls;
    private @Nullable InstantSource dates;

    ClusterTaskBuilder(Database db, String name, Duration period, ClusterTask.TaskWork work) {
        this.db = Objects.requireNonNull(db, "db");
        this.name = name;
        this.period = millis("period", period);
        this.work = Objects.requireNonNull(work, "work");
        if (firstDelay.compareTo(this.period) > 0) {
            firstDelay = this.period;
        }
    }

    private static Duration millis(String what, Duration time) {
        Duration checked = TimeSpans.positive(what, time);
        if (checked.toMillis() == 0) {
            throw new IllegalArgumentException(what + " must be at least a millisecond, not " + time);
        }
        return checked;
    }

    /**
     * Sets by which part of the period the time between runs varies at random, both ways, so that tasks of one period do not
     * stay together; 0.1 unless set, 0 for none.
     */
    public ClusterTaskBuilder jitter(double part) {
        if (!(part >= 0 && part < 1)) {
            throw new IllegalArgumentException("part must be at least 0 and below 1, not " + part);
        }
        this.jitter = part;
        return this;
    }

    /**
     * Sets the time from a failure to the next run: the first one, doubled with each failure after it, up to the longest. A
     * minute, or the period if that is shorter, and an hour unless set. A success resets it.
     */
    public ClusterTaskBuilder backOff(Duration first, Duration longest) {
        millis("first", first);
        if (longest.compareTo(first) < 0) {
            throw new IllegalArgumentException("longest must be at least " + first + ", not " + longest);
        }
        this.firstDelay = TimeSpans.capped(first);
        this.longestDelay = TimeSpans.capped(longest);
        return this;
    }

    /**
     * Sets the time after which another node takes over from one that was killed; 30 seconds unless set. It is renewed while
     * the work runs, so the work may take longer. A short one costs more writes and loses runs to short pauses of a node.
     */
    public ClusterTaskBuilder lease(Duration time) {
        if (time.compareTo(SHORTEST_LEASE) < 0) {
            throw new IllegalArgumentException("time must be at least a second, not " + time);
        }
        this.lease = TimeSpans.capped(time);
        return this;
    }

    /** Sets how long a node waits at most until it looks again; ten seconds unless set. Wakeups end the wait earlier. */
    public ClusterTaskBuilder poll(Duration time) {
        this.poll = millis("time", time);
        return this;
    }

    /** Sets how many runs stay in the history; 50 unless set. */
    public ClusterTaskBuilder keepRuns(int count) {
        if (count < 1 || count > MOST_RUNS) {
            throw new IllegalArgumentException("count must be between 1 and " + MOST_RUNS + ", not " + count);
        }
        this.keepRuns = count;
        return this;
    }

    /** Sets the name of this node in the history; the process and a random number unless set. */
    public ClusterTaskBuilder node(String text) {
        if (text.isBlank() || text.length() > 100 || !text.chars().allMatch(c -> c >= ' ' && c < 0x7f)) {
            throw new IllegalArgumentException("text must be 1 to 100 printable characters of ASCII");
        }
        this.node = text;
        return this;
    }

    /** Adds a listener to the runs on this node. */
    public ClusterTaskBuilder listener(TaskListener listener) {
        listeners.add(Objects.requireNonNull(listener, "listener"));
        return this;
    }

    /**
     * Sets the clock that dates, leases and waits of this task go by, such as the testkit's; all nodes must set one then, and
     * {@link ClusterTask#of(Database, String, InstantSource)} takes it too. Unless set, dates and leases go by the database's
     * clock.
     */
    public <C extends InstantSource & LongSupplier & ScheduledExecutorService> ClusterTaskBuilder clock(C clock) {
        this.calls = CallThreads.builder("task").clock(Objects.requireNonNull(clock, "clock"));
        this.dates = clock;
        return this;
    }

    /**
     * Begins to offer the task. Blocks while it adds the task to the database if it is not there.
     *
     * @throws StoreException if the database cannot be written to
     */
    public ClusterTask open() {
        TaskTable taskTable = db.tasks(name, dates);
        OfferedTask.TaskOptions options = new OfferedTask.TaskOptions(
                period, jitter, firstDelay, longestDelay, lease, poll, keepRuns, node, List.copyOf(listeners));
        taskTable.offer(options.longestPeriod()).get();
        CallThreads own = calls == null ? null : calls.build();
        return new ClusterTask(name, taskTable, new OfferedTask(name, work, options, db.calls(), taskTable, own));
    }
}
