// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.supervisor.internal.run;

import dev.bracketwire.supervisor.ProcessInfo;
import dev.bracketwire.supervisor.internal.os.ProcessId;
import dev.bracketwire.supervisor.internal.os.ProcessRow;
import dev.bracketwire.supervisor.internal.os.Signal;
import dev.bracketwire.supervisor.internal.os.Signals.Sent;
import dev.bracketwire.supervisor.internal.os.Snapshot;
import dev.bracketwire.supervisor.internal.os.Tree;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * Ends a tree of processes: asks all of it, waits until nothing is left, kills what stays, and looks again until nothing
 * is left or the time is over. What is forked meanwhile is asked, or killed, as well.
 */
final class Stopper {
    /** Nobody was there. */
    static final Result NOTHING = new Result(List.of(), 0, Duration.ZERO);

    private static final Duration SOONEST = Duration.ofMillis(5);
    private static final Duration LATEST = Duration.ofMillis(100);
    private static final long EXEC_NANOS = 1_000_000;
    private static final int MOST_LOOKS = 50;

    private final Host host;
    private final Clockwork clockwork;
    private final Tree tree;
    private final @Nullable ProcessId onlyOne;
    private final Signal signal;
    private final long begun;
    private final CompletableFuture<Result> result = new CompletableFuture<>();
    private final Set<ProcessId> asked = new HashSet<>();
    private final Set<ProcessId> killed = new HashSet<>();
    private final Set<ProcessId> halted = new HashSet<>();
    private final Map<ProcessId, Sent> denied = new HashMap<>();
    private final long forceAt;
    private final Duration killTimeout;
    private Duration delay = SOONEST;

    /** What became of the tree. */
    record Result(List<ProcessInfo> survivors, int killed, Duration took) {}

    /**
     * Prepares to end a tree.
     *
     * @param signal how it is asked
     * @param onlyOne who is asked, null for all
     * @param timeout how long it may take to end after that
     * @param killTimeout how long it may take to be killed
     */
    Stopper(
            Host host,
            Clockwork clockwork,
            Tree tree,
            Signal signal,
            @Nullable ProcessId onlyOne,
            Duration timeout,
            Duration killTimeout) {
        this.host = host;
        this.clockwork = clockwork;
        this.tree = tree;
        this.onlyOne = onlyOne;
        this.signal = signal;
        this.killTimeout = killTimeout;
        this.begun = clockwork.nanos();
        this.forceAt = begun + timeout.toNanos();
    }

    CompletableFuture<Result> result() {
        return result;
    }

    /** Begins; the rest follows by itself. */
    void begin() {
        try {
            step();
        } catch (RuntimeException | Error e) {
            result.completeExceptionally(e);
        }
    }

    private void step() {
        List<ProcessRow> members = members(host, tree);
        long now = clockwork.nanos();
        if (members.isEmpty()) {
            result.complete(new Result(List.of(), killed.size(), Duration.ofNanos(now - begun)));
            return;
        }
        if (now - forceAt < 0) {
            members.forEach(this::ask);
        } else if (now - forceAt < killTimeout.toNanos()) {
            kill(members);
        } else {
            members.forEach(row -> send(row, Signal.KILL)); // some may only have been halted
            List<ProcessInfo> survivors = members.stream()
                    .map(row -> host.table().info(row, reason(row)))
                    .toList();
            result.complete(new Result(survivors, killed.size(), Duration.ofNanos(now - begun)));
            return;
        }
        Duration wait = delay;
        if (now - forceAt < 0 && forceAt - now < wait.toNanos()) {
            wait = Duration.ofNanos(forceAt - now);
        }
        delay = delay.multipliedBy(2).compareTo(LATEST) > 0 ? LATEST : delay.multipliedBy(2);
        clockwork.after(wait, this::begin);
    }

    /**
     * Who is left. Nobody is believed only when told twice: a process that forks and ends while the table is read may
     * hide in between, but its child is there when the table is read again. Nor is it as long as a process has no
     * environment to be read, which is so while it becomes another program.
     */
    static List<ProcessRow> members(Host host, Tree tree) {
        Snapshot now = host.census().take();
        List<ProcessRow> members = tree.members(now);
        boolean settled = false;
        for (int looks = 0; members.isEmpty() && !settled && looks < MOST_LOOKS; looks++) {
            if (!now.settled()) {
                LockSupport.parkNanos(EXEC_NANOS);
            }
            now = host.census().take();
            settled = now.settled();
            members = tree.members(now);
        }
        return members;
    }

    private void ask(ProcessRow row) {
        boolean whom = onlyOne == null || onlyOne.equals(row.id());
        if (whom && asked.add(row.id())) {
            send(row, signal);
        }
        if (whom && row.halted()) {
            send(row, Signal.CONT); // it cannot hear before it goes on
        }
    }

    /**
     * Kills all. Where new ones are there after that, killing makes them fork, or they fork faster than they are killed:
     * then all are halted first, until nobody new is seen, and killed together.
     */
    private void kill(List<ProcessRow> members) {
        tree.killCgroup();
        List<ProcessId> fresh = members.stream()
                .map(ProcessRow::id)
                .filter(id -> !killed.contains(id) && !halted.contains(id))
                .toList();
        if (!killed.isEmpty() && !fresh.isEmpty()) {
            delay = SOONEST;
            host.signals().halt(fresh);
            halted.addAll(fresh);
            return;
        }
        if (killed.isEmpty()) {
            delay = SOONEST;
        }
        for (ProcessRow row : members) {
            killed.add(row.id());
            send(row, Signal.KILL);
        }
    }

    private void send(ProcessRow row, Signal what) {
        Sent sent = host.signals().send(row.id(), what);
        if (sent == Sent.DENIED) {
            denied.put(row.id(), sent);
        }
    }

    private String reason(ProcessRow row) {
        if (denied.containsKey(row.id())) {
            return "this user may not signal it";
        }
        return row.state() == 'D'
                ? "it waits for a device, in state D, and cannot be ended before"
                : "it was killed and is still there";
    }
}
