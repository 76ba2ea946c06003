// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.sheets.table.internal;

import dev.bracketwire.sheets.Cell;
import dev.bracketwire.sheets.internal.TabImage;
import dev.bracketwire.sheets.table.internal.TabShift.Place;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Compares the state of a tab after a write with the state before it. Tells which cells came to another row or column,
 * because people sorted rows or moved columns meanwhile, and the cells that they replaced.
 */
final class ArrivedCells {
    private final TabImage before;
    private final TabImage after;
    private final GridMap now;
    private final TabShift shift;
    private final List<Landed> landed;
    private final Map<Place, Overwritten> earlier;

    /**
     * Compares two states.
     *
     * @param landed the cells that were written, where they are after the write
     * @param earlier the cells of the state before that earlier writes have overwritten by mistake
     */
    ArrivedCells(
            TabImage before,
            GridMap old,
            TabImage after,
            GridMap now,
            List<Landed> landed,
            Map<Place, Overwritten> earlier) {
        this.before = before;
        this.after = after;
        this.now = now;
        this.landed = landed;
        this.earlier = earlier;
        this.shift = TabShift.between(
                before, old, after, now, landed.stream().map(Landed::at).collect(Collectors.toSet()));
    }

    /** Whether no row and no column has moved. */
    boolean isStill() {
        return shift.isNone();
    }

    /** Returns where cells are that were not written in between. */
    List<Landed> moved(List<Landed> cells) {
        return cells.stream()
                .map(cell -> new Landed(shift.after(cell.at()), cell.meant(), cell.cell()))
                .toList();
    }

    /**
     * Returns the rows whose cells are not all where they were meant to be.
     *
     * @param keys for each row that was written the key that it has after the write; empty if the write took the key away
     * @param sent the number of cells that were sent for each row
     */
    Set<Integer> wrongRows(Map<Integer, String> keys, Map<Integer, Integer> sent) {
        Map<Integer, Integer> right = new HashMap<>();
        for (Landed cell : landed) {
            String key = keys.get(cell.meant().row());
            boolean sameKey =
                    key == null || !now.hasKeys() || now.key(cell.at().row()).equals(key);
            if (sameKey && isRight(cell)) {
                right.merge(cell.meant().row(), 1, Integer::sum);
            }
        }
        Set<Integer> wrong = new HashSet<>(keys.keySet());
        wrong.removeIf(row -> sent.getOrDefault(row, 0).equals(right.get(row)));
        return wrong;
    }

    /** Whether the cells of a row hold the written values. */
    boolean stands(int row) {
        return landed.stream().filter(cell -> cell.meant().row() == row).allMatch(this::stands);
    }

    /** Returns where the cells are that were written for a row. */
    List<Place> landed(int row) {
        return landed.stream()
                .filter(cell -> cell.meant().row() == row)
                .map(Landed::at)
                .toList();
    }

    /** Returns where a row is now that was written. */
    int row(int written) {
        return landed.stream()
                .filter(cell -> cell.meant().row() == written)
                .mapToInt(cell -> cell.at().row())
                .findFirst()
                .orElse(written);
    }

    /**
     * Returns the cells that hold what was written there by mistake, by this write or an earlier one. A cell that somebody has
     * changed since is none of them.
     *
     * @param wrong the rows whose cells came to a wrong place
     */
    Map<Place, Overwritten> overwritten(Set<Integer> wrong) {
        Map<Place, Overwritten> overwritten = new HashMap<>();
        earlier.forEach((place, cell) -> {
            Place at = shift.after(place);
            String text = after.values().text(at.row(), at.column());
            if (TabShift.content(text).equals(TabShift.content(cell.wrong().text()))) {
                overwritten.put(at, cell);
            }
        });
        for (Landed cell : landed) {
            if (!stands(cell)) {
                continue;
            }
            overwritten.remove(cell.at());
            Overwritten damage = overwritten(cell);
            if ((wrong.contains(cell.meant().row()) || !isRight(cell)) && !same(damage.right(), cell.cell())) {
                overwritten.put(cell.at(), damage);
            }
        }
        return overwritten;
    }

    private Overwritten overwritten(Landed cell) {
        Place source = source(cell);
        Overwritten was = earlier.get(source);
        Cell right = was == null ? before.values().cell(source.row(), source.column()) : was.right();
        boolean unset = right.isEmpty()
                && cell.cell() instanceof Cell.Flag
                && source.column() == cell.meant().column();
        boolean formula = was == null ? before.isFormula(source.row(), source.column()) : was.formula();
        return new Overwritten(cell.cell(), unset ? Cell.bool(false) : right, formula);
    }

    private boolean isRight(Landed cell) {
        return source(cell).equals(cell.meant());
    }

    private Place source(Landed cell) {
        return new Place(
                shift.rowBefore(cell.at().row()), shift.columnBefore(cell.at().column()));
    }

    private boolean stands(Landed cell) {
        boolean shown = cell.cell() instanceof Cell.Formula || cell.cell() instanceof Cell.Link;
        return shown || same(after.values().cell(cell.at().row(), cell.at().column()), cell.cell());
    }

    private static boolean same(Cell one, Cell other) {
        return one.text().equals(other.text());
    }

    /**
     * A cell that was written.
     *
     * @param at where it is after the write
     * @param meant where it was meant to be in the state before
     * @param cell the cell as it was written
     */
    record Landed(Place at, Place meant, Cell cell) {}

    /**
     * A cell that was overwritten by mistake.
     *
     * @param wrong the present content
     * @param right the content before
     * @param formula whether it held a formula, of which only the value is known
     */
    record Overwritten(Cell wrong, Cell right, boolean formula) {}
}
