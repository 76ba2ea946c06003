// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.sheets.table.internal;

import dev.bracketwire.sheets.Cell;
import dev.bracketwire.sheets.CellBounds;
import dev.bracketwire.sheets.internal.TabImage;
import dev.bracketwire.sheets.table.ColumnRole.Content;
import dev.bracketwire.sheets.table.LayoutColumn;
import dev.bracketwire.sheets.table.RoleMatch;
import dev.bracketwire.sheets.table.RoleMatch.Source;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Reports the problems in a header and in the records below it. */
final class SheetValidation {
    private static final double LEAST_ROUNDED = 1e15;

    private final TabImage image;
    private final TableArea area;
    private final ProblemList problems;

    SheetValidation(TabImage image, TableArea area, ProblemList problems) {
        this.image = image;
        this.area = area;
        this.problems = problems;
    }

    /** Reports a missing header, merged cells in it, and headers that are blank or occur twice. */
    void checkHeader(String[] headers, ContentEvidence[] evidence) {
        int row = area.headerRow();
        if (row < 0) {
            problems.addTab(
                    "has no row that looks like a header", "add one above the data, or name its row in the settings");
            return;
        }
        if (row >= Math.max(image.tab().rowCount(), image.values().rowCount())) {
            problems.addTab(
                    "has no row " + (row + 1) + ", which the settings name as its header", "correct the setting");
        }
        for (CellBounds merge : image.merges()) {
            boolean wide = merge.columnCount().orElse(CellBounds.UNBOUNDED) > 1;
            if (wide && merge.startRow() <= row && row < merge.endRow() && isInside(merge.startColumn())) {
                problems.addCell(
                        row,
                        merge.startColumn(),
                        "is a merged cell in the header",
                        "",
                        "give each column a header of its own");
            }
        }
        Map<String, Integer> first = new HashMap<>();
        for (int i = 0; i < headers.length; i++) {
            int column = area.startColumn() + i;
            String header = headers[i].strip();
            if (header.isEmpty()) {
                if (evidence[i].isFilled()) {
                    problems.addCell(row, column, "is blank, but there is data below it", "", "write a header");
                }
                continue;
            }
            Integer other = first.putIfAbsent(header.toLowerCase(Locale.ROOT), column);
            if (other != null) {
                problems.addCell(
                        row,
                        column,
                        "is the same header as in column " + CellBounds.columnLetters(other),
                        header,
                        "give each column a header of its own");
            }
        }
    }

    /** Reports the roles that have no column, unless the settings say so. */
    void checkRoles(List<RoleMatch> matches, LayoutHints hints) {
        for (RoleMatch match : matches) {
            // A wrong setting and contradictory marks are reported where they are found.
            boolean known = hints.without().contains(match.role())
                    || hints.columns().containsKey(match.role())
                    || image.pins().values().stream().anyMatch(pins -> pins.contains(match.role()));
            if (match.source() == Source.NONE && !known) {
                problems.addTab(
                        "has no column for " + match.role() + ": " + String.join("; ", match.reasons()),
                        match.candidates().isEmpty()
                                ? "name the header in the settings, or say that there is no such column"
                                : "name the right one in the settings");
            }
        }
    }

    /** Reports cells that do not fit the role of their column, and rows of the same key. */
    void checkRecords(List<LayoutColumn> columns, List<RoleHeaders> roles, @Nullable LayoutColumn key) {
        Map<String, Content> contents = roles.stream()
                .map(RoleHeaders::role)
                .collect(Collectors.toMap(role -> role.name(), role -> role.content()));
        List<LayoutColumn> checked = new ArrayList<>();
        for (LayoutColumn column : columns) {
            if (column.role() != null) {
                checked.add(column);
            }
        }
        int end = Math.min(area.endRow(), image.values().rowCount());
        for (int row = area.firstRow(); row < end; row++) {
            for (LayoutColumn column : checked) {
                String role = column.role();
                checkCell(row, column.index(), role == null ? Content.ANY : contents.getOrDefault(role, Content.ANY));
            }
        }
        if (key != null) {
            checkKeys(key, columns, contents, end);
        }
    }

    private void checkCell(int row, int column, Content content) {
        Cell cell = image.values().cell(row, column);
        if (cell.isEmpty()) {
            return;
        }
        if (cell instanceof Cell.Error) {
            problems.addCell(row, column, "is an error", cell.text(), "correct the formula or clear the cell");
        } else if (content == Content.DISCORD
                && cell instanceof Cell.Number number
                && Math.abs(number.value()) >= LEAST_ROUNDED) {
            problems.addCell(
                    row,
                    column,
                    "is a Discord id that is stored as a number, and Google rounds numbers beyond 15 digits",
                    cell.text(),
                    "format the column as plain text and enter the id again");
        } else if (content == Content.FLAG
                && !(cell instanceof Cell.Flag)
                && !cell.text().isBlank()) {
            problems.addCell(row, column, "is not TRUE or FALSE", cell.text(), "make the cell a checkbox");
        }
    }

    private void checkKeys(LayoutColumn key, List<LayoutColumn> columns, Map<String, Content> contents, int end) {
        if (key.computed()) {
            problems.addColumn(
                    key.index(),
                    "tells the rows apart, but formulas fill it",
                    key.header(),
                    "name another column as key, or replace the formulas by their values");
        }
        Map<String, Integer> first = new HashMap<>();
        List<LayoutColumn> others = others(key, columns, contents);
        for (int row = area.firstRow(); row < end; row++) {
            String value = image.values().text(row, key.index()).strip();
            if (value.isEmpty()) {
                int current = row;
                if (others.stream().anyMatch(column -> isData(current, column.index()))) {
                    problems.addRow(
                            row, "has data, but no " + key.name(), "fill in " + key.name() + " or clear the row");
                }
                continue;
            }
            Integer other = first.putIfAbsent(value, row);
            if (other != null) {
                problems.addCell(
                        row,
                        key.index(),
                        "is the same " + key.name() + " as in row " + (other + 1),
                        value,
                        "keep one of the rows " + (other + 1) + " and " + (row + 1));
            }
        }
    }

    /** Returns the columns whose data needs a key: those with roles, or all if no other has one. */
    private static List<LayoutColumn> others(
            LayoutColumn key, List<LayoutColumn> columns, Map<String, Content> contents) {
        List<LayoutColumn> withRoles = columns.stream()
                .filter(column -> !column.equals(key) && column.role() != null && contents.containsKey(column.role()))
                .toList();
        return withRoles.isEmpty()
                ? columns.stream().filter(column -> !column.equals(key)).toList()
                : withRoles;
    }

    /** Whether a person entered something: FALSE, numbers and formulas also stand in prepared rows. */
    private boolean isData(int row, int column) {
        Cell cell = image.values().cell(row, column);
        boolean prepared = cell instanceof Cell.Number || (cell instanceof Cell.Flag flag && !flag.value());
        return !prepared && !cell.text().isBlank() && !image.isFormula(row, column);
    }

    private boolean isInside(int column) {
        return column >= area.startColumn() && column < area.endColumn();
    }
}
