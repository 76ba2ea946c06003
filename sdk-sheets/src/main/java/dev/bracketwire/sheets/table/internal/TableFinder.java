// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.sheets.table.internal;

import dev.bracketwire.sheets.CellGrid;
import dev.bracketwire.sheets.SheetTab.TableInfo;
import dev.bracketwire.sheets.internal.TabImage;
import dev.bracketwire.sheets.table.LayoutColumn;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Finds the header and the keys of a detected table again, wherever people have moved them. */
final class TableFinder implements GridMap.Finder {
    private static final int MOST_ROWS_ABOVE = 100;

    private final DetectedLayout layout;

    TableFinder(DetectedLayout layout) {
        this.layout = layout;
    }

    @Override
    public int endRow(TabImage image) {
        for (TableInfo table : image.tab().tables()) {
            if (table.name().equals(layout.googleTable())) {
                int end = Math.min(table.range().cells().endRow(), image.tab().rowCount());
                return table.hasFooter() ? end - 1 : end;
            }
        }
        return image.tab().rowCount();
    }

    @Override
    public GridMap map(CellGrid grid, Map<Integer, List<String>> pins, int endRow) {
        int header = headerRow(grid);
        Map<String, Integer> columns = header < 0 ? new LinkedHashMap<>() : columns(grid, header, pins);
        int keyColumn = layout.key() == null ? -1 : columns.getOrDefault(layout.key(), -1);
        Map<String, Integer> rows = new HashMap<>();
        Set<String> repeated = new HashSet<>();
        if (keyColumn >= 0) {
            for (int row = header + 1; row < Math.min(endRow, grid.rowCount()); row++) {
                String key = key(grid, row, keyColumn);
                if (!key.isEmpty() && rows.putIfAbsent(key, row) != null) {
                    repeated.add(key);
                }
            }
            rows.keySet().removeAll(repeated);
        }
        return new GridMap(
                columns,
                rows,
                repeated,
                keyColumn < 0 ? null : row -> key(grid, row, keyColumn),
                keyColumn,
                header + 1,
                endRow);
    }

    /** Returns the key that a cell holds. */
    static String key(CellGrid grid, int row, int column) {
        return grid.text(row, column).strip();
    }

    /** Returns the row that has the most headers of the layout, which is the same row unless people moved it; -1 if none. */
    int headerRow(CellGrid grid) {
        Set<String> wanted = new HashSet<>();
        layout.columns().forEach(column -> wanted.add(folded(column.header())));
        wanted.remove("");
        int best = -1;
        int most = 0;
        int last = Math.min(grid.rowCount(), Math.max(layout.headerRow(), 0) + MOST_ROWS_ABOVE);
        for (int row = 0; row < last; row++) {
            Set<String> found = new HashSet<>();
            for (int column = 0; column < grid.columnCount(); column++) {
                String text = folded(grid.text(row, column));
                if (wanted.contains(text)) {
                    found.add(text);
                }
            }
            boolean same = row == layout.headerRow();
            if (found.size() > most || (found.size() == most && most > 0 && same)) {
                best = row;
                most = found.size();
            }
        }
        return most * 2 >= wanted.size() ? best : -1;
    }

    private Map<String, Integer> columns(CellGrid grid, int header, Map<Integer, List<String>> pins) {
        Map<String, List<Integer>> byHeader = new HashMap<>();
        int width = Math.max(grid.columnCount(), layout.columns().size());
        for (int column = 0; column < width; column++) {
            byHeader.computeIfAbsent(folded(grid.text(header, column)), added -> new ArrayList<>())
                    .add(column);
        }
        Map<String, Integer> columns = new LinkedHashMap<>();
        boolean moved = false;
        for (LayoutColumn column : layout.columns()) {
            Integer place = column.pinned() ? pinned(column, pins) : null;
            if (place == null && !column.header().isBlank()) {
                place = byText(column, byHeader.getOrDefault(folded(column.header()), List.of()));
            }
            if (place != null) {
                columns.put(column.name(), place);
                moved |= place != column.index();
            } else {
                moved |= !column.header().isBlank();
            }
        }
        if (!moved) {
            // A column without a header is known by its place alone.
            for (LayoutColumn column : layout.columns()) {
                if (column.header().isBlank()
                        && folded(grid.text(header, column.index())).isEmpty()) {
                    columns.putIfAbsent(column.name(), column.index());
                }
            }
        }
        return columns;
    }

    private static @Nullable Integer pinned(LayoutColumn column, Map<Integer, List<String>> pins) {
        List<Integer> places = pins.entrySet().stream()
                .filter(entry -> entry.getValue().contains(column.name()))
                .map(Map.Entry::getKey)
                .toList();
        return places.size() == 1 ? places.get(0) : null;
    }

    /** Returns the place of a header; where several columns share it, by its order among them. */
    private @Nullable Integer byText(LayoutColumn column, List<Integer> places) {
        List<LayoutColumn> same = layout.columns().stream()
                .filter(other -> folded(other.header()).equals(folded(column.header())))
                .toList();
        return places.size() == same.size() ? places.get(same.indexOf(column)) : null;
    }

    private static String folded(String header) {
        return Objects.requireNonNull(header).strip().toLowerCase(Locale.ROOT);
    }
}
