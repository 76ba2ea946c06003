// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.supervisor.internal.run;

import dev.bracketwire.supervisor.ProcessInfo;
import dev.bracketwire.supervisor.internal.os.ProcessId;
import dev.bracketwire.supervisor.internal.os.ProcessRow;
import dev.bracketwire.supervisor.internal.os.ProcessSnapshot;
import dev.bracketwire.supervisor.internal.os.ProcessTree;
import dev.bracketwire.supervisor.internal.os.SignalSender.Sent;
import dev.bracketwire.supervisor.internal.os.UnixSignal;
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
final class ProcessTreeStopper {
    /** Nobody was there. */
    static final Result NOTHING = new Result(List.of(), 0, Duration.ZERO);

    private static final Duration SOONEST = Duration.ofMillis(5);
    private static final Duration LATEST = Duration.ofMillis(100);
    private static final long EXEC_NANOS = 1_000_000;
    private static final int MOST_LOOKS = 50;

    private final HostServices hostServices;
    private final SupervisorThreads supervisorThreads;
    private final ProcessTree processTree;
    private final @Nullable ProcessId onlyOne;
    private final UnixSignal unixSignal;
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
     * @param unixSignal how it is asked
     * @param onlyOne who is asked, null for all
     * @param timeout how long it may take to end after that
     * @param killTimeout how long it may take to be killed
     */
    ProcessTreeStopper(
            HostServices hostServices,
            SupervisorThreads supervisorThreads,
            ProcessTree processTree,
            UnixSignal unixSignal,
            @Nullable ProcessId onlyOne,
            Duration timeout,
            Duration killTimeout) {
        this.hostServices = hostServices;
        this.supervisorThreads = supervisorThreads;
        this.processTree = processTree;
        this.onlyOne = onlyOne;
        this.unixSignal = unixSignal;
        this.killTimeout = killTimeout;
        this.begun = supervisorThreads.nanos();
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
        List<ProcessRow> members = members(hostServices, processTree);
        long now = supervisorThreads.nanos();
        if (members.isEmpty()) {
            result.complete(new Result(List.of(), killed.size(), Duration.ofNanos(now - begun)));
            return;
        }
        if (now - forceAt < 0) {
            members.forEach(this::ask);
        } else if (now - forceAt < killTimeout.toNanos()) {
            kill(members);
        } else {
            members.forEach(row -> send(row, UnixSignal.KILL)); // some may only have been halted
            List<ProcessInfo> survivors = members.stream()
                    .map(row -> hostServices.table().info(row, reason(row)))
                    .toList();
            result.complete(new Result(survivors, killed.size(), Duration.ofNanos(now - begun)));
            return;
        }
        Duration wait = delay;
        if (now - forceAt < 0 && forceAt - now < wait.toNanos()) {
            wait = Duration.ofNanos(forceAt - now);
        }
        delay = delay.multipliedBy(2).compareTo(LATEST) > 0 ? LATEST : delay.multipliedBy(2);
        supervisorThreads.after(wait, this::begin);
    }

    /**
     * Who is left. Nobody is believed only when told twice: a process that forks and ends while the table is read may
     * hide in between, but its child is there when the table is read again. Nor is it as long as a process has no
     * environment to be read, which is so while it becomes another program.
     */
    static List<ProcessRow> members(HostServices hostServices, ProcessTree processTree) {
        ProcessSnapshot now = hostServices.processSnapshots().take();
        List<ProcessRow> members = processTree.members(now);
        boolean settled = false;
        for (int looks = 0; members.isEmpty() && !settled && looks < MOST_LOOKS; looks++) {
            if (!now.settled()) {
                LockSupport.parkNanos(EXEC_NANOS);
            }
            now = hostServices.processSnapshots().take();
            settled = now.settled();
            members = processTree.members(now);
        }
        return members;
    }

    private void ask(ProcessRow row) {
        boolean whom = onlyOne == null || onlyOne.equals(row.id());
        if (whom && asked.add(row.id())) {
            send(row, unixSignal);
        }
        if (whom && row.halted()) {
            send(row, UnixSignal.CONT); // it cannot hear before it goes on
        }
    }

    /**
     * Kills all. Where new ones are there after that, killing makes them fork, or they fork faster than they are killed:
     * then all are halted first, until nobody new is seen, and killed together.
     */
    private void kill(List<ProcessRow> members) {
        processTree.killCgroup();
        List<ProcessId> fresh = members.stream()
                .map(ProcessRow::id)
                .filter(id -> !killed.contains(id) && !halted.contains(id))
                .toList();
        if (!killed.isEmpty() && !fresh.isEmpty()) {
            delay = SOONEST;
            hostServices.signalSender().halt(fresh);
            halted.addAll(fresh);
            return;
        }
        if (killed.isEmpty()) {
            delay = SOONEST;
        }
        for (ProcessRow row : members) {
            killed.add(row.id());
            send(row, UnixSignal.KILL);
        }
    }

    private void send(ProcessRow row, UnixSignal what) {
        Sent sent = hostServices.signalSender().send(row.id(), what);
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
