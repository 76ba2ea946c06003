// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.sheets;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Describes one tab of a spreadsheet.
 *
 * @param sheetId its number, which stays when it is renamed or moved; 0 is the first tab of most spreadsheets
 * @param title the title
 * @param index its place among the tabs, 0 first
 * @param hidden whether it is hidden
 * @param rowCount the number of rows, empty ones included
 * @param columnCount the number of columns, empty ones included
 * @param frozenRows the number of rows that stay in view, mostly those of the header
 * @param protections the protected cells
 * @param tables the tables
 */
public record SheetTab(
        int sheetId,
        String title,
        int index,
        boolean hidden,
        int rowCount,
        int columnCount,
        int frozenRows,
        List<ProtectedCells> protections,
        List<TableInfo> tables) {
    /** Copies the lists. */
    public SheetTab {
        protections = List.copyOf(protections);
        tables = List.copyOf(tables);
    }

    /**
     * Cells that not everybody can edit.
     *
     * @param id the number that Google gives the protection
     * @param range the cells
     * @param description the reason that people see, empty if there is none
     * @param warningOnly whether people are asked and can go on
     * @param editable whether this account can edit the cells
     */
    public record ProtectedCells(int id, GridRange range, String description, boolean warningOnly, boolean editable) {}

    /**
     * A table of Google Sheets.
     *
     * @param id the identifier that Google gives it
     * @param name the name
     * @param range its cells, with header and footer
     * @param columns the columns, from left to right
     * @param hasFooter whether its last row is a footer, which is no data
     */
    public record TableInfo(String id, String name, GridRange range, List<TableColumn> columns, boolean hasFooter) {
        /** Copies the columns. */
        public TableInfo {
            columns = List.copyOf(columns);
        }
    }

    /**
     * A column of a table.
     *
     * @param name its header
     * @param type the type of its cells as Google names it, such as {@code TEXT}, {@code DOUBLE}, {@code BOOLEAN} (a
     *     checkbox) or {@code DATE}; null if it has none
     */
    public record TableColumn(String name, @Nullable String type) {
        /** Returns a column without a type. */
        public static TableColumn of(String name) {
            return new TableColumn(name, null);
        }
    }
}
