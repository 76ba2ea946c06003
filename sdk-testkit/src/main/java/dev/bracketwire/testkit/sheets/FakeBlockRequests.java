// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.testkit.sheets;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Runs the requests that work on the cells of a block at once: sort, replace, copy, cut. */
final class FakeBlockRequests {
    private FakeBlockRequests() {}

    static @Nullable ObjectNode apply(String name, JsonNode request, FakeEdit edit) {
        switch (name) {
            case "sortRange" -> sort(edit, edit.find(request.path("range")), request.path("sortSpecs"));
            case "findReplace" -> {
                return replace(request, edit);
            }
            case "deleteRange" -> moveCells(edit, request, false);
            case "insertRange" -> moveCells(edit, request, true);
            case "copyPaste" -> {
                FakeRangeText.Found source = edit.find(request.path("source"));
                List<List<FakeCell>> cells = cells(source);
                FakeRangeText.Found target = edit.find(request.path("destination"));
                paste(edit, cells, target, request.path("pasteType").asText());
            }
            case "cutPaste" -> {
                FakeRangeText.Found source = edit.find(request.path("source"));
                List<List<FakeCell>> cells = cells(source);
                FakeCellRequests.each(
                        edit, source, (row, column) -> source.sheet().grid().set(row, column, FakeCell.EMPTY));
                JsonNode place = request.path("destination");
                FakeBox box = new FakeBox(
                        place.path("rowIndex").asInt(),
                        place.path("columnIndex").asInt(),
                        place.path("rowIndex").asInt() + 1,
                        place.path("columnIndex").asInt() + 1);
                int sheetId = place.path("sheetId").asInt();
                paste(
                        edit,
                        cells,
                        new FakeRangeText.Found(edit.document().sheet(sheetId), FakeRange.of(sheetId, box), false),
                        request.path("pasteType").asText());
            }
            default -> {
                return null;
            }
        }
        return JsonNodeFactory.instance.objectNode();
    }

    /** Moves the cells beyond a range over it, or away from it; rows and columns themselves stay. */
    private static void moveCells(FakeEdit edit, JsonNode request, boolean insert) {
        FakeRangeText.Found found = edit.find(request.path("range"));
        FakeBox box = found.inGrid();
        FakeGridSheet sheet = found.sheet();
        boolean rows = request.path("shiftDimension").asText().equals("ROWS");
        FakeBox behind = rows
                ? new FakeBox(box.top(), box.left(), sheet.grid().rowCount(), box.right())
                : new FakeBox(box.top(), box.left(), box.bottom(), sheet.grid().columnCount());
        edit.refuseProtected(sheet, behind);
        FakeGrid before = sheet.grid().copy();
        int distance = rows ? box.height() : box.width();
        if (insert) {
            edit.grow(sheet, new FakeBox(0, 0, usedBy(before, behind, rows) + (rows ? distance : 0), 0));
        }
        FakeGrid grid = sheet.grid();
        int bottom = rows ? grid.rowCount() : box.bottom();
        int right = rows ? box.right() : grid.columnCount();
        for (int row = box.top(); row < Math.min(bottom, before.usedRows() + distance); row++) {
            for (int column = box.left(); column < right; column++) {
                int from = (rows ? row : column) + (insert ? -distance : distance);
                boolean empty = from < (rows ? box.top() : box.left()) || from >= (rows ? bottom : right);
                grid.set(
                        row,
                        column,
                        empty ? FakeCell.EMPTY : rows ? before.cell(from, column) : before.cell(row, from));
            }
        }
    }

    private static int usedBy(FakeGrid grid, FakeBox box, boolean rows) {
        return rows ? Math.max(box.top(), grid.rowAfterContent(box.left(), box.right())) : 0;
    }

    private static List<List<FakeCell>> cells(FakeRangeText.Found found) {
        FakeBox box = found.inGrid();
        List<List<FakeCell>> rows = new ArrayList<>();
        for (int row = box.top(); row < box.bottom(); row++) {
            List<FakeCell> cells = new ArrayList<>();
            for (int column = box.left(); column < box.right(); column++) {
                cells.add(found.sheet().grid().cell(row, column));
            }
            rows.add(cells);
        }
        return rows;
    }

    private static void paste(FakeEdit edit, List<List<FakeCell>> cells, FakeRangeText.Found target, String type) {
        FakeBox asked = target.inGrid();
        FakeBox box = new FakeBox(
                asked.top(),
                asked.left(),
                asked.top() + Math.max(asked.height(), cells.size()),
                asked.left() + Math.max(asked.width(), cells.get(0).size()));
        FakeGridSheet sheet = target.sheet();
        if (box.bottom() > sheet.grid().rowCount() || box.right() > sheet.grid().columnCount()) {
            throw FakeRangeText.beyond(sheet, box);
        }
        FakeRangeText.Found whole = new FakeRangeText.Found(sheet, FakeRange.of(sheet.id(), box), false);
        FakeCellRequests.each(edit, whole, (row, column) -> {
            List<FakeCell> line = cells.get((row - box.top()) % cells.size());
            FakeCell cell = line.get((column - box.left()) % line.size());
            FakeCell old = sheet.grid().cell(row, column);
            edit.set(
                    sheet,
                    row,
                    column,
                    switch (type) {
                        case "PASTE_VALUES", "PASTE_FORMULA" -> new FakeCell(cell.value(), cell.formula(), old.more());
                        case "PASTE_FORMAT" ->
                            old.with("userEnteredFormat", cell.more().get("userEnteredFormat"));
                        default -> cell;
                    });
        });
    }

    /** Sorts the rows of a range by their shown values: numbers, then text, then booleans, then empty cells. */
    private static void sort(FakeEdit edit, FakeRangeText.Found found, JsonNode specs) {
        FakeBox box = found.inGrid();
        FakeFormulas formulas = new FakeFormulas(edit.document());
        List<List<FakeCell>> rows = cells(found);
        List<Integer> order = new ArrayList<>();
        for (int i = 0; i < rows.size(); i++) {
            order.add(i);
        }
        List<Comparator<Integer>> comparators = new ArrayList<>();
        for (JsonNode spec : specs) {
            int column = spec.path("dimensionIndex").asInt();
            if (column < box.left() || column >= box.right()) {
                throw FakeGoogleError.invalid("sortSpecs.dimensionIndex[" + column + "] is outside the sort range.");
            }
            boolean down = spec.path("sortOrder").asText().equals("DESCENDING");
            comparators.add((one, other) -> compare(
                    formulas.value(found.sheet(), box.top() + one, column),
                    formulas.value(found.sheet(), box.top() + other, column),
                    down));
        }
        comparators.stream().reduce(Comparator::thenComparing).ifPresent(order::sort);
        FakeCellRequests.each(
                edit,
                found,
                (row, column) -> found.sheet()
                        .grid()
                        .set(row, column, rows.get(order.get(row - box.top())).get(column - box.left())));
    }

    private static int compare(@Nullable Object one, @Nullable Object other, boolean down) {
        if (one == null || other == null) {
            return Boolean.compare(one == null, other == null); // empty cells are last either way
        }
        int order = Integer.compare(rank(one), rank(other));
        if (order == 0) {
            order = one instanceof Double number && other instanceof Double second
                    ? Double.compare(number, second)
                    : one.toString().compareToIgnoreCase(other.toString());
        }
        return down ? -order : order;
    }

    private static int rank(Object value) {
        return value instanceof Double ? 0 : value instanceof Boolean ? 2 : 1;
    }

    private static ObjectNode replace(JsonNode request, FakeEdit edit) {
        String find = request.path("find").asText();
        String replacement = request.path("replacement").asText();
        boolean regex = request.path("searchByRegex").asBoolean();
        Pattern pattern = Pattern.compile(
                regex ? find : Pattern.quote(find),
                request.path("matchCase").asBoolean() ? 0 : Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE);
        String with = regex ? replacement : Matcher.quoteReplacement(replacement);
        List<FakeRangeText.Found> places = new ArrayList<>();
        if (request.has("range")) {
            places.add(edit.find(request.path("range")));
        }
        for (FakeGridSheet sheet : edit.sheets()) {
            if (request.path("allSheets").asBoolean() || request.path("sheetId").asInt(-1) == sheet.id()) {
                places.add(new FakeRangeText.Found(sheet, new FakeRange(sheet.id(), null, null, null, null), false));
            }
        }
        int[] counts = new int[2];
        Set<List<Integer>> rows = new HashSet<>();
        Set<Integer> tabs = new HashSet<>();
        for (FakeRangeText.Found place : places) {
            FakeGridSheet sheet = place.sheet();
            FakeBox box = place.inGrid();
            for (int row = box.top(); row < Math.min(box.bottom(), sheet.grid().usedRows()); row++) {
                for (int column = box.left();
                        column < Math.min(box.right(), sheet.grid().usedColumns(row));
                        column++) {
                    FakeCell cell = sheet.grid().cell(row, column);
                    String text = FakeDisplay.text(cell, cell.value());
                    Matcher matcher = pattern.matcher(text);
                    boolean fits = request.path("matchEntireCell").asBoolean() ? matcher.matches() : matcher.find();
                    if (cell.formula() == null && !text.isEmpty() && fits) {
                        edit.refuseProtected(sheet, new FakeBox(row, column, row + 1, column + 1));
                        counts[1] += (int) matcher.reset().results().count();
                        String replaced = matcher.reset().replaceAll(with);
                        edit.set(
                                sheet,
                                row,
                                column,
                                FakeEntry.enter(
                                        cell,
                                        JsonNodeFactory.instance.textNode(replaced),
                                        !(cell.value() instanceof String),
                                        edit.year()));
                        counts[0]++;
                        rows.add(List.of(sheet.id(), row));
                        tabs.add(sheet.id());
                    }
                }
            }
        }
        ObjectNode reply = JsonNodeFactory.instance.objectNode();
        if (counts[0] > 0) {
            reply.put("valuesChanged", counts[0])
                    .put("rowsChanged", rows.size())
                    .put("sheetsChanged", tabs.size())
                    .put("occurrencesChanged", counts[1]);
        }
        return reply;
    }
}
