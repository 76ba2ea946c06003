// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.sheets.table.internal;

import com.google.api.services.sheets.v4.model.GridRange;
import com.google.api.services.sheets.v4.model.Request;
import com.google.api.services.sheets.v4.model.Table;
import com.google.api.services.sheets.v4.model.UpdateTableRequest;
import dev.bracketwire.exchange.Column;
import dev.bracketwire.sheets.A1;
import dev.bracketwire.sheets.Cell;
import dev.bracketwire.sheets.CellBounds;
import dev.bracketwire.sheets.CellFormat;
import dev.bracketwire.sheets.CellFormat.NumberKind;
import dev.bracketwire.sheets.MetadataLookup;
import dev.bracketwire.sheets.SheetChange;
import dev.bracketwire.sheets.SheetTab;
import dev.bracketwire.sheets.SheetTab.TableInfo;
import dev.bracketwire.sheets.SpreadsheetInfo;
import dev.bracketwire.sheets.internal.CellRequests;
import dev.bracketwire.sheets.internal.ChangeTargets;
import dev.bracketwire.sheets.internal.StructureRequests;
import dev.bracketwire.sheets.internal.StructureRequests.Dimension;
import dev.bracketwire.sheets.internal.TabImage;
import dev.bracketwire.sheets.table.LayoutChange;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Builds the requests that change the columns of one tab, and those that make a new one. */
final class LayoutRequests {
    private static final CellFormat NONE = CellFormat.none();

    private final SheetTab tab;
    private final ChangeTargets targets;
    final List<Request> requests = new ArrayList<>();

    LayoutRequests(SheetTab tab) {
        this.tab = tab;
        this.targets = new ChangeTargets(new SpreadsheetInfo("", "", null, List.of(tab), List.of()));
    }

    private A1 column(int column) {
        return A1.of(tab.title(), CellBounds.columns(column, column + 1));
    }

    /** Returns the lookup of a mark. */
    MetadataLookup mark(String name) {
        return MetadataLookup.columns(TabImage.PIN_KEY).withValue(name).inTab(tab.sheetId());
    }

    void pin(int column, String name) {
        requests.add(StructureRequests.addMetadata(targets, TabImage.PIN_KEY, name, column(column)));
    }

    void unpin(String name) {
        requests.add(StructureRequests.deleteMetadata(mark(name)));
    }

    /**
     * Inserts columns with their headers. They are inserted and never written into cells that are there: if people move
     * columns at the same moment, nothing is overwritten.
     *
     * @param place the first of the new columns
     * @param header the row of the header
     * @param prepared the row after the last one that gets checkboxes
     * @param end the row after the last one of the table
     */
    void add(List<LayoutChange> columns, int place, int header, int prepared, int end) {
        if (place >= tab.columnCount()) {
            // Google inserts in front of a column that is there.
            requests.add(
                    StructureRequests.grow(targets, tab.title(), Dimension.COLUMNS, place - tab.columnCount() + 1));
        }
        requests.add(StructureRequests.insert(targets, tab.title(), Dimension.COLUMNS, place, columns.size()));
        List<Cell> headers =
                columns.stream().map(change -> Cell.text(change.header())).toList();
        A1 first = A1.tab(tab.title()).cell(header, place);
        requests.addAll(CellRequests.cells(targets, first, List.of(headers)));
        int column = place;
        for (LayoutChange change : columns) {
            if (change.content() == Column.Kind.TRUTH) {
                if (prepared > header + 1) {
                    requests.add(StructureRequests.checkboxes(targets, below(tab.title(), header, prepared, column)));
                }
            } else if (end > header + 1) {
                A1 cells = below(tab.title(), header, end, column);
                requests.add(CellRequests.format(targets, cells, format(change.content())));
            }
            column++;
        }
    }

    /** Gives a table of Google Sheets more columns at its right. */
    void widen(TableInfo table, int columns) {
        CellBounds cells = table.range().cells();
        GridRange range = new GridRange()
                .setSheetId(tab.sheetId())
                .setStartRowIndex(cells.startRow())
                .setEndRowIndex(cells.endRow())
                .setStartColumnIndex(cells.startColumn())
                .setEndColumnIndex(cells.endColumn() + columns);
        requests.add(new Request()
                .setUpdateTable(new UpdateTableRequest()
                        .setTable(new Table().setTableId(table.id()).setRange(range))
                        .setFields("range")));
    }

    /** Moves columns behind all others, the last of them first. An empty column keeps them apart from the others. */
    void moveToEnd(List<Integer> descending) {
        requests.add(StructureRequests.grow(targets, tab.title(), Dimension.COLUMNS, 1));
        for (int column : descending) {
            requests.add(StructureRequests.moveColumns(targets, tab.title(), column, 1, tab.columnCount() + 1));
        }
    }

    void deleteColumns(int at, int count) {
        requests.add(StructureRequests.delete(targets, tab.title(), Dimension.COLUMNS, at, count));
    }

    /** Returns the changes that make a tab with its header and prepared rows. */
    static List<SheetChange> tab(String title, int header, int rows, List<LayoutChange> columns) {
        List<SheetChange> changes = new ArrayList<>();
        int end = header + 1 + rows;
        List<Cell> headers =
                columns.stream().map(change -> Cell.text(change.header())).toList();
        A1 first = A1.tab(title).cell(header, 0);
        changes.add(SheetChange.addTab(title, end, columns.size()));
        changes.add(SheetChange.cells(first, List.of(headers)));
        changes.add(SheetChange.format(
                A1.of(title, new CellBounds(header, header + 1, 0, columns.size())), NONE.withBold(true)));
        changes.add(SheetChange.freezeRows(title, header + 1));
        for (LayoutChange change : columns) {
            A1 cells = below(title, header, end, change.column());
            changes.add(
                    change.content() == Column.Kind.TRUTH
                            ? SheetChange.checkboxes(cells)
                            : SheetChange.format(cells, format(change.content())));
        }
        return changes;
    }

    private static A1 below(String title, int header, int end, int column) {
        return A1.of(title, new CellBounds(header + 1, end, column, column + 1));
    }

    // Text is formatted as such, since Google turns the id of a Discord account that people type into a rounded number.
    private static CellFormat format(Column.@Nullable Kind kind) {
        return switch (Objects.requireNonNull(kind, "kind")) {
            case WHOLE -> NONE.withNumbers(NumberKind.NUMBER, "0");
            case DECIMAL -> NONE.withNumbers(NumberKind.NUMBER);
            case DATE -> NONE.withNumbers(NumberKind.DATE, "yyyy-mm-dd");
            case INSTANT -> NONE.withNumbers(NumberKind.DATE_TIME, "yyyy-mm-dd hh:mm");
            default -> NONE.withNumbers(NumberKind.TEXT);
        };
    }
}
