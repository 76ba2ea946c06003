// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.benchmarks.sheets;

/** Reads 100 rows of 10 columns of the text that a sheet displays. */
public class SmallFormattedParsing extends SheetParsing {
    /** Makes the reply. */
    public SmallFormattedParsing() {
        super(100, 10, true);
    }
}
