// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.testkit.sheets;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Gives the values that cells show, formulas evaluated. It knows references, operators and a few functions; others show
 * {@code #NAME?} unless the test gave a value. Made anew for each state of a document.
 */
final class FakeFormulas {
    private static final int DEEPEST = 100;

    private final FakeDocument document;
    private final Map<Place, @Nullable Object> values = new HashMap<>();
    private final Map<Place, @Nullable Object> filled = new HashMap<>();
    private final Map<Place, String> links = new HashMap<>();
    private final Set<Place> open = new HashSet<>();
    private boolean arraysDone;

    FakeFormulas(FakeDocument document) {
        this.document = document;
    }

    private record Place(int sheetId, int row, int column) {}

    /** Whether a formula shows values in other cells than its own. */
    static boolean fillsOthers(String formula) {
        return formula.toUpperCase(Locale.ROOT).contains("ARRAYFORMULA(");
    }

    /** Gives the shown value of a cell: String, Double, Boolean, an error, or null where it is empty. */
    @Nullable
    Object value(FakeGridSheet sheet, int row, int column) {
        FakeCell cell = sheet.grid().cell(row, column);
        if (cell.formula() == null) {
            if (cell.value() != null || !sheet.grid().mayHoldArrays()) {
                return cell.value();
            }
            evaluateArrays();
            return filled.get(new Place(sheet.id(), row, column));
        }
        if (cell.value() != null) {
            return cell.value();
        }
        Place place = new Place(sheet.id(), row, column);
        if (values.containsKey(place)) {
            return values.get(place);
        }
        if (open.size() > DEEPEST || !open.add(place)) {
            return FakeCellError.REF;
        }
        Object result = evaluate(sheet, cell.formula(), place);
        open.remove(place);
        values.put(place, result);
        return result;
    }

    /** Whether a cell has content of its own or shows that of an array formula. */
    boolean shows(FakeGridSheet sheet, int row, int column) {
        return sheet.grid().cell(row, column).hasContent() || value(sheet, row, column) != null;
    }

    /** Gives the URL of a HYPERLINK formula. */
    @Nullable
    String link(FakeGridSheet sheet, int row, int column) {
        value(sheet, row, column);
        return links.get(new Place(sheet.id(), row, column));
    }

    private void evaluateArrays() {
        if (arraysDone) {
            return;
        }
        arraysDone = true;
        for (FakeGridSheet sheet : document.sheets()) {
            FakeGrid grid = sheet.grid();
            for (int row = 0; grid.mayHoldArrays() && row < grid.usedRows(); row++) {
                for (int column = 0; column < grid.usedColumns(row); column++) {
                    String formula = grid.cell(row, column).formula();
                    if (formula != null && fillsOthers(formula)) {
                        value(sheet, row, column);
                    }
                }
            }
        }
    }

    private @Nullable Object evaluate(FakeGridSheet sheet, String formula, Place place) {
        try {
            FakeExpression expression = new FakeExpression(document, sheet, this, formula.substring(1));
            Object result = expression.evaluate();
            if (expression.link() != null) {
                links.put(place, expression.link());
            }
            if (!(result instanceof Object[][] table)) {
                return result == null ? Double.valueOf(0) : result;
            }
            if (!fillsOthers(formula)) {
                return table.length == 1 && table[0].length == 1 ? table[0][0] : FakeCellError.VALUE;
            }
            for (int row = 0; row < table.length; row++) {
                for (int column = 0; column < table[row].length; column++) {
                    filled.put(new Place(place.sheetId, place.row + row, place.column + column), table[row][column]);
                }
            }
            return table[0][0];
        } catch (FakeExpression.Failure e) {
            return e.error();
        }
    }
}
