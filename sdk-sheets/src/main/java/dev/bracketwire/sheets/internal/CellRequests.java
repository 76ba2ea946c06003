// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.sheets.internal;

import com.google.api.services.sheets.v4.model.AppendCellsRequest;
import com.google.api.services.sheets.v4.model.CellData;
import com.google.api.services.sheets.v4.model.Color;
import com.google.api.services.sheets.v4.model.ColorStyle;
import com.google.api.services.sheets.v4.model.ExtendedValue;
import com.google.api.services.sheets.v4.model.GridCoordinate;
import com.google.api.services.sheets.v4.model.GridRange;
import com.google.api.services.sheets.v4.model.Link;
import com.google.api.services.sheets.v4.model.NumberFormat;
import com.google.api.services.sheets.v4.model.RepeatCellRequest;
import com.google.api.services.sheets.v4.model.Request;
import com.google.api.services.sheets.v4.model.RowData;
import com.google.api.services.sheets.v4.model.TextFormat;
import com.google.api.services.sheets.v4.model.UpdateCellsRequest;
import dev.bracketwire.sheets.A1;
import dev.bracketwire.sheets.Cell;
import dev.bracketwire.sheets.CellFormat;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Builds the requests of {@code spreadsheets.batchUpdate} that set and format cells. Their masks name only fields that are set. */
public final class CellRequests {
    private static final String VALUE = "userEnteredValue";
    private static final String VALUE_AND_LINK = VALUE + ",userEnteredFormat.textFormat.link";

    private CellRequests() {}

    /** Sets cells. Those that are kept divide a row, as a mask holds for all cells of a request. */
    public static List<Request> cells(ChangeTargets targets, A1 address, List<? extends List<Cell>> rows) {
        GridRange range = targets.range(address);
        int row = range.getStartRowIndex() == null ? 0 : range.getStartRowIndex();
        int column = range.getStartColumnIndex() == null ? 0 : range.getStartColumnIndex();
        int width = rows.get(0).size();
        boolean whole = rows.stream().allMatch(cells -> cells.size() == width && isRun(cells, 0, width));
        if (whole
                && rows.stream()
                                .map(cells -> cells.get(0) instanceof Cell.Link)
                                .distinct()
                                .count()
                        == 1) {
            return List.of(update(range.getSheetId(), row, column, rows));
        }
        List<Request> requests = new ArrayList<>();
        for (int r = 0; r < rows.size(); r++) {
            List<Cell> cells = rows.get(r);
            int from = 0;
            while (from < cells.size()) {
                int to = from + 1;
                while (to < cells.size() && isRun(cells, from, to + 1)) {
                    to++;
                }
                if (!(cells.get(from) instanceof Cell.Keep)) {
                    requests.add(update(range.getSheetId(), row + r, column + from, List.of(cells.subList(from, to))));
                }
                from = to;
            }
        }
        return requests;
    }

    /** Whether these cells can be set with one mask. */
    private static boolean isRun(List<Cell> cells, int from, int to) {
        if (to <= from) {
            return false;
        }
        boolean link = cells.get(from) instanceof Cell.Link;
        return cells.subList(from, to).stream()
                .allMatch(cell -> !(cell instanceof Cell.Keep) && cell instanceof Cell.Link == link);
    }

    private static Request update(int sheetId, int row, int column, List<? extends List<Cell>> rows) {
        return new Request()
                .setUpdateCells(new UpdateCellsRequest()
                        .setStart(new GridCoordinate()
                                .setSheetId(sheetId)
                                .setRowIndex(row)
                                .setColumnIndex(column))
                        .setRows(rows(rows))
                        .setFields(fields(rows)));
    }

    /** Adds rows below the last row of a tab that holds data. */
    public static Request append(ChangeTargets targets, String tab, List<? extends List<Cell>> rows) {
        return new Request()
                .setAppendCells(new AppendCellsRequest()
                        .setSheetId(targets.sheetId(tab))
                        .setRows(rows(rows))
                        .setFields(fields(rows)));
    }

    private static String fields(List<? extends List<Cell>> rows) {
        boolean links = rows.stream().flatMap(List::stream).anyMatch(cell -> cell instanceof Cell.Link);
        return links ? VALUE_AND_LINK : VALUE;
    }

    private static List<RowData> rows(List<? extends List<Cell>> rows) {
        return rows.stream()
                .map(cells -> new RowData()
                        .setValues(cells.stream().map(CellRequests::cell).toList()))
                .toList();
    }

    private static CellData cell(Cell cell) {
        CellData data = new CellData();
        if (cell instanceof Cell.Link link) {
            data.setUserEnteredFormat(format().setTextFormat(new TextFormat()
                    .setLink(new Link().setUri(link.uri().toString()))));
        }
        ExtendedValue value = value(CellValues.check(cell));
        return value == null ? data : data.setUserEnteredValue(value);
    }

    private static @Nullable ExtendedValue value(Cell cell) {
        ExtendedValue value = new ExtendedValue();
        if (cell instanceof Cell.Number number) {
            return value.setNumberValue(number.value());
        }
        if (cell instanceof Cell.Flag flag) {
            return value.setBoolValue(flag.value());
        }
        if (cell instanceof Cell.Formula formula) {
            return value.setFormulaValue(formula.text());
        }
        return cell.text().isEmpty() ? null : value.setStringValue(cell.text());
    }

    /** Formats cells, and leaves all that the format does not set. */
    public static Request format(ChangeTargets targets, A1 range, CellFormat format) {
        List<String> fields = new ArrayList<>();
        var entered = format();
        TextFormat text = new TextFormat();
        if (format.bold() != null) {
            text.setBold(format.bold());
            fields.add("userEnteredFormat.textFormat.bold");
        }
        if (format.italic() != null) {
            text.setItalic(format.italic());
            fields.add("userEnteredFormat.textFormat.italic");
        }
        if (format.textColor() != null) {
            text.setForegroundColorStyle(color(format.textColor()));
            fields.add("userEnteredFormat.textFormat.foregroundColorStyle");
        }
        if (!text.isEmpty()) {
            entered.setTextFormat(text);
        }
        if (format.background() != null) {
            entered.setBackgroundColorStyle(color(format.background()));
            fields.add("userEnteredFormat.backgroundColorStyle");
        }
        if (format.numbers() != null) {
            entered.setNumberFormat(
                    new NumberFormat().setType(format.numbers().name()).setPattern(format.pattern()));
            fields.add("userEnteredFormat.numberFormat");
        }
        if (format.wrap() != null) {
            entered.setWrapStrategy(format.wrap() ? "WRAP" : "CLIP");
            fields.add("userEnteredFormat.wrapStrategy");
        }
        if (format.alignment() != null) {
            entered.setHorizontalAlignment(format.alignment().name());
            fields.add("userEnteredFormat.horizontalAlignment");
        }
        return new Request()
                .setRepeatCell(new RepeatCellRequest()
                        .setRange(targets.range(range))
                        .setCell(new CellData().setUserEnteredFormat(entered))
                        .setFields(String.join(",", fields)));
    }

    private static com.google.api.services.sheets.v4.model.CellFormat format() {
        return new com.google.api.services.sheets.v4.model.CellFormat();
    }

    private static ColorStyle color(String hex) {
        int rgb = Integer.parseInt(hex.substring(1), 16);
        return new ColorStyle()
                .setRgbColor(new Color()
                        .setRed((rgb >> 16) / 255f)
                        .setGreen((rgb >> 8 & 0xff) / 255f)
                        .setBlue((rgb & 0xff) / 255f));
    }
}
