// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.benchmarks.sheets;

/** Reads 10,000 rows of 50 columns of plain values. */
public class LargeUnformattedParsing extends SheetParsing {
    /** Makes the reply. */
    public LargeUnformattedParsing() {
        super(10_000, 50, false);
    }
}
