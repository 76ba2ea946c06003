// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.supervisor.internal.os;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/** Counts the processes; who asks while a count is about to begin shares it, and environments are read once a process. */
public final class ProcessSnapshots {
    /**
     * So often nothing is to be read of an environment before it counts as hidden: for a moment it is so as well for a
     * process that becomes another program, and that one may be ours.
     */
    private static final int LOOKS = 6;

    private static final long SELF = ProcessHandle.current().pid();

    private final ProcessTable table;
    private final String variable;
    private final AtomicLong asked = new AtomicLong();
    private final ReentrantLock counting = new ReentrantLock();
    private Map<ProcessId, String> marks = Map.of();
    private Map<ProcessId, Integer> blank = Map.of();
    private long begun;
    private @Nullable ProcessSnapshot latest;

    /** Counts a table and notes the value that this environment variable has for each process. */
    public ProcessSnapshots(ProcessTable table, String variable) {
        this.table = table;
        this.variable = variable;
    }

    /** All processes, counted after this was called. */
    public ProcessSnapshot take() {
        long ticket = asked.incrementAndGet();
        counting.lock();
        try {
            if (latest == null || begun < ticket) {
                begun = asked.get();
                latest = count();
            }
            return latest;
        } finally {
            counting.unlock();
        }
    }

    private ProcessSnapshot count() {
        PidCounter before = table.pidCounter().orElse(null);
        List<ProcessRow> rows = table.rows();
        Map<ProcessId, String> next = new HashMap<>(rows.size() * 2);
        Map<ProcessId, Integer> nextBlank = new HashMap<>();
        for (ProcessRow row : rows) {
            String mark = marks.get(row.id());
            if (mark == null && !row.dead() && !ofKernel(row)) {
                int looks = blank.getOrDefault(row.id(), 0) + 1;
                Optional<String> read = table.variable(row.id(), variable);
                // A daemon may overwrite its environment, or have none.
                String held = read.orElse("").isEmpty() ? table.heldMark(row.id()) : "";
                if (!held.isEmpty()) {
                    mark = held;
                } else {
                    if (read.isEmpty()) {
                        nextBlank.put(row.id(), Math.min(looks, LOOKS));
                    }
                    mark = read.orElse(looks >= LOOKS ? "" : null);
                }
            }
            // Without a mark, a child of this JVM may be about to become what was to be started: ask again.
            if (mark != null && (!mark.isEmpty() || row.parent() != SELF)) {
                next.put(row.id(), mark);
            }
        }
        marks = next;
        blank = nextBlank;
        boolean settled = nextBlank.values().stream().noneMatch(looks -> looks < LOOKS);
        return new ProcessSnapshot(rows, next, settled, before, table::pidCounter);
    }

    private static boolean ofKernel(ProcessRow row) {
        return row.parent() == 2 || row.id().pid() == 2;
    }
}
