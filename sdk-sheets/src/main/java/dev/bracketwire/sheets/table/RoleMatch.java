// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.sheets.table;

import dev.bracketwire.sheets.CellBounds;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Holds the column that a role was given, or the reason why it was given none. See {@link TableLayout#roles()}.
 *
 * @param role the name of the role
 * @param column the column, 0 for A; null if none fits, or if several fit equally well
 * @param source where the answer comes from
 * @param confidence how well the column fits, from 0 to 1
 * @param reasons why it fits, or why none was taken, in sentences
 * @param candidates the columns that fit at all, the best first
 */
public record RoleMatch(
        String role,
        @Nullable Integer column,
        Source source,
        double confidence,
        List<String> reasons,
        List<Candidate> candidates) {
    /** Copies the lists. */
    public RoleMatch {
        Objects.requireNonNull(role, "role");
        reasons = List.copyOf(reasons);
        candidates = List.copyOf(candidates);
    }

    /**
     * A column that fits a role.
     *
     * @param column the column, 0 for A
     * @param header its header
     * @param confidence how well it fits, from 0 to 1
     */
    public record Candidate(int column, String header, double confidence) {}

    /** Names the evidence that decided on the column of a role. */
    public enum Source {
        /** Developer metadata of the column. */
        PINNED,
        /** The program or its settings. */
        CONFIGURED,
        /** The header and the content. */
        DETECTED,
        /** Nothing: the role has no column. */
        NONE
    }

    /** Returns one sentence, such as {@code ign is column C "Riot ID" (0.97, detected)}. */
    @Override
    public String toString() {
        if (column == null) {
            return role + " has no column: " + String.join("; ", reasons);
        }
        String header = candidates.stream()
                .filter(candidate -> candidate.column() == column)
                .map(candidate -> " \"" + candidate.header() + "\"")
                .collect(Collectors.joining());
        return role + " is column " + CellBounds.columnLetters(column) + header
                + String.format(Locale.ROOT, " (%.2f, ", confidence)
                + source.name().toLowerCase(Locale.ROOT) + ")";
    }
}
