// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.sheets.internal;

import dev.bracketwire.sheets.A1;
import dev.bracketwire.sheets.Cell;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Counts the writes of this client that Google has confirmed for one spreadsheet, and holds the recent ones. A read that was
 * sent before a write was confirmed may have missed it: the write is applied to its result.
 */
final class WriteLog {
    private static final int MOST_WRITES = 2_000;
    private static final int MOST_CELLS = 200_000;

    // Guarded by this.
    private final Deque<Written> recent = new ArrayDeque<>();
    private long generation;
    private long lastForgotten;
    private int cells;

    /** Returns the number of writes confirmed so far. */
    synchronized long generation() {
        return generation;
    }

    /** Adds a write of values. */
    synchronized void add(A1 range, List<List<Cell>> rows) {
        add(new Written(++generation, range, rows));
    }

    /** Adds a change that invalidates earlier reads, such as a moved column. */
    synchronized void addChange() {
        add(new Written(++generation, null, List.of()));
    }

    private void add(Written written) {
        recent.addLast(written);
        cells += written.cells();
        while (recent.size() > MOST_WRITES || (cells > MOST_CELLS && recent.size() > 1)) {
            Written oldest = recent.removeFirst();
            cells -= oldest.cells();
            lastForgotten = oldest.generation;
        }
    }

    /** Returns the writes after this generation; null if one of them cannot be applied to a read. */
    synchronized @Nullable List<Written> since(long generationOfRead) {
        List<Written> later = recent.stream()
                .filter(write -> write.generation > generationOfRead)
                .toList();
        boolean known = generationOfRead >= lastForgotten && later.stream().allMatch(write -> write.range != null);
        return known ? later : null;
    }

    /** A confirmed write; its range is null if it was more than values. */
    record Written(long generation, @Nullable A1 range, List<List<Cell>> rows) {
        int cells() {
            return rows.stream().mapToInt(List::size).sum();
        }
    }
}
