// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.sheets.table.internal;

import dev.bracketwire.sheets.CellBounds;
import dev.bracketwire.sheets.table.SheetProblem;
import java.util.ArrayList;
import java.util.List;

/** Collects the problems of one tab, up to 100 of them, and counts the rest. */
public final class ProblemList {
    private static final int LONGEST = 100;

    private final String tab;
    private final List<SheetProblem> problems = new ArrayList<>();
    private int omitted;

    ProblemList(String tab) {
        this.tab = tab;
    }

    void addTab(String rule, String advice) {
        add(tab, rule, "", advice);
    }

    void addCell(int row, int column, String rule, String value, String advice) {
        add(cell(tab, row, column), rule, value, advice);
    }

    /** Returns the address of a cell as people write it, without quotes around the tab. */
    public static String cell(String tab, int row, int column) {
        return tab + "!" + CellBounds.cell(row, column);
    }

    void addColumn(int column, String rule, String value, String advice) {
        String letters = CellBounds.columnLetters(column);
        add(tab + "!" + letters + ":" + letters, rule, value, advice);
    }

    void addRow(int row, String rule, String advice) {
        add(tab + "!" + (row + 1) + ":" + (row + 1), rule, "", advice);
    }

    private void add(String place, String rule, String value, String advice) {
        if (problems.size() < LONGEST) {
            problems.add(new SheetProblem(place, rule, value, advice));
        } else {
            omitted++;
        }
    }

    /** Returns the problems; the last one says how many more there are. */
    List<SheetProblem> toList() {
        List<SheetProblem> all = new ArrayList<>(problems);
        if (omitted > 0) {
            all.add(new SheetProblem(
                    tab,
                    "has " + omitted + (omitted == 1 ? " more problem" : " more problems"),
                    "",
                    "solve these first, then check again"));
        }
        return all;
    }
}
