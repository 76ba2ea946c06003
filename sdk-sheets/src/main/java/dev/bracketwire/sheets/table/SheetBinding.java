// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.sheets.table;

import dev.bracketwire.sheets.A1;
import dev.bracketwire.sheets.SpreadsheetId;
import dev.bracketwire.sheets.internal.CellValues;
import dev.bracketwire.sheets.table.internal.BindingScope;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * States which tab belongs to a tenant in one mode and one environment, and the header and columns that are named. Immutable.
 *
 * <pre>{@code
 * SheetBinding normal = SheetBinding.of(
 *                 "guild-42", "normal", "production", "https://docs.google.com/spreadsheets/d/1aBc/edit", "GAL Database")
 *         .headerRow(2)
 *         .column("ign", "Riot ID");
 * }</pre>
 *
 * @param tenant whose tab it is, such as the id of a Discord server; up to 100 characters
 * @param mode the mode of play, such as {@code normal}; up to 100 characters
 * @param environment such as {@code production}; up to 100 characters
 * @param spreadsheet the spreadsheet
 * @param tab the title of the tab
 * @param headerRow the row of the header as the sheet numbers it, 1 for the first; null to detect it
 * @param columns for a role its header, or its letters if no header is called so; other roles are detected
 * @param without the roles that have no column, whatever the sheet holds
 * @param key the role or header that identifies records; null for the first role that has a column
 */
public record SheetBinding(
        String tenant,
        String mode,
        String environment,
        SpreadsheetId spreadsheet,
        String tab,
        @Nullable Integer headerRow,
        Map<String, String> columns,
        List<String> without,
        @Nullable String key) {
    private static final int LONGEST_HEADER = 1_000;

    /** Checks the texts, and copies the collections in the order of the roles. */
    public SheetBinding {
        new BindingScope(tenant, mode, environment); // checks them
        Objects.requireNonNull(spreadsheet, "spreadsheet");
        A1.tab(BindingScope.checked("tab", tab));
        if (headerRow != null && headerRow < 1) {
            throw new IllegalArgumentException(
                    "headerRow must be at least 1, as a sheet numbers its rows, not " + headerRow);
        }
        TreeMap<String, String> sorted = new TreeMap<>(columns);
        TreeMap<String, String> roles = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        sorted.forEach((role, column) -> {
            BindingScope.checked("columns", role);
            String other = roles.putIfAbsent(
                    BindingScope.checked("columns", column, LONGEST_HEADER).strip(), role);
            if (other != null) {
                throw new IllegalArgumentException("columns must not name \"" + CellValues.shown(column)
                        + "\" for both " + CellValues.shown(other) + " and " + CellValues.shown(role));
            }
        });
        columns = Collections.unmodifiableMap(sorted);
        without.forEach(role -> BindingScope.checked("without", role));
        without = List.copyOf(new TreeSet<>(without));
        without.stream().filter(sorted::containsKey).findFirst().ifPresent(role -> {
            throw new IllegalArgumentException(
                    "without must not name " + CellValues.shown(role) + ", which has a column");
        });
        if (key != null) {
            BindingScope.checked("key", key, LONGEST_HEADER);
        }
    }

    /**
     * Returns a binding whose header and columns are detected.
     *
     * @param idOrUrl the id of the spreadsheet or its address in any form, as {@link SpreadsheetId#parse} takes it
     * @throws IllegalArgumentException if a text is empty or too long, or {@code idOrUrl} is no spreadsheet; the message is for
     *     the person that typed it
     */
    public static SheetBinding of(String tenant, String mode, String environment, String idOrUrl, String tab) {
        return of(tenant, mode, environment, SpreadsheetId.parse(idOrUrl), tab);
    }

    /** Returns a binding whose header and columns are detected. */
    public static SheetBinding of(
            String tenant, String mode, String environment, SpreadsheetId spreadsheet, String tab) {
        return new SheetBinding(tenant, mode, environment, spreadsheet, tab, null, Map.of(), List.of(), null);
    }

    /** Sets the row of the header as the sheet numbers it, 1 for the first. */
    public SheetBinding headerRow(int row) {
        return new SheetBinding(tenant, mode, environment, spreadsheet, tab, row, columns, without, key);
    }

    /**
     * Sets the column of a role.
     *
     * @param column its header, or its letters if no header is called so
     */
    public SheetBinding column(String role, String column) {
        TreeMap<String, String> more = new TreeMap<>(columns);
        more.put(role, column);
        List<String> less = without.stream().filter(each -> !each.equals(role)).toList();
        return new SheetBinding(tenant, mode, environment, spreadsheet, tab, headerRow, more, less, key);
    }

    /** Gives a role no column, whatever the sheet holds. */
    public SheetBinding without(String role) {
        TreeMap<String, String> less = new TreeMap<>(columns);
        less.remove(role);
        TreeSet<String> more = new TreeSet<>(without);
        more.add(role);
        return new SheetBinding(tenant, mode, environment, spreadsheet, tab, headerRow, less, List.copyOf(more), key);
    }

    /** Sets the role or header that identifies records. */
    public SheetBinding key(String column) {
        return new SheetBinding(tenant, mode, environment, spreadsheet, tab, headerRow, columns, without, column);
    }

    /** Returns a binding of the same tab, whose header and columns are all detected. */
    public SheetBinding detected() {
        return of(tenant, mode, environment, spreadsheet, tab);
    }

    SheetBinding titled(String title) {
        return new SheetBinding(tenant, mode, environment, spreadsheet, title, headerRow, columns, without, key);
    }

    /** Returns the tab, the spreadsheet and everything that is not detected, in words. */
    String place() {
        StringBuilder text = new StringBuilder("tab \"")
                .append(CellValues.shown(tab))
                .append("\" of ")
                .append(spreadsheet.url());
        if (headerRow != null) {
            text.append(", header in row ").append(headerRow);
        }
        columns.forEach((role, column) -> text.append(", ")
                .append(CellValues.shown(role))
                .append(" in column \"")
                .append(CellValues.shown(column))
                .append('"'));
        without.forEach(role -> text.append(", without ").append(CellValues.shown(role)));
        return key == null
                ? text.toString()
                : text.append(", told apart by ").append(CellValues.shown(key)).toString();
    }

    /** Returns one sentence. */
    @Override
    public String toString() {
        return BindingScope.of(this) + ": " + place();
    }
}
