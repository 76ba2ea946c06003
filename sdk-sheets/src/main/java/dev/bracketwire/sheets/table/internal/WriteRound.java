// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.sheets.table.internal;

import dev.bracketwire.sheets.A1;
import dev.bracketwire.sheets.Cell;
import dev.bracketwire.sheets.internal.TabAccess;
import dev.bracketwire.sheets.internal.TabImage;
import dev.bracketwire.sheets.table.internal.RowWrite.Kind;
import dev.bracketwire.sheets.table.internal.RowWrite.Result;
import dev.bracketwire.sheets.table.internal.RowWrite.Status;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Decides for one state of a tab where writes go, and which of them have nothing to do or must not be sent. */
final class WriteRound {
    final TabImage image;
    final GridMap map;
    final SentCells cells;
    private final Map<String, Map<Integer, Cell>> sent = new HashMap<>();
    /** For each row that is written the key that it then has; empty if it has none. */
    final Map<Integer, String> keys = new HashMap<>();

    private final Map<RowWrite, Integer> places = new HashMap<>();
    private final List<RowWrite> writes = new ArrayList<>();
    // The keys that this round gives, with their rows.
    private final Map<String, Integer> added = new HashMap<>();
    private final int mostBytes;
    private final int lastUsed;
    private int firstOpen;
    private int taken;
    private long bytes;
    private int missingRows;

    /**
     * Begins a round.
     *
     * @param mostBytes the size of a request from which further writes wait for the next round
     */
    WriteRound(TabImage image, GridMap map, int mostBytes) {
        this.image = image;
        this.map = map;
        this.mostBytes = mostBytes;
        this.cells = new SentCells(image, map.firstRow() - 1);
        this.lastUsed = lastUsed();
        this.firstOpen = map.firstRow();
        for (int row = map.firstRow();
                row < Math.min(map.endRow(), image.values().rowCount());
                row++) {
            taken += map.key(row).isEmpty() ? 0 : 1;
        }
    }

    /** Returns the row of a write that is to be sent. */
    int row(RowWrite write) {
        return places.getOrDefault(write, -1);
    }

    /** Returns how many rows the tab or the table lacks for the writes. */
    int missingRows() {
        return missingRows;
    }

    /** Takes a write into the round. Returns its result if it is not to be sent. */
    @Nullable
    Result take(RowWrite write, boolean maybeDone) {
        if (bytes > mostBytes) {
            return null; // the next round sends it
        }
        List<String> unknown =
                write.cells().keySet().stream().filter(name -> place(name) < 0).toList();
        if (!unknown.isEmpty() || (!map.hasKeys() && write.kind() != Kind.AT)) {
            String name = unknown.isEmpty() ? "the key" : unknown.get(0);
            return new Result(
                    Status.STALE,
                    -1,
                    "the column of " + name + " is not found any more: restore its header, or call refresh()");
        }
        if (write.kind() == Kind.NEW) {
            return add(write, maybeDone);
        }
        if (map.repeated().contains(write.key())) {
            return new Result(Status.FAILED, -1, "several rows have this key: delete all but one");
        }
        int row = write.kind() == Kind.AT ? write.row() : map.rows().getOrDefault(write.key(), -1);
        if (row < 0) {
            return new Result(Status.GONE, -1, "no row has this key any more: plan again");
        }
        if (keys.containsKey(row)) {
            return null; // the next round sees what the first write has made of the row
        }
        return change(write, row, maybeDone);
    }

    private @Nullable Result change(RowWrite write, int row, boolean maybeDone) {
        Map<String, Cell> changed = changed(write, row);
        if (changed.isEmpty()) {
            return new Result(maybeDone ? Status.APPLIED : Status.UNCHANGED, row, "");
        }
        if (write.expected() != null && !write.expected().test(TabRows.cells(image, map, row))) {
            return new Result(Status.STALE, row, "row " + (row + 1) + " is another than was seen: plan again");
        }
        String refusal = write.guard() == null ? null : write.guard().refusal(image, sent);
        return refusal == null ? send(write, row, changed) : new Result(Status.STALE, row, refusal);
    }

    private @Nullable Result add(RowWrite write, boolean maybeDone) {
        Integer there = map.rows().getOrDefault(write.key(), added.get(write.key()));
        if (there != null || map.repeated().contains(write.key())) {
            int row = there == null ? -1 : there;
            boolean mine = maybeDone && row >= 0 && changed(write, row).isEmpty();
            return new Result(
                    mine ? Status.APPLIED : Status.PRESENT,
                    row,
                    mine ? "" : row < 0 ? "the key is there already" : "row " + (row + 1) + " has this key already");
        }
        if (write.capacity() > 0 && taken >= write.capacity()) {
            return new Result(Status.FULL, -1, "all " + write.capacity() + " places are taken");
        }
        int row = isFree(write.row()) && fits(write, write.row()) ? write.row() : free(write);
        return row < 0
                ? new Result(Status.STALE, -1, "no free row is as the record has left it: plan again")
                : send(write, row, write.cells());
    }

    private boolean fits(RowWrite write, int row) {
        return write.expected() == null || write.expected().test(TabRows.cells(image, map, row));
    }

    /** Whether a row holds no text where the write puts some. */
    private boolean isBlank(RowWrite write, int row) {
        return write.cells().keySet().stream()
                .map(name -> image.values().cell(row, place(name)))
                .allMatch(cell -> cell.isEmpty() || cell instanceof Cell.Flag);
    }

    private boolean isFree(int row) {
        return row >= map.firstRow()
                && row < Math.min(map.endRow(), image.tab().rowCount())
                && !keys.containsKey(row)
                && map.key(row).isEmpty();
    }

    /**
     * Returns the first row without a key, if possible one in which nobody has begun to type, or the row below the last one that
     * holds anything; -1 if the write needs a certain row that is not there.
     */
    private int free(RowWrite write) {
        while (firstOpen <= lastUsed && !isFree(firstOpen)) {
            firstOpen++;
        }
        int typed = -1;
        int row = firstOpen;
        while (row <= lastUsed) {
            if (isFree(row) && fits(write, row)) {
                if (isBlank(write, row)) {
                    break;
                }
                typed = typed < 0 ? row : typed;
            }
            row++;
        }
        if (row > lastUsed && typed >= 0) {
            return typed;
        }
        while (keys.containsKey(row)) {
            row++;
        }
        if (row > lastUsed && !fits(write, row)) {
            return -1;
        }
        missingRows = Math.max(
                missingRows, row + 1 - Math.min(map.endRow(), image.tab().rowCount()));
        return row;
    }

    private int lastUsed() {
        for (int row = Math.min(map.endRow(), image.values().rowCount()) - 1; row >= map.firstRow(); row--) {
            for (int column : map.columns().values()) {
                if (!image.values().cell(row, column).isEmpty() || image.isCheckbox(row, column)) {
                    return row;
                }
            }
        }
        return map.firstRow() - 1;
    }

    private @Nullable Result send(RowWrite write, int row, Map<String, Cell> changed) {
        for (String name : changed.keySet()) {
            int column = place(name);
            if (image.isFormula(row, column)) {
                return new Result(
                        Status.FAILED,
                        row,
                        A1.tab(image.tab().title()).cell(row, column)
                                + " holds a formula, which records never overwrite: write the cell by its address");
            }
        }
        String keyName = map.keyColumn() < 0 ? null : map.columnAt(map.keyColumn());
        Cell key = keyName == null ? null : changed.get(keyName);
        String newKey = key == null ? "" : key.text().strip();
        Integer other = added.getOrDefault(newKey, map.rows().get(newKey));
        if (other != null && other != row) {
            return new Result(Status.STALE, row, "row " + (other + 1) + " has this key already");
        }
        changed.forEach((name, cell) -> {
            cells.set(row, place(name), cell);
            sent.computeIfAbsent(name, added -> new HashMap<>()).put(row, cell);
        });
        bytes += TabAccess.size(List.of(List.copyOf(changed.values())));
        if (!newKey.isEmpty()) {
            added.put(newKey, row);
            taken += map.key(row).isEmpty() ? 1 : 0;
        }
        places.put(write, row);
        writes.add(write);
        keys.put(row, key != null ? newKey : write.kind() == Kind.AT ? map.key(row) : write.key());
        return null;
    }

    private Map<String, Cell> changed(RowWrite write, int row) {
        Map<String, Cell> changed = new LinkedHashMap<>();
        write.cells().forEach((name, cell) -> {
            if (!(cell instanceof Cell.Keep)
                    && !image.values().cell(row, place(name)).equals(cell)) {
                changed.put(name, cell);
            }
        });
        return changed;
    }

    private int place(String name) {
        return map.columns().getOrDefault(name, -1);
    }

    /** Returns the writes to send. */
    List<RowWrite> writes() {
        return writes;
    }
}
