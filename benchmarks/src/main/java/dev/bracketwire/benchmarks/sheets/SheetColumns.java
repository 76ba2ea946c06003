// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.benchmarks.sheets;

import dev.bracketwire.sheets.CellBounds;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.infra.Blackhole;

/** Converts all columns to their letters and back, without a new object. */
@State(Scope.Benchmark)
public class SheetColumns {
    private static final int COLUMNS = 18_278;

    /** Converts each column there and back, which are two conversions. */
    @Benchmark
    @OperationsPerInvocation(2 * COLUMNS)
    public void ours(Blackhole sink) {
        for (int i = 0; i < COLUMNS; i++) {
            String letters = CellBounds.columnLetters(i);
            sink.consume(letters);
            sink.consume(CellBounds.columnIndex(letters));
        }
    }
}
