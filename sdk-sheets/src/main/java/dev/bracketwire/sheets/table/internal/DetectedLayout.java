// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.sheets.table.internal;

import dev.bracketwire.sheets.table.LayoutColumn;
import dev.bracketwire.sheets.table.RoleMatch;
import dev.bracketwire.sheets.table.SheetProblem;
import java.util.List;
import java.util.Locale;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Holds the layout that was found in a tab.
 *
 * @param headerRow the row of the header, 0 for the first; -1 if no row looks like one
 * @param endRow the row after the last one that can hold a record: the footer of a table, or the end of the tab
 * @param columns the columns from left to right
 * @param roles the column of each role
 * @param key the name of the column that identifies records; null if there is none
 * @param googleTable the name of the table of Google Sheets that these cells are; null if they are none
 * @param problems everything that is wrong in the header and below it
 */
public record DetectedLayout(
        int headerRow,
        int endRow,
        List<LayoutColumn> columns,
        List<RoleMatch> roles,
        @Nullable String key,
        @Nullable String googleTable,
        List<SheetProblem> problems) {
    /** Copies the lists. */
    public DetectedLayout {
        columns = List.copyOf(columns);
        roles = List.copyOf(roles);
        problems = List.copyOf(problems);
    }

    /**
     * Returns the column of a role or a header; blanks, case and punctuation matter only if several fit. Null if none does. The
     * name of a role that has no column finds none, also where a header reads so.
     */
    public @Nullable LayoutColumn find(String name) {
        String wanted = name.strip();
        if (roles.stream().anyMatch(role -> role.column() == null && role.role().equals(wanted))) {
            return null;
        }
        LayoutColumn found = only(column -> wanted.equalsIgnoreCase(column.name()));
        found = found == null
                ? only(column -> wanted.equalsIgnoreCase(column.header().strip()))
                : found;
        return found == null
                ? only(column -> !bare(wanted).isEmpty()
                        && (bare(wanted).equals(bare(column.name()))
                                || bare(wanted).equals(bare(column.header()))))
                : found;
    }

    private @Nullable LayoutColumn only(Predicate<LayoutColumn> fits) {
        List<LayoutColumn> found = columns.stream().filter(fits).toList();
        return found.size() == 1 ? found.get(0) : null;
    }

    private static String bare(String name) {
        StringBuilder letters = new StringBuilder();
        name.toLowerCase(Locale.ROOT)
                .codePoints()
                .filter(Character::isLetterOrDigit)
                .forEach(letters::appendCodePoint);
        return letters.toString();
    }
}
