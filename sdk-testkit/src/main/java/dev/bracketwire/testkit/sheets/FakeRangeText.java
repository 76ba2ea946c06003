// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.testkit.sheets;

import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads and writes ranges in A1 notation as Google does: a named range before a tab's title before a cell. */
final class FakeRangeText {
    private static final Pattern A1 = Pattern.compile(
            "\\$?([A-Za-z]{1,3})?\\$?([1-9][0-9]{0,7})?(?:(:)\\$?([A-Za-z]{1,3})?\\$?([1-9][0-9]{0,7})?)?");
    private static final Pattern R1C1 = Pattern.compile(
            "R(\\d+|\\[\\d+])C(\\d+|\\[\\d+])(?::R(\\d+|\\[\\d+])C(\\d+|\\[\\d+]))?", Pattern.CASE_INSENSITIVE);
    private static final Pattern CELL = Pattern.compile("[A-Za-z]{1,3}[0-9]+|[Rr][0-9]*[Cc][0-9]*|[Rr]|[Cc]");

    private FakeRangeText() {}

    /**
     * Holds a range that was read.
     *
     * @param single whether the text names one cell, where a larger block of values begins
     */
    record Found(FakeGridSheet sheet, FakeRange range, boolean single) {
        FakeBox box() {
            return range.box(sheet.grid());
        }

        /** Gives the cells, or refuses a range that begins beyond the grid. */
        FakeBox inGrid() {
            FakeBox box = box();
            FakeGrid grid = sheet.grid();
            if (box.top() >= grid.rowCount() || box.left() >= grid.columnCount()) {
                throw beyond(
                        sheet,
                        new FakeBox(
                                box.top(),
                                box.left(),
                                range.endRow() == null ? grid.rowCount() : range.endRow(),
                                range.endColumn() == null ? grid.columnCount() : range.endColumn()));
            }
            return box;
        }
    }

    static FakeGoogleError beyond(FakeGridSheet sheet, FakeBox box) {
        return FakeGoogleError.invalid("Range (" + text(sheet, box) + ") exceeds grid limits. Max rows: "
                + sheet.grid().rowCount() + ", max columns: " + sheet.grid().columnCount());
    }

    static Found parse(FakeDocument document, String text) {
        Found found = text.startsWith("'") || text.contains("!") ? withTitle(document, text) : alone(document, text);
        if (found == null) {
            throw FakeGoogleError.invalid("Unable to parse range: " + text);
        }
        return found;
    }

    private static @Nullable Found withTitle(FakeDocument document, String text) {
        String title = text;
        String cells = "";
        if (text.startsWith("'")) {
            int end = closingQuote(text);
            if (end < 0 || (end + 1 < text.length() && text.charAt(end + 1) != '!')) {
                return null;
            }
            title = text.substring(1, end).replace("''", "'");
            cells = end + 1 < text.length() ? text.substring(end + 2) : "";
            if (end + 1 < text.length() && cells.isEmpty()) {
                return null;
            }
        } else {
            int mark = text.lastIndexOf('!');
            title = text.substring(0, mark);
            cells = text.substring(mark + 1);
            if (cells.isEmpty()) {
                return null;
            }
        }
        FakeGridSheet sheet = document.find(title);
        if (sheet == null) {
            return null;
        }
        return cells.isEmpty() ? whole(sheet) : cells(sheet, cells);
    }

    private static @Nullable Found alone(FakeDocument document, String text) {
        FakeArea named = document.named(text);
        if (named != null) {
            return new Found(document.sheet(named.range().sheetId()), named.range(), false);
        }
        FakeGridSheet sheet = document.find(text);
        if (sheet != null) {
            return whole(sheet);
        }
        for (FakeArea table : document.sheets().stream()
                .flatMap(each -> each.areas(FakeArea.Kind.TABLE).stream())
                .toList()) {
            if (table.name().equalsIgnoreCase(text)) {
                return new Found(document.sheet(table.range().sheetId()), table.range(), false);
            }
        }
        return document.sheets().stream()
                .filter(each -> !each.isHidden())
                .findFirst()
                .map(first -> cells(first, text))
                .orElse(null);
    }

    private static Found whole(FakeGridSheet sheet) {
        return new Found(sheet, new FakeRange(sheet.id(), null, null, null, null), false);
    }

    private static @Nullable Found cells(FakeGridSheet sheet, String text) {
        Matcher r1c1 = R1C1.matcher(text);
        if (r1c1.matches()) {
            int row = relative(r1c1.group(1));
            int column = relative(r1c1.group(2));
            boolean one = r1c1.group(3) == null;
            int lastRow = one ? row : relative(r1c1.group(3));
            int lastColumn = one ? column : relative(r1c1.group(4));
            return ordered(sheet, row, column, lastRow, lastColumn, one);
        }
        Matcher a1 = A1.matcher(text);
        if (!a1.matches() || text.isEmpty()) {
            return null;
        }
        Integer column = column(a1.group(1));
        Integer row = row(a1.group(2));
        if (a1.group(3) == null) {
            return column == null || row == null ? null : ordered(sheet, row, column, row, column, true);
        }
        Integer lastColumn = column(a1.group(4));
        Integer lastRow = row(a1.group(5));
        if ((column == null && row == null)
                || (lastColumn == null && lastRow == null)
                || (column == null && lastColumn == null && (row == null || lastRow == null))) {
            return null;
        }
        return ordered(sheet, row, column, lastRow, lastColumn, false);
    }

    private static Found ordered(
            FakeGridSheet sheet,
            @Nullable Integer row,
            @Nullable Integer column,
            @Nullable Integer lastRow,
            @Nullable Integer lastColumn,
            boolean single) {
        Span rows = Span.of(row, lastRow);
        Span columns = Span.of(column, lastColumn);
        return new Found(sheet, new FakeRange(sheet.id(), rows.start, rows.end, columns.start, columns.end), single);
    }

    /** Holds two bounds in order; where one side alone has one, as in "A5:B", the span begins there and is endless. */
    private record Span(@Nullable Integer start, @Nullable Integer end) {
        static Span of(@Nullable Integer one, @Nullable Integer other) {
            if (one == null || other == null) {
                return new Span(one == null ? other : one, null);
            }
            return new Span(Math.min(one, other), Math.max(one, other) + 1);
        }
    }

    /** Writes a range as Google's answers do: one cell without a colon, the title quoted only if it must be. */
    static String text(FakeGridSheet sheet, FakeBox box) {
        String first = letters(box.left()) + (box.top() + 1);
        return quoted(sheet.title()) + "!" + first
                + (box.height() == 1 && box.width() == 1 ? "" : ":" + letters(box.right() - 1) + box.bottom());
    }

    static String quoted(String title) {
        boolean plain = !title.isEmpty()
                && !Character.isDigit(title.charAt(0))
                && title.chars().allMatch(each -> Character.isLetterOrDigit(each) || each == '_')
                && !CELL.matcher(title).matches();
        return plain ? title : "'" + title.replace("'", "''") + "'";
    }

    static String letters(int column) {
        StringBuilder letters = new StringBuilder();
        for (int left = column + 1; left > 0; left = (left - 1) / 26) {
            letters.insert(0, (char) ('A' + (left - 1) % 26));
        }
        return letters.toString();
    }

    static int number(String letters) {
        int number = 0;
        for (char each : letters.toUpperCase(Locale.ROOT).toCharArray()) {
            number = number * 26 + each - 'A' + 1;
        }
        return number - 1;
    }

    private static int closingQuote(String text) {
        for (int i = 1; i < text.length(); i++) {
            if (text.charAt(i) == '\'') {
                if (i + 1 < text.length() && text.charAt(i + 1) == '\'') {
                    i++;
                } else {
                    return i;
                }
            }
        }
        return -1;
    }

    private static int relative(String part) {
        return part.startsWith("[")
                ? Integer.parseInt(part.substring(1, part.length() - 1))
                : Integer.parseInt(part) - 1;
    }

    private static @Nullable Integer column(@Nullable String letters) {
        return letters == null ? null : Integer.valueOf(number(letters));
    }

    private static @Nullable Integer row(@Nullable String digits) {
        return digits == null ? null : Integer.valueOf(Integer.parseInt(digits) - 1);
    }
}
