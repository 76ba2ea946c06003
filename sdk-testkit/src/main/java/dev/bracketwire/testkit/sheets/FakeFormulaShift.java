// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.testkit.sheets;

import java.util.function.BiFunction;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Rewrites the references of formulas after rows or columns were inserted, deleted or moved. */
final class FakeFormulaShift {
    private static final Pattern REFERENCE = Pattern.compile("\"(?:[^\"]|\"\")*\""
            + "|((?:'(?:[^']|'')*'|[\\p{L}_][\\p{L}\\p{N}_]*)!)?"
            + "(?<![\\p{L}\\p{N}_$])(\\$?)([A-Za-z]{1,3})(\\$?)(\\d+)?(?::(\\$?)([A-Za-z]{1,3})(\\$?)(\\d+)?)?"
            + "(?![\\p{L}\\p{N}_(!])");

    private FakeFormulaShift() {}

    static void apply(FakeDocument document, FakeGridSheet changed, FakeShift shift) {
        each(document, (sheet, formula) -> rewritten(formula, sheet, changed, shift));
    }

    /** Puts the new name of a tab into the formulas that point to it. */
    static void rename(FakeDocument document, String old, String now) {
        each(document, (sheet, formula) -> formula.replace(old, now));
    }

    private static void each(FakeDocument document, BiFunction<FakeGridSheet, String, String> change) {
        for (FakeGridSheet sheet : document.sheets()) {
            FakeGrid grid = sheet.grid();
            for (int row = 0; row < grid.usedRows(); row++) {
                for (int column = 0; column < grid.usedColumns(row); column++) {
                    FakeCell cell = grid.cell(row, column);
                    if (cell.formula() != null) {
                        String formula = change.apply(sheet, cell.formula());
                        grid.set(row, column, new FakeCell(cell.value(), formula, cell.more()));
                    }
                }
            }
        }
    }

    private static String rewritten(String formula, FakeGridSheet home, FakeGridSheet changed, FakeShift shift) {
        return REFERENCE.matcher(formula).replaceAll(match -> {
            String title = match.group(1);
            boolean here = title == null ? home == changed : title.equals(FakeRangeText.quoted(changed.title()) + "!");
            boolean isCell = match.group(3) != null && (match.group(5) != null || match.group(7) != null);
            return Matcher.quoteReplacement(
                    here && isCell ? moved(match, title == null ? "" : title, shift) : match.group());
        });
    }

    private static String moved(MatchResult match, String title, FakeShift shift) {
        boolean range = match.group(7) != null;
        String first = shift.rows() ? match.group(5) : match.group(3);
        String last = range ? (shift.rows() ? match.group(9) : match.group(7)) : first;
        int from = first == null ? 0 : index(first, shift.rows());
        int to = last == null ? Integer.MAX_VALUE : index(last, shift.rows()) + 1;
        if (first == null && last == null) {
            return match.group();
        }
        int[] span = shift.span(from, to);
        if (span == null) {
            return "#REF!";
        }
        String start = first == null ? null : written(span[0], shift.rows());
        String end = last == null ? null : written(span[1] - 1, shift.rows());
        return title + cell(match, 2, shift.rows(), start) + (range ? ":" + cell(match, 6, shift.rows(), end) : "");
    }

    private static String cell(MatchResult match, int group, boolean rows, @Nullable String moved) {
        String row = rows ? moved : match.group(group + 3);
        return match.group(group)
                + (rows || moved == null ? match.group(group + 1) : moved)
                + match.group(group + 2)
                + (row == null ? "" : row);
    }

    private static int index(String text, boolean rows) {
        return rows ? Integer.parseInt(text) - 1 : FakeRangeText.number(text);
    }

    private static String written(int index, boolean rows) {
        return rows ? Integer.toString(index + 1) : FakeRangeText.letters(index);
    }
}
