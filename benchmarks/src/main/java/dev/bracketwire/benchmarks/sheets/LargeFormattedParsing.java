// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.benchmarks.sheets;

/** Reads 10,000 rows of 50 columns of the text that a sheet displays. */
public class LargeFormattedParsing extends SheetParsing {
    /** Makes the reply. */
    public LargeFormattedParsing() {
        super(10_000, 50, true);
    }
}
