// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.supervisor.internal.os;

import dev.bracketwire.supervisor.Ownership;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Decides whether a process belongs to one run of a service. This is the only place that decides it.
 *
 * <p>A process belongs to the run only if one complete proof says so: it carries the exact mark of the run in its
 * environment, it is in the cgroup that only this run uses, it is a recorded process with the same number and start, or
 * it is in the session that the recorded leader began. {@link ProcessTree} adds the descendants of such processes.
 *
 * <p>A mark, number, start or cgroup that is empty or malformed proves nothing. Process 0 and 1, this supervisor, its
 * ancestors, and processes older than the leader never belong to a run, whatever else they carry. Numbers and starts
 * are compared within one boot only: the caller checks the boot of a record first.
 */
public final class OwnershipProof {
    private static final Pattern MARK =
            Pattern.compile("[0-9a-f]{12}/[A-Za-z0-9][A-Za-z0-9._-]{0,63}/[0-9a-f]{16}(/probe|/stop)?");

    private final String mark;
    private final @Nullable ProcessId leader;
    private final boolean sessionLed;
    private final @Nullable Cgroup cgroup;
    private final Set<Ownership> means;

    /** The counter of process numbers at a moment when the leader's number named its session, null if not known. */
    private @Nullable PidCounter held;

    OwnershipProof(
            String mark,
            @Nullable ProcessId leader,
            boolean sessionLed,
            @Nullable Cgroup cgroup,
            Set<Ownership> means) {
        this.mark = mark(mark) ? mark : "";
        this.leader = leader;
        this.sessionLed = sessionLed && leader != null && leader.pid() > 1 && means.contains(Ownership.SESSION);
        this.cgroup = cgroup;
        this.means = means;
    }

    /** Whether a text has the exact form of a mark: supervisor, service, run, and the purpose of a helper command. */
    public static boolean mark(String text) {
        return MARK.matcher(text).matches();
    }

    /** Whether a recorded process can be one of ours: its number and its start are both known. */
    public static boolean complete(@Nullable ProcessId process) {
        return process != null && process.pid() > 1 && process.pid() <= Integer.MAX_VALUE && process.start() > 0;
    }

    /** Notes that this supervisor started the leader after it read the counter of process numbers. */
    void started(PidCounter before) {
        held = leader == null ? null : before.given(leader.pid());
    }

    /** Whether a process can never belong to the run. */
    boolean excluded(ProcessRow row, ProcessSnapshot now) {
        return row.id().pid() <= 1
                || now.selfAndAncestors().contains(row.id().pid())
                || (leader != null && complete(leader) && row.id().start() < leader.start());
    }

    /** Prepares the proofs of one snapshot; the recorded processes are those that were found to belong to the run before. */
    Evidence in(ProcessSnapshot now, Set<ProcessId> recorded) {
        return new Evidence(
                now,
                recorded,
                sessionHolds(now, recorded) && leader != null ? leader.pid() : 0,
                cgroup == null ? Set.of() : exclusive(cgroup.pids(), now));
    }

    /** The proofs that hold in one snapshot. */
    final class Evidence {
        private final ProcessSnapshot now;
        private final Set<ProcessId> recorded;

        /** The session of the run, 0 if none proves anything. */
        private final long session;

        /** The processes in the cgroup of the run, empty if it proves nothing. */
        private final Set<Long> grouped;

        private Evidence(ProcessSnapshot now, Set<ProcessId> recorded, long session, Set<Long> grouped) {
            this.now = now;
            this.recorded = recorded;
            this.session = session;
            this.grouped = grouped;
        }

        /** Whether anything proves that this process belongs to the run. */
        boolean proves(ProcessRow row) {
            return !excluded(row, now)
                    && (marked(row, now) || together(row) || (recorded.contains(row.id()) && complete(row.id())));
        }

        /** Whether the process is in the session or in the cgroup of the run. */
        boolean together(ProcessRow row) {
            return (session > 1 && row.session() == session)
                    || grouped.contains(row.id().pid());
        }

        /** Whether the cgroup may be killed as a whole. */
        boolean exclusiveGroup() {
            return !grouped.isEmpty();
        }
    }

    private boolean marked(ProcessRow row, ProcessSnapshot now) {
        return !mark.isEmpty()
                && means.contains(Ownership.TOKEN)
                && now.mark(row.id()).equals(mark);
    }

    /**
     * Whether the leader's number still names its session. The kernel does not give the number again while a process is
     * in the session; after that it may name the session of a stranger. If neither the leader nor a process of the
     * session that is known is left, the counter tells whether the number was given since one of them was seen: a
     * process that forks and ends between two snapshots leaves a child that no snapshot connects to it.
     */
    private boolean sessionHolds(ProcessSnapshot now, Set<ProcessId> recorded) {
        if (!sessionLed || leader == null) {
            return false;
        }
        ProcessRow holder = now.row(leader.pid());
        if (holder != null) {
            boolean same = complete(leader) && holder.id().equals(leader) && !excluded(holder, now);
            held = same ? now.before() : null;
            return same;
        }
        List<ProcessRow> inside = now.rows().stream()
                .filter(row -> row.session() == leader.pid() && !excluded(row, now))
                .toList();
        if (inside.isEmpty()) {
            return false;
        }
        PidCounter last = held;
        boolean holds = inside.stream().anyMatch(row -> recorded.contains(row.id()) || marked(row, now))
                || (last != null
                        && now.after()
                                .filter(after -> !last.mayGive(leader.pid(), after))
                                .isPresent());
        held = holds ? now.before() : last;
        return holds;
    }

    /**
     * Gives the numbers back if the cgroup holds this run alone. It does not if somebody moved a process into it that can
     * never belong to the run, or one that this process namespace cannot see, which the kernel shows as 0.
     */
    private Set<Long> exclusive(Set<Long> pids, ProcessSnapshot now) {
        boolean alone = pids.stream().allMatch(pid -> {
            ProcessRow row = now.row(pid);
            return pid > 1 && (row == null || !excluded(row, now));
        });
        return alone ? pids : Set.of();
    }
}
