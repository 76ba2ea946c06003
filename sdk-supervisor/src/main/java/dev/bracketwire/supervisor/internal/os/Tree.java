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
import org.jspecify.annotations.Nullable;

/**
 * The processes of one run of a service: those that carry its mark, are in its cgroup or its session, or descend from
 * one that is. Who was found once stays, whatever becomes of its parents. The supervisor, its ancestors and init never
 * belong to it.
 */
public final class Tree {
    private final String mark;
    private final @Nullable ProcessId leader;
    private final boolean sessionLed;
    private final @Nullable Cgroup cgroup;
    private final Set<Ownership> means;
    private final Set<Long> untouchable = new HashSet<>();
    private Set<ProcessId> known = new HashSet<>();

    /**
     * Describes the tree of a run.
     *
     * @param mark what its processes carry in their environment
     * @param leader the first of them, null if that is not known
     * @param sessionLed whether the leader began a session of its own
     * @param cgroup its cgroup, null if it has none
     * @param means which ways to tell are used
     */
    public Tree(
            String mark,
            @Nullable ProcessId leader,
            boolean sessionLed,
            @Nullable Cgroup cgroup,
            Set<Ownership> means) {
        this.mark = mark;
        this.leader = leader;
        this.sessionLed = sessionLed;
        this.cgroup = cgroup;
        this.means = means;
        untouchable.add(0L);
        untouchable.add(1L);
        for (var self = java.util.Optional.of(ProcessHandle.current());
                self.isPresent();
                self = self.get().parent()) {
            untouchable.add(self.get().pid());
        }
        if (leader != null && !untouchable.contains(leader.pid())) {
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

    /** Its processes that have not ended. */
    public synchronized List<ProcessRow> members(Snapshot now) {
        Set<ProcessId> owned = new HashSet<>();
        Deque<ProcessRow> found = new ArrayDeque<>();
        boolean session = sessionHolds(now);
        Set<Long> grouped = cgroup == null ? Set.of() : cgroup.pids();
        Map<Long, List<ProcessRow>> children = new HashMap<>();
        for (ProcessRow row : now.rows()) {
            children.computeIfAbsent(row.parent(), parent -> new ArrayList<>()).add(row);
            boolean marked =
                    means.contains(Ownership.TOKEN) && now.mark(row.id()).equals(mark);
            boolean inSession = session && leader != null && row.session() == leader.pid();
            if (marked || inSession || grouped.contains(row.id().pid()) || known.contains(row.id())) {
                take(row, owned, found);
            }
        }
        List<ProcessRow> members = new ArrayList<>();
        for (ProcessRow row = found.poll(); row != null; row = found.poll()) {
            if (!row.dead()) {
                members.add(row);
            }
            for (ProcessRow child : children.getOrDefault(row.id().pid(), List.of())) {
                if (child.id().start() >= row.id().start()) {
                    take(child, owned, found);
                }
            }
        }
        known = owned;
        return members;
    }

    private void take(ProcessRow row, Set<ProcessId> owned, Deque<ProcessRow> found) {
        if (!untouchable.contains(row.id().pid()) && owned.add(row.id())) {
            found.add(row);
        }
    }

    /**
     * Whether the leader's number still names its session. A session keeps its number from being given again while
     * somebody is in it; once it was empty, it may be another's.
     */
    private boolean sessionHolds(Snapshot now) {
        if (leader == null || !sessionLed || !means.contains(Ownership.SESSION) || untouchable.contains(leader.pid())) {
            return false;
        }
        ProcessRow holder = now.row(leader.pid());
        if (holder != null) {
            return holder.id().equals(leader);
        }
        return now.rows().stream()
                .anyMatch(row -> row.session() == leader.pid()
                        && (known.contains(row.id()) || now.mark(row.id()).equals(mark)));
    }
}
