// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.sheets.table.internal;

import dev.bracketwire.conformance.Suite;
import dev.bracketwire.sheets.Cell;
import dev.bracketwire.sheets.internal.TabImage;
import dev.bracketwire.sheets.table.LayoutColumn;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/**
 * Reads messy tables of others as a sheet that imported them. Their names say what is special: tables are called
 * {@code without-headers}, or {@code skip-rows-before-headers} if comments stand above the header; all others begin with it, or with blank rows and comments.
 */
class FrictionlessConformance {
    private static final Pattern NUMBER = Pattern.compile("-?(?:0|[1-9][0-9]{0,14})(?:\\.[0-9]+)?");
    private static final LayoutHints NO_ROLES = new LayoutHints(List.of(), Map.of(), Set.of(), null, null);

    @Test
    void messyTables_haveTheirHeaderAndAllRows() throws Exception {
        Suite.run("sheets/frictionless-csv", suite -> {
            for (Path file : suite.files(".csv")) {
                check(suite, file, rows(file));
            }
        });
    }

    private static void check(Suite suite, Path file, List<List<Cell>> rows) {
        String name = file.getFileName().toString();
        int comments = 0;
        while (comments < rows.size()
                && (isBlank(rows.get(comments))
                        || rows.get(comments).get(0).text().startsWith("#"))) {
            comments++;
        }
        int header = name.startsWith("without-header") ? -1 : comments;
        TabImage image = TabImage.of("Data", rows);
        DetectedLayout layout = ColumnDetector.detect(image, NO_ROLES);
        suite.check(file, "header row", header, layout::headerRow);
        Set<Integer> columns = new HashSet<>();
        Set<String> names = new HashSet<>();
        for (LayoutColumn column : layout.columns()) {
            columns.add(column.index());
            suite.check(
                    file, "name of column " + column.letters() + " is unique", true, () -> names.add(column.name()));
            if (header >= 0) {
                suite.check(
                        file,
                        "header of column " + column.letters(),
                        image.values().text(header, column.index()),
                        column::header);
            }
            suite.check(
                    file,
                    "type of column " + column.letters(),
                    isFlags(image, header + 1, column.index()),
                    column::checkbox);
        }
        for (int row = header + 1; row < rows.size(); row++) {
            int last = row;
            suite.check(
                    file,
                    "row " + (row + 1) + " can be a record",
                    true,
                    () -> layout.endRow() > last || isBlank(rows.get(last)));
            for (int column = 0; column < rows.get(row).size(); column++) {
                if (!rows.get(row).get(column).isEmpty()) {
                    int index = column;
                    suite.check(
                            file,
                            "cell " + (row + 1) + ", " + column + " has a column",
                            true,
                            () -> columns.contains(index));
                }
            }
        }
    }

    private static boolean isBlank(List<Cell> row) {
        return row.stream().allMatch(Cell::isEmpty);
    }

    private static boolean isFlags(TabImage image, int from, int column) {
        int flags = 0;
        int filled = 0;
        for (int row = from; row < image.values().rowCount(); row++) {
            Cell cell = image.values().cell(row, column);
            flags += cell instanceof Cell.Flag ? 1 : 0;
            filled += cell.isEmpty() ? 0 : 1;
        }
        return flags > 0 && flags * 2 >= filled;
    }

    /** Reads the rows with the types that Google gives the cells of an imported file. */
    private static List<List<Cell>> rows(Path file) throws IOException {
        String text = Files.readString(file, StandardCharsets.UTF_8).replace("\r\n", "\n");
        List<List<Cell>> rows = new ArrayList<>();
        List<Cell> row = new ArrayList<>();
        StringBuilder cell = new StringBuilder();
        boolean quoted = false;
        String closed = text.endsWith("\n") ? text : text + "\n";
        for (int i = 0; i < closed.length(); i++) {
            char c = closed.charAt(i);
            if (c == '"') {
                quoted = !quoted;
            } else if (quoted || (c != ',' && c != '\n')) {
                cell.append(c);
            } else {
                row.add(cell(cell.toString()));
                cell.setLength(0);
                if (c == '\n') {
                    rows.add(row);
                    row = new ArrayList<>();
                }
            }
        }
        return rows;
    }

    private static Cell cell(String text) {
        if (text.equalsIgnoreCase("true") || text.equalsIgnoreCase("false")) {
            return Cell.bool(text.equalsIgnoreCase("true"));
        }
        return NUMBER.matcher(text).matches() ? Cell.number(Double.parseDouble(text)) : Cell.text(text);
    }
}
