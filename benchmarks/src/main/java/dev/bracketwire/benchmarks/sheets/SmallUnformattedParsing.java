// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.benchmarks.sheets;

/** Reads 100 rows of 10 columns of plain values. */
public class SmallUnformattedParsing extends SheetParsing {
    /** Makes the reply. */
    public SmallUnformattedParsing() {
        super(100, 10, false);
    }
}
