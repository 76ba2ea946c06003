// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.sheets.table;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Collects changes of records for {@link SheetTable#planChange}. Columns are named by role or header.
 *
 * <pre>{@code
 * players.planChange(change -> change
 *         .set("ann", "checkin", true)
 *         .expect("ann", "registered", true)
 *         .add(Map.of("discord", "cid", "ign", "Cid#EUW"))
 *         .remove("ben"));
 * }</pre>
 */
public final class TableChanges {
    final Map<String, Map<String, @Nullable Object>> sets = new LinkedHashMap<>();
    final Map<String, Map<String, @Nullable Object>> expectations = new LinkedHashMap<>();
    final List<Map<String, ? extends @Nullable Object>> additions = new ArrayList<>();
    final List<String> removals = new ArrayList<>();

    TableChanges() {}

    /**
     * Sets one cell of a record.
     *
     * @param value text, a number, a flag, a date, or null to empty the cell; text is never run as a formula
     */
    public TableChanges set(String key, String column, @Nullable Object value) {
        sets.computeIfAbsent(key.strip(), added -> new LinkedHashMap<>()).put(column, value);
        return this;
    }

    /** Refuses the plan unless a cell of a record holds this value, or nothing for null. */
    public TableChanges expect(String key, String column, @Nullable Object value) {
        expectations
                .computeIfAbsent(key.strip(), added -> new LinkedHashMap<>())
                .put(column, value);
        return this;
    }

    /**
     * Adds a record: in the first row that has no key, or below the last row. Columns that are not named stay as they are.
     *
     * @param values the values by column, among them the key
     */
    public TableChanges add(Map<String, ? extends @Nullable Object> values) {
        additions.add(new LinkedHashMap<>(Objects.requireNonNull(values, "values")));
        return this;
    }

    /**
     * Empties the cells of a record: text to nothing, checkboxes to FALSE. Its row stays with its formats and formulas, and the
     * next record that is added takes it. A row is never deleted, because a row number may mean another row when people
     * sort at the same moment.
     */
    public TableChanges remove(String key) {
        removals.add(key.strip());
        return this;
    }
}
