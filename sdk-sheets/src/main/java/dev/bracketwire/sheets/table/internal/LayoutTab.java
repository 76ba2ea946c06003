// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.sheets.table.internal;

import dev.bracketwire.sheets.Cell;
import dev.bracketwire.sheets.CellBounds;
import dev.bracketwire.sheets.CellGrid;
import dev.bracketwire.sheets.SheetTab.TableInfo;
import dev.bracketwire.sheets.internal.TabImage;
import dev.bracketwire.sheets.table.LayoutColumn;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Finds the header, marks and content of a table in one state of its tab. */
final class LayoutTab {
    final TabImage image;
    final DetectedLayout layout;
    final GridMap map;

    /** The row of the header; -1 if it is not found. */
    final int headerRow;

    private final TableFinder finder;

    LayoutTab(TableState state, TabImage image) {
        this.image = image;
        this.layout = state.layout(image);
        this.finder = new TableFinder(layout);
        this.headerRow = layout.headerRow() < 0 ? -1 : finder.headerRow(image.values());
        this.map = finder.map(image);
    }

    /** Returns the columns that carry a mark, from left to right. */
    List<Integer> marked(String name) {
        return image.pins().entrySet().stream()
                .filter(entry -> entry.getValue().contains(name))
                .map(Map.Entry::getKey)
                .sorted()
                .toList();
    }

    /** Returns the header of a column; empty if there is none. */
    String header(int column) {
        return headerRow < 0 ? "" : image.values().text(headerRow, column);
    }

    /** Returns the columns of a header. */
    List<Integer> places(String header) {
        List<Integer> columns = new ArrayList<>();
        for (int column = 0; headerRow >= 0 && column < image.values().columnCount(); column++) {
            if (header(column).equals(header)) {
                columns.add(column);
            }
        }
        return columns;
    }

    /** Returns the place of a column of the layout by its header, whatever marks there are; null if it is not found. */
    @Nullable
    Integer byHeader(String name) {
        return finder.map(image.values(), Map.of(), finder.endRow(image))
                .columns()
                .get(name);
    }

    /** Returns the table of Google Sheets that the cells are; null if they are none. */
    @Nullable
    TableInfo googleTable() {
        return image.tab().tables().stream()
                .filter(table -> table.name().equals(layout.googleTable()))
                .findFirst()
                .orElse(null);
    }

    /** Returns the column behind the last one of the table. */
    int end() {
        TableInfo table = googleTable();
        int end = table == null
                ? 0
                : Math.min(table.range().cells().endColumn(), image.tab().columnCount());
        for (LayoutColumn column : layout.columns()) {
            Integer place = map.columns().get(column.name());
            if (place != null && (column.role() != null || !header(place).isBlank())) {
                end = Math.max(end, place + 1);
            }
        }
        while (table == null
                && end < image.values().columnCount()
                && !header(end).isBlank()) {
            end++;
        }
        return end;
    }

    /** Returns the row after the last one that holds anything or is prepared; the end of the table if none is. */
    int prepared() {
        int last = -1;
        for (int row = map.firstRow();
                row < Math.min(map.endRow(), image.values().rowCount());
                row++) {
            for (int column : map.columns().values()) {
                if (image.isCheckbox(row, column)
                        || !image.values().text(row, column).isEmpty()) {
                    last = row;
                }
            }
        }
        return last < 0 ? map.endRow() : last + 1;
    }

    /** Returns the content of a column beside its header and unset checkboxes, as a sentence; null if it holds nothing. */
    @Nullable
    String content(int column) {
        if (googleTable() != null) {
            return "it belongs to a table of Google Sheets, from which people can delete it";
        }
        CellGrid grid = image.values();
        for (int row = 0; row < grid.rowCount(); row++) {
            if (row != headerRow && isContent(row, column)) {
                return holds(row, column);
            }
        }
        return null;
    }

    /** Returns the content of a tab beside its header and unset checkboxes, as a sentence; null if it holds nothing. */
    @Nullable
    String content(Set<String> headers, int header) {
        CellGrid grid = image.values();
        for (int row = 0; row < grid.rowCount(); row++) {
            for (int column = 0; column < grid.row(row).size(); column++) {
                boolean ours = row == header && headers.contains(grid.text(row, column));
                if (!ours && isContent(row, column)) {
                    return holds(row, column);
                }
            }
        }
        return null;
    }

    private boolean isContent(int row, int column) {
        Cell cell = image.values().cell(row, column);
        return image.isFormula(row, column) || !(cell.isEmpty() || cell.equals(Cell.bool(false)));
    }

    private static String holds(int row, int column) {
        return CellBounds.cell(row, column) + " holds something by now";
    }
}
