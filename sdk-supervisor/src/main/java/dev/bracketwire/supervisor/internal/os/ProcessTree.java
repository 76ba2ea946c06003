// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.supervisor.internal.os;

import dev.bracketwire.supervisor.Ownership;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The processes of one run of a service: those that an {@link OwnershipProof} holds for, and their descendants. A process
 * that was found once stays, whatever becomes of its parents.
 */
public final class ProcessTree {
    private final @Nullable ProcessId leader;
    private final @Nullable Cgroup cgroup;
    private final OwnershipProof proof;
    private Set<ProcessId> known = new HashSet<>();
    private Set<ProcessId> apart = Set.of();
    private Consumer<Set<ProcessId>> recorder = nothing -> {};
    private boolean alone;

    /**
     * Describes the tree of a run.
     *
     * @param mark what its processes carry in their environment
     * @param leader the first of them, null if that is not known
     * @param sessionLed whether the leader began a session of its own
     * @param cgroup its cgroup, null if it has none
     * @param means which ways to tell are used
     */
    public ProcessTree(
            String mark,
            @Nullable ProcessId leader,
            boolean sessionLed,
            @Nullable Cgroup cgroup,
            Set<Ownership> means) {
        this.leader = leader;
        this.cgroup = cgroup;
        this.proof = new OwnershipProof(mark, leader, sessionLed, cgroup, means);
        if (leader != null) {
            known.add(leader);
        }
    }

    /** The first of its processes, null if that is not known. */
    public @Nullable ProcessId leader() {
        return leader;
    }

    /** The cgroup it lives in, null if it has none. */
    public @Nullable Cgroup cgroup() {
        return cgroup;
    }

    /** Notes that this supervisor started the leader after it read the counter of process numbers. */
    public synchronized void started(PidCounter before) {
        proof.started(before);
    }

    /** Adds a process that a record names. */
    public synchronized void recorded(ProcessId process) {
        known.add(process);
    }

    /**
     * Hands over the members that are neither in the session nor in the cgroup of the run, now and whenever they change.
     * A reader that cannot see their mark finds them by this alone.
     */
    public synchronized void record(Consumer<Set<ProcessId>> membersApart) {
        recorder = membersApart;
        recorder.accept(apart);
    }

    /** Kills all of its cgroup at once, if the last look found that no stranger is in it. */
    public synchronized void killCgroup() {
        if (cgroup != null && alone) {
            cgroup.kill();
        }
    }

    /** Its processes that have not ended. */
    public synchronized List<ProcessRow> members(ProcessSnapshot now) {
        OwnershipProof.Evidence evidence = proof.in(now, known);
        Set<ProcessId> owned = new HashSet<>();
        Deque<ProcessRow> found = new ArrayDeque<>();
        Map<Long, List<ProcessRow>> children = new HashMap<>();
        for (ProcessRow row : now.rows()) {
            children.computeIfAbsent(row.parent(), parent -> new ArrayList<>()).add(row);
            if (evidence.proves(row) && owned.add(row.id())) {
                found.add(row);
            }
        }
        List<ProcessRow> members = new ArrayList<>();
        Set<ProcessId> left = new HashSet<>();
        for (ProcessRow row = found.poll(); row != null; row = found.poll()) {
            if (!row.dead()) {
                members.add(row);
                if (!evidence.together(row)) {
                    left.add(row.id());
                }
            }
            for (ProcessRow child : children.getOrDefault(row.id().pid(), List.of())) {
                boolean younger = child.id().start() >= row.id().start();
                if (younger && !proof.excluded(child, now) && owned.add(child.id())) {
                    found.add(child);
                }
            }
        }
        known = owned;
        alone = evidence.exclusiveGroup();
        if (!left.equals(apart)) {
            apart = Set.copyOf(left);
            recorder.accept(apart);
        }
        return members;
    }
}
