// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.sheets.internal;

import dev.bracketwire.sheets.A1;
import dev.bracketwire.sheets.Cell;
import dev.bracketwire.sheets.CellBounds;
import dev.bracketwire.sheets.CellGrid;
import dev.bracketwire.sheets.ReadMode;
import dev.bracketwire.sheets.SpreadsheetId;
import java.time.Duration;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Holds the ranges that one client has read, bounded by their number of cells. A range that another one contains is
 * answered from that one. Safe for several threads.
 */
public final class RangeCache {
    private final LongSupplier nanos;
    private final long soft;
    private final long hard;
    private final long mostCells;

    // Least recently used first; guarded by this.
    private final Map<Key, Entry> entries = new LinkedHashMap<>(64, 0.75f, true);
    private long cells;

    /** Makes an empty cache; a range is due for a refresh after the soft lifetime and no longer served after the hard one. */
    public RangeCache(LongSupplier nanos, Duration soft, Duration hard, long mostCells) {
        this.nanos = nanos;
        this.soft = soft.toNanos();
        this.hard = hard.toNanos();
        this.mostCells = mostCells;
    }

    /** Finds a range, however old; null if nothing is held that contains it. */
    synchronized @Nullable Found find(SpreadsheetId id, A1 range, ReadMode mode) {
        Key key = new Key(id, range, mode);
        Entry entry = entries.get(key);
        CellGrid grid = entry == null ? null : entry.grid;
        if (entry == null && range.tab() != null) {
            for (Map.Entry<Key, Entry> other : entries.entrySet()) {
                if (other.getKey().contains(key) && (entry == null || other.getValue().readAt - entry.readAt > 0)) {
                    entry = other.getValue();
                }
            }
            grid = entry == null || !isWithin(range.cells(), entry.grid.range().cells())
                    ? null
                    : entry.grid.part(range.cells());
        }
        if (entry == null || grid == null) {
            return null;
        }
        long age = Math.max(0, nanos.getAsLong() - entry.readAt);
        State state = age >= hard ? State.EXPIRED : age >= soft ? State.DUE : State.FRESH;
        return new Found(grid.aged(Duration.ofNanos(age)), state, entry.readAt, entry.version);
    }

    // Beyond the grid Google refuses a range, and an end without bound is clipped to it.
    private static boolean isWithin(CellBounds asked, CellBounds grid) {
        return asked.startRow() < grid.endRow()
                && asked.startColumn() < grid.endColumn()
                && (asked.endRow() <= grid.endRow() || asked.endRow() == CellBounds.UNBOUNDED)
                && (asked.endColumn() <= grid.endColumn() || asked.endColumn() == CellBounds.UNBOUNDED);
    }

    /** Holds a range as it was read at this time; the version is Drive's, null if it is unknown. */
    synchronized void put(
            SpreadsheetId id, A1 range, ReadMode mode, CellGrid grid, long readAt, @Nullable String version) {
        Key key = new Key(id, range, mode);
        remove(key);
        long size = size(grid);
        if (size > mostCells || hard == 0) {
            return;
        }
        entries.put(key, new Entry(grid, readAt, version));
        cells += size;
        Iterator<Map.Entry<Key, Entry>> oldest = entries.entrySet().iterator();
        while (cells > mostCells && oldest.hasNext()) {
            cells -= size(oldest.next().getValue().grid);
            oldest.remove();
        }
    }

    /** Notes that all ranges of this Drive version are still as the sheet is. Returns whether there are any. */
    synchronized boolean confirm(SpreadsheetId id, String version, long at) {
        boolean any = false;
        for (Map.Entry<Key, Entry> entry : entries.entrySet()) {
            Entry held = entry.getValue();
            if (entry.getKey().id.equals(id) && version.equals(held.version) && at - held.readAt > 0) {
                entry.setValue(new Entry(held.grid, at, version));
                any = true;
            }
        }
        return any;
    }

    /** Applies a write of ours to all ranges that it touches; those that cannot be patched are dropped. */
    synchronized void patch(SpreadsheetId id, A1 written, List<List<Cell>> rows) {
        Map<Key, @Nullable CellGrid> changed = new HashMap<>();
        for (Map.Entry<Key, Entry> entry : entries.entrySet()) {
            Key key = entry.getKey();
            CellGrid grid = entry.getValue().grid;
            if (key.id.equals(id) && touches(grid, key.range, written)) {
                changed.put(key, patched(grid, key.mode, written, rows));
            }
        }
        changed.forEach((key, grid) -> {
            Entry held = entries.get(key);
            remove(key);
            if (held != null && grid != null) {
                entries.put(key, new Entry(grid, held.readAt, null));
                cells += size(grid);
            }
        });
    }

    /** Applies a write to a range that was just read; null if the result is not known without another read. */
    static @Nullable CellGrid patched(CellGrid grid, ReadMode mode, A1 written, List<List<Cell>> rows) {
        if (grid.range().tab() == null || written.tab() == null) {
            return null; // it is not known which cells they have in common
        }
        for (List<Cell> row : rows) {
            for (Cell cell : row) {
                if (!isKnown(cell, mode)) {
                    return null;
                }
            }
        }
        return grid.with(written.cells(), rows);
    }

    /** Whether a range that was read holds cells that were written; both tabs are named as Google answered. */
    static boolean touches(CellGrid grid, A1 asked, A1 written) {
        A1 answered = grid.range();
        CellBounds bounds = asked.name() == null ? asked.cells() : answered.cells();
        return answered.tab() == null
                || written.tab() == null
                || (answered.tab().equals(written.tab()) && bounds.overlaps(written.cells()));
    }

    // A number or a flag is displayed in a format that is not known here, and a formula has a result that is not.
    private static boolean isKnown(Cell cell, ReadMode mode) {
        if (cell instanceof Cell.Keep || cell instanceof Cell.Empty || cell instanceof Cell.Text) {
            return true;
        }
        boolean plain = cell instanceof Cell.Number || cell instanceof Cell.Flag;
        return plain && mode != ReadMode.DISPLAYED;
    }

    /** Drops all ranges of a spreadsheet. */
    synchronized void drop(SpreadsheetId id) {
        entries.entrySet().removeIf(entry -> {
            boolean gone = entry.getKey().id.equals(id);
            cells -= gone ? size(entry.getValue().grid) : 0;
            return gone;
        });
    }

    /** Returns the age of the oldest range that is held; zero if there is none. */
    public synchronized Duration oldest() {
        long now = nanos.getAsLong();
        return Duration.ofNanos(entries.values().stream()
                .mapToLong(entry -> Math.max(0, now - entry.readAt))
                .max()
                .orElse(0));
    }

    private void remove(Key key) {
        Entry old = entries.remove(key);
        cells -= old == null ? 0 : size(old.grid);
    }

    private static long size(CellGrid grid) {
        return 16 + (long) grid.rowCount() * grid.columnCount();
    }

    /** Grades the age of a range. */
    enum State {
        FRESH,
        DUE,
        EXPIRED
    }

    /** A range out of the cache. */
    record Found(
            CellGrid grid,
            State state,
            long readAt,
            @Nullable String version) {}

    private record Entry(
            CellGrid grid, long readAt, @Nullable String version) {}

    private record Key(SpreadsheetId id, A1 range, ReadMode mode) {
        boolean contains(Key other) {
            return id.equals(other.id) && mode == other.mode && range.tab() != null && range.contains(other.range);
        }
    }
}
