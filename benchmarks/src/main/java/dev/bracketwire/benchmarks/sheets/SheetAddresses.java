// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.benchmarks.sheets;

import dev.bracketwire.sheets.CellBounds;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.infra.Blackhole;

/** Converts cells and ranges from A1 notation and back. */
@State(Scope.Benchmark)
public class SheetAddresses {
    private static final int MANY = 1024;

    private final String[] texts = new String[MANY];
    private final CellBounds[] bounds = new CellBounds[MANY];

    /** Makes the addresses: half of them cells, half of them ranges. */
    public SheetAddresses() {
        for (int i = 0; i < MANY; i++) {
            CellBounds cell = CellBounds.cell(i * 97 % 10_000, i * 31 % 700);
            bounds[i] = i % 2 == 0
                    ? cell
                    : new CellBounds(cell.startRow(), cell.endRow() + i, cell.startColumn(), cell.endColumn() + 3);
            texts[i] = bounds[i].toString();
        }
    }

    /** Reads and prints each address, which are two conversions. */
    @Benchmark
    @OperationsPerInvocation(2 * MANY)
    public void ours(Blackhole sink) {
        for (int i = 0; i < MANY; i++) {
            sink.consume(CellBounds.parse(texts[i]));
            sink.consume(bounds[i].toString());
        }
    }
}
