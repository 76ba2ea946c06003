// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.benchmarks.sheets;

/** Reads 1,000 rows of 20 columns of plain values. */
public class MediumUnformattedParsing extends SheetParsing {
    /** Makes the reply. */
    public MediumUnformattedParsing() {
        super(1_000, 20, false);
    }
}
