// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.sheets.table.internal;

import dev.bracketwire.sheets.table.ColumnRole;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Holds the statements of a program or its settings about a table; they come before everything that is detected.
 *
 * @param roles the roles to find
 * @param columns for a role its header, or its letters where no header is called so
 * @param without roles that have no column
 * @param headerRow the row of the header, 0 for the first; null to find it
 * @param key the role or header that identifies records; null for the first role that has a column
 */
public record LayoutHints(
        List<ColumnRole> roles,
        Map<String, String> columns,
        Set<String> without,
        @Nullable Integer headerRow,
        @Nullable String key) {
    /** Copies the collections. */
    public LayoutHints {
        roles = List.copyOf(roles);
        columns = Map.copyOf(columns);
        without = Set.copyOf(without);
    }
}
