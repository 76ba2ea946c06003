// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.supervisor.internal.os;

import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** All processes at one moment, and the mark that each carries in its environment. */
public final class ProcessSnapshot {
    private static final long SELF = ProcessHandle.current().pid();

    private final Map<Long, ProcessRow> rows;
    private final Map<ProcessId, String> marks;
    private final boolean settled;
    private final @Nullable PidCounter before;
    private final Supplier<Optional<PidCounter>> counter;
    private final Set<Long> selfAndAncestors = new HashSet<>();

    ProcessSnapshot(
            List<ProcessRow> rows,
            Map<ProcessId, String> marks,
            boolean settled,
            @Nullable PidCounter before,
            Supplier<Optional<PidCounter>> counter) {
        this.settled = settled;
        this.before = before;
        this.counter = counter;
        this.rows = new HashMap<>(rows.size() * 2);
        rows.forEach(row -> this.rows.put(row.id().pid(), row));
        this.marks = marks;
        long pid = SELF;
        while (pid > 0 && selfAndAncestors.add(pid)) {
            ProcessRow row = this.rows.get(pid);
            pid = row == null ? 0 : row.parent();
        }
    }

    /** The numbers of this JVM and the processes above it. */
    public Set<Long> selfAndAncestors() {
        return selfAndAncestors;
    }

    /** All processes. */
    public Collection<ProcessRow> rows() {
        return rows.values();
    }

    /** The process that has this number. */
    public @Nullable ProcessRow row(long pid) {
        return rows.get(pid);
    }

    /** Exactly this process; null if it is gone, or another one has its number. */
    public @Nullable ProcessRow row(ProcessId id) {
        ProcessRow row = rows.get(id.pid());
        return row != null && row.id().equals(id) ? row : null;
    }

    /** Whether all environments that can be read were; if not, count again in a moment. */
    public boolean settled() {
        return settled;
    }

    /** Returns the counter of process numbers before the first process was read; null if it cannot be read. */
    @Nullable
    PidCounter before() {
        return before;
    }

    /** Reads the counter of process numbers, which is now later than each process that was read. */
    Optional<PidCounter> after() {
        return counter.get();
    }

    /** The mark of a process, empty if it has none. */
    public String mark(ProcessId id) {
        return marks.getOrDefault(id, "");
    }
}
