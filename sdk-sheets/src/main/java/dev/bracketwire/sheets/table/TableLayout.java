// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.sheets.table;

import dev.bracketwire.sheets.table.internal.DetectedLayout;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Collectors;

/**
 * Describes how a tab is laid out as a table: its header row, its columns, and which column has which role. Immutable. Prints
 * as a report that an organiser understands.
 *
 * <pre>{@code
 * TableLayout layout = cup.table("Players").layout().get();
 * System.out.println(layout);
 * }</pre>
 */
public final class TableLayout {
    private final String tab;
    private final DetectedLayout found;

    TableLayout(String tab, DetectedLayout found) {
        this.tab = tab;
        this.found = found;
    }

    /** Returns the title of the tab. */
    public String tab() {
        return tab;
    }

    /** Returns the row of the header as the sheet numbers it, 1 for the first; empty if no row looks like a header. */
    public OptionalInt headerRow() {
        return found.headerRow() < 0 ? OptionalInt.empty() : OptionalInt.of(found.headerRow() + 1);
    }

    /** Returns the columns from left to right. */
    public List<LayoutColumn> columns() {
        return found.columns();
    }

    /** Returns the column of a role, or of a header where no role is called so. Case and punctuation do not matter. */
    public Optional<LayoutColumn> findColumn(String name) {
        return Optional.ofNullable(found.find(name));
    }

    /**
     * Returns the column of a role, or of a header where no role is called so. Case and punctuation do not matter.
     *
     * @throws IllegalArgumentException if there is none; the message lists the columns
     */
    public LayoutColumn column(String name) {
        return findColumn(name)
                .orElseThrow(() -> new IllegalArgumentException("the table " + tab + " has no column " + name
                        + ", only "
                        + found.columns().stream().map(LayoutColumn::name).collect(Collectors.joining(", "))));
    }

    /** Returns for each role the column that it was given, or why it was given none. */
    public List<RoleMatch> roles() {
        return found.roles();
    }

    /** Returns the column that identifies records, if one was named or found. */
    public Optional<LayoutColumn> key() {
        return Optional.ofNullable(found.key()).flatMap(this::findColumn);
    }

    /** Returns the name of the table of Google Sheets that these cells are, if they are one. */
    public Optional<String> googleTable() {
        return Optional.ofNullable(found.googleTable());
    }

    /** Returns everything that is wrong in the sheet, from the header down. */
    public List<SheetProblem> problems() {
        return found.problems();
    }

    /** Returns the report: the header row, the roles, and the problems, a line each. */
    @Override
    public String toString() {
        StringBuilder text = new StringBuilder(tab)
                .append(
                        found.headerRow() < 0
                                ? ": no row looks like a header"
                                : ": the header is row " + (found.headerRow() + 1))
                .append(", ")
                .append(found.columns().size())
                .append(found.columns().size() == 1 ? " column" : " columns");
        if (found.key() != null) {
            text.append("\n  records are told apart by ").append(found.key());
        }
        found.roles().forEach(role -> text.append("\n  ").append(role));
        found.problems().forEach(problem -> text.append("\n  ").append(problem));
        return text.toString();
    }
}
