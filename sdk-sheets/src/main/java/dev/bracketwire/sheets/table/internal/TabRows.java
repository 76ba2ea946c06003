// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.sheets.table.internal;

import dev.bracketwire.Call;
import dev.bracketwire.sheets.Cell;
import dev.bracketwire.sheets.internal.TabImage;
import dev.bracketwire.sheets.internal.TabImages.AgedImage;
import dev.bracketwire.sheets.table.LayoutColumn;
import dev.bracketwire.sheets.table.SheetException;
import dev.bracketwire.sheets.table.SheetProblem;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;
import java.util.function.Function;

/** Reads the rows of a table that are records. */
public final class TabRows {
    private TabRows() {}

    /**
     * One record.
     *
     * @param row the row, 0 for the first
     * @param key the key; empty if the table has none
     * @param cells the cells by the names of their columns
     */
    public record Row(int row, String key, Map<String, Cell> cells) {}

    /** Returns the result of a function of the tab. */
    public static <T> Call<T> image(TableState state, Function<AgedImage, T> function) {
        return state.access.service.threads.callAsync(
                "table",
                state.access.service.options.call(),
                run -> state.access.read(run).thenApply(function));
    }

    /** Returns the result of a function of the tab and its records. */
    public static <T> Call<T> read(TableState state, BiFunction<AgedImage, List<Row>, T> function) {
        return image(state, image -> function.apply(image, rows(state, image.image())));
    }

    /** Returns the records of a tab. */
    static List<Row> rows(TableState state, TabImage image) {
        List<SheetProblem> problems = moved(state, image);
        if (!problems.isEmpty()) {
            throw new SheetException(problems);
        }
        GridMap map = state.finder(image).map(image);
        List<Row> rows = new ArrayList<>();
        for (int row = map.firstRow();
                row < Math.min(map.endRow(), image.values().rowCount());
                row++) {
            String key = map.keyColumn() < 0 ? "" : TableFinder.key(image.values(), row, map.keyColumn());
            Map<String, Cell> cells = cells(image, map, row);
            if (map.keyColumn() >= 0 ? !key.isEmpty() : cells.values().stream().anyMatch(TabRows::isContent)) {
                rows.add(new Row(row, key, cells));
            }
        }
        return rows;
    }

    /** Returns the cells of a row by the names of their columns. */
    static Map<String, Cell> cells(TabImage image, GridMap map, int row) {
        Map<String, Cell> cells = new LinkedHashMap<>();
        map.columns().forEach((name, column) -> cells.put(name, image.values().cell(row, column)));
        return cells;
    }

    private static boolean isContent(Cell cell) {
        return !cell.isEmpty() && !cell.equals(Cell.bool(false));
    }

    /** Returns the columns of the layout that are not found any more, each as a problem. */
    public static List<SheetProblem> moved(TableState state, TabImage image) {
        DetectedLayout layout = state.layout(image);
        String tab = image.tab().title();
        if (layout.headerRow() < 0) {
            return List.of(new SheetProblem(
                    tab,
                    "has no row that looks like a header",
                    "",
                    "write the headers, or name their row by headerRow"));
        }
        GridMap map = state.finder(image).map(image);
        List<SheetProblem> problems = new ArrayList<>();
        for (LayoutColumn column : layout.columns()) {
            boolean matters = column.role() != null || column.name().equals(layout.key());
            if (matters && !map.columns().containsKey(column.name())) {
                problems.add(new SheetProblem(
                        ProblemList.cell(tab, layout.headerRow(), column.index()),
                        "was the header of " + column.name() + " and is not found any more, or stands there twice",
                        column.header(),
                        "restore the header, or call refresh() to detect the columns anew"));
            }
        }
        return problems;
    }
}
