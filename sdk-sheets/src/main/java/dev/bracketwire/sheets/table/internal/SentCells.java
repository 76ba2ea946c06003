// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.sheets.table.internal;

import dev.bracketwire.WorkRun;
import dev.bracketwire.sheets.A1;
import dev.bracketwire.sheets.Cell;
import dev.bracketwire.sheets.CellBounds;
import dev.bracketwire.sheets.CellGrid;
import dev.bracketwire.sheets.GridRange;
import dev.bracketwire.sheets.MetadataLookup;
import dev.bracketwire.sheets.SheetTab.ProtectedCells;
import dev.bracketwire.sheets.internal.CellBlock;
import dev.bracketwire.sheets.internal.TabAccess;
import dev.bracketwire.sheets.internal.TabImage;
import dev.bracketwire.sheets.table.internal.ArrivedCells.Landed;
import dev.bracketwire.sheets.table.internal.TabShift.Place;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Sends the cells of several rows in one request, and has Google return the whole table after it: so the reply shows where
 * the cells came to. A pinned column is addressed by its metadata, so that Google itself finds it.
 */
final class SentCells {
    // A gap of so many cells that stay as they are costs less than a block of its own.
    private static final int MOST_GAP = 20;
    private static final int MORE_ROWS = 20;
    private static final int MORE_COLUMNS = 6;

    private final TabImage image;
    private final int headerRow;
    private final NavigableMap<Integer, NavigableMap<Integer, Cell>> columns = new TreeMap<>();

    /**
     * Begins a request.
     *
     * @param image the tab in which the cells are
     * @param headerRow the row of its header
     */
    SentCells(TabImage image, int headerRow) {
        this.image = image;
        this.headerRow = Math.max(0, headerRow);
    }

    void set(int row, int column, Cell cell) {
        columns.computeIfAbsent(column, added -> new TreeMap<>()).put(row, cell);
    }

    /** Returns the cells to set, by row. */
    Map<Integer, Integer> counts() {
        Map<Integer, Integer> counts = new HashMap<>();
        columns.values().forEach(cells -> cells.keySet().forEach(row -> counts.merge(row, 1, Integer::sum)));
        return counts;
    }

    /** Returns the cells as they come to the places that they were meant for. */
    List<Landed> landed() {
        Map<Integer, Integer> same = new HashMap<>();
        columns.keySet().forEach(column -> same.put(column, column));
        return landed(same);
    }

    private List<Landed> landed(Map<Integer, Integer> places) {
        List<Landed> landed = new ArrayList<>();
        columns.forEach((column, cells) -> {
            Integer place = places.get(column);
            if (place != null) {
                cells.forEach(
                        (row, cell) -> landed.add(new Landed(new Place(row, place), new Place(row, column), cell)));
            }
        });
        return landed;
    }

    /** Sends the cells. */
    Reply send(TabAccess access, WorkRun run) {
        List<CellBlock> blocks = new ArrayList<>();
        List<Integer> sent = new ArrayList<>();
        columns.forEach((column, cells) -> {
            String pin = pin(column);
            for (CellBlock block : pin == null ? runs(column, cells) : List.of(pinned(pin, cells))) {
                blocks.add(block);
                sent.add(column);
            }
        });
        boolean shows = image.tab().protections().stream().allMatch(ProtectedCells::editable);
        if (shows) {
            blocks.add(whole());
        }
        TabAccess.Written written = run.await(access.write(blocks, run));
        Map<Integer, Integer> places = new HashMap<>();
        for (int i = 0; i < Math.min(sent.size(), written.ranges().size()); i++) {
            places.put(sent.get(i), written.ranges().get(i).cells().startColumn());
        }
        CellGrid after = written.after();
        if (!shows || after == null) {
            TabImage read = run.await(access.recent(Duration.ZERO, run)).image();
            return new Reply(landed(places), read, true);
        }
        CellGrid all = whole(after);
        TabImage state =
                new TabImage(image.tab(), all, image.formulas(), image.checkboxes(), image.merges(), pins(places, all));
        return new Reply(landed(places), state, false);
    }

    /** Returns the mark by which Google finds a column; null if it has none of its own. */
    private @Nullable String pin(int column) {
        return image.pins().getOrDefault(column, List.of()).stream()
                .filter(name -> image.pins().values().stream()
                                .filter(names -> names.contains(name))
                                .count()
                        == 1)
                .findFirst()
                .orElse(null);
    }

    /**
     * Returns the marks of columns after the write: those that were written are where Google found them. Of the others a reply
     * shows nothing, so one counts only while its column has the header it had.
     */
    private Map<Integer, List<String>> pins(Map<Integer, Integer> places, CellGrid after) {
        Map<Integer, List<String>> pins = new HashMap<>();
        image.pins().forEach((column, names) -> {
            boolean same = image.values().text(headerRow, column).equals(after.text(headerRow, column));
            Integer place = places.getOrDefault(column, same ? column : null);
            if (place != null) {
                pins.computeIfAbsent(place, added -> new ArrayList<>()).addAll(names);
            }
        });
        return pins;
    }

    private CellBlock pinned(String name, NavigableMap<Integer, Cell> cells) {
        MetadataLookup lookup = MetadataLookup.columns(TabImage.PIN_KEY)
                .withValue(name)
                .inTab(image.tab().sheetId());
        List<List<Cell>> rows = new ArrayList<>(Collections.nCopies(cells.lastKey() + 1, List.of()));
        cells.forEach((row, cell) -> rows.set(row, List.of(cell)));
        return new CellBlock(lookup, rows);
    }

    private List<CellBlock> runs(int column, NavigableMap<Integer, Cell> cells) {
        List<CellBlock> blocks = new ArrayList<>();
        List<List<Cell>> rows = new ArrayList<>();
        int start = cells.firstKey();
        for (Map.Entry<Integer, Cell> entry : cells.entrySet()) {
            if (entry.getKey() - (start + rows.size()) > MOST_GAP) {
                blocks.add(block(start, column, rows));
                rows = new ArrayList<>();
                start = entry.getKey();
            }
            while (start + rows.size() < entry.getKey()) {
                rows.add(List.of());
            }
            rows.add(List.of(entry.getValue()));
        }
        blocks.add(block(start, column, rows));
        return blocks;
    }

    private CellBlock block(int start, int column, List<List<Cell>> rows) {
        return new CellBlock(
                new GridRange(image.tab().sheetId(), new CellBounds(start, start + rows.size(), column, column + 1)),
                rows);
    }

    /** Returns a block that sets nothing and whose reply shows the table, with some room for rows and columns that came. */
    private CellBlock whole() {
        CellBounds bounds = shown();
        List<Cell> row = Collections.nCopies(bounds.endColumn(), Cell.keep());
        return new CellBlock(new GridRange(image.tab().sheetId(), bounds), Collections.nCopies(bounds.endRow(), row));
    }

    private CellBounds shown() {
        int rows = image.values().rowCount();
        for (NavigableMap<Integer, Cell> cells : columns.values()) {
            rows = Math.max(rows, cells.lastKey() + 1);
        }
        return new CellBounds(
                0,
                Math.min(rows + MORE_ROWS, image.tab().rowCount()),
                0,
                Math.min(
                        image.values().columnCount() + MORE_COLUMNS, image.tab().columnCount()));
    }

    private CellGrid whole(CellGrid after) {
        CellBounds all = new CellBounds(
                0,
                Math.max(image.tab().rowCount(), after.rowCount()),
                0,
                Math.max(image.tab().columnCount(), after.columnCount()));
        return CellGrid.of(A1.of(image.tab().title(), all), after.mode(), after.rows());
    }

    /**
     * The state after a request.
     *
     * @param landed the cells where Google set them; those that Google did not name are absent
     * @param image the tab; formulas and marks may be those of before
     * @param isRead whether the image was read after the write
     */
    record Reply(List<Landed> landed, TabImage image, boolean isRead) {}
}
