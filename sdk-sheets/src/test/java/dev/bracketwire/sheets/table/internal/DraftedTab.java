// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.sheets.table.internal;

import dev.bracketwire.sheets.A1;
import dev.bracketwire.sheets.Cell;
import dev.bracketwire.sheets.CellBounds;
import dev.bracketwire.sheets.CellGrid;
import dev.bracketwire.sheets.GridRange;
import dev.bracketwire.sheets.ReadMode;
import dev.bracketwire.sheets.SheetTab;
import dev.bracketwire.sheets.SheetTab.TableInfo;
import dev.bracketwire.sheets.internal.TabImage;
import dev.bracketwire.sheets.table.ColumnRole;
import dev.bracketwire.sheets.table.RoleMatch;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Builds the image of a tab from lines of text, with bars between the cells: TRUE and FALSE are flags, {@code ~12} is a number,
 * {@code #REF!} an error, and all else text.
 */
final class DraftedTab {
    private final List<List<Cell>> rows = new ArrayList<>();
    private final List<BitSet> formulas = new ArrayList<>();
    private final List<CellBounds> merges = new ArrayList<>();
    private final Map<Integer, List<String>> pins = new HashMap<>();
    private final List<TableInfo> tables = new ArrayList<>();
    private final List<ColumnRole> roles = new ArrayList<>(ColumnRole.registration());
    private final Map<String, String> columns = new HashMap<>();
    private Set<String> without = Set.of();
    private @Nullable Integer headerRow;
    private @Nullable String key;
    private int frozenRows;

    static DraftedTab of(String... lines) {
        DraftedTab draft = new DraftedTab();
        for (String line : lines) {
            List<Cell> row = new ArrayList<>();
            for (String cell : line.split("\\|", -1)) {
                row.add(cell(cell.strip()));
            }
            draft.rows.add(row);
            draft.formulas.add(new BitSet());
        }
        return draft;
    }

    private static Cell cell(String text) {
        if (text.equals("TRUE") || text.equals("FALSE")) {
            return Cell.bool(text.equals("TRUE"));
        }
        if (text.startsWith("~")) {
            return Cell.number(Double.parseDouble(text.substring(1)));
        }
        return text.equals("#REF!") ? new Cell.Error(text) : Cell.text(text);
    }

    DraftedTab formula(int row, int column) {
        formulas.get(row).set(column);
        return this;
    }

    DraftedTab merge(String cells) {
        merges.add(CellBounds.parse(cells));
        return this;
    }

    DraftedTab pin(int column, String... values) {
        pins.put(column, List.of(values));
        return this;
    }

    DraftedTab table(String cells, boolean footer) {
        tables.add(
                new TableInfo(cells, "Table " + cells, new GridRange(0, CellBounds.parse(cells)), List.of(), footer));
        return this;
    }

    DraftedTab roles(ColumnRole... only) {
        roles.clear();
        roles.addAll(Arrays.asList(only));
        return this;
    }

    DraftedTab hint(String role, String column) {
        columns.put(role, column);
        return this;
    }

    DraftedTab without(String... names) {
        without = Set.of(names);
        return this;
    }

    DraftedTab headerRow(int row) {
        headerRow = row;
        return this;
    }

    DraftedTab key(String name) {
        key = name;
        return this;
    }

    DraftedTab frozenRows(int count) {
        frozenRows = count;
        return this;
    }

    TabImage image() {
        int width = rows.stream().mapToInt(List::size).max().orElse(1);
        SheetTab tab = new SheetTab(
                0, "Players", 0, false, Math.max(1, rows.size()), width + 5, frozenRows, List.of(), tables);
        CellGrid grid = CellGrid.of(
                A1.of("Players", new CellBounds(0, tab.rowCount(), 0, tab.columnCount())), ReadMode.VALUES, rows);
        return new TabImage(tab, grid, formulas, List.of(), merges, pins);
    }

    DetectedLayout detect() {
        return ColumnDetector.detect(image(), new LayoutHints(roles, columns, without, headerRow, key));
    }

    RoleMatch match(ColumnRole role) {
        return detect().roles().stream()
                .filter(match -> match.role().equals(role.name()))
                .findFirst()
                .orElseThrow();
    }

    @Nullable
    Integer column(ColumnRole role) {
        return match(role).column();
    }

    List<String> problems() {
        return detect().problems().stream().map(Object::toString).toList();
    }
}
