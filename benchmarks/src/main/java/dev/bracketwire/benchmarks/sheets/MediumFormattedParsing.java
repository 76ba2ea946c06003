// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.benchmarks.sheets;

/** Reads 1,000 rows of 20 columns of the text that a sheet displays. */
public class MediumFormattedParsing extends SheetParsing {
    /** Makes the reply. */
    public MediumFormattedParsing() {
        super(1_000, 20, true);
    }
}
