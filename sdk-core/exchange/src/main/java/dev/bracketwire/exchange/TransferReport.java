// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.exchange;

import java.time.Duration;
import java.util.List;

/**
 * What a {@link Transfer} did.
 *
 * @param read how many rows were looked at
 * @param written how many were written
 * @param filtered how many a filter left out
 * @param skipped how many were left out because something is wrong with them
 * @param bytes how many bytes were written; 0 where rows went somewhere else
 * @param problems what was wrong: the first thousand problems
 * @param warnings what is doubtful in rows that were written: the first thousand of it
 * @param took how long it took
 */
public record TransferReport(
        long read,
        long written,
        long filtered,
        long skipped,
        long bytes,
        List<RowProblem> problems,
        List<RowProblem> warnings,
        Duration took) {
    /** Copies the lists. */
    public TransferReport {
        problems = List.copyOf(problems);
        warnings = List.copyOf(warnings);
    }

    /** Whether nothing was wrong. */
    public boolean clean() {
        return skipped == 0;
    }
}
