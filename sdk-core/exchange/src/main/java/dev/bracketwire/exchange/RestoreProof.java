// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.exchange;

import java.util.List;
import java.util.Objects;

/**
 * Reports whether a backup can be restored, after it was restored into scratch tables and compared row for row.
 *
 * @param manifest what the backup holds
 * @param problems what differs or could not be restored, up to 100 for each table; empty if all rows came back equal
 */
public record RestoreProof(Manifest manifest, List<TableProblem> problems) {
    /** Copies the problems. */
    public RestoreProof {
        Objects.requireNonNull(manifest, "manifest");
        problems = List.copyOf(problems);
    }

    /** Whether all rows came back equal. */
    public boolean holds() {
        return problems.isEmpty();
    }

    /**
     * Returns this proof if it holds.
     *
     * @throws ExchangeException that names the first problems if it does not
     */
    public RestoreProof orThrow() {
        if (holds()) {
            return this;
        }
        throw new ExchangeException(toString(), null);
    }

    /** Says whether it holds, and shows the first problems, a line each. */
    @Override
    public String toString() {
        long rows = manifest.entries().stream().mapToLong(Manifest.Entry::rows).sum();
        if (holds()) {
            return "the backup was restored: " + manifest.entries().size() + " tables, " + rows + " rows, all equal";
        }
        StringBuilder text =
                new StringBuilder("the backup cannot be restored as it was: " + problems.size() + " problems");
        problems.stream().limit(10).forEach(problem -> text.append("\n  ").append(problem));
        return text.toString();
    }
}
