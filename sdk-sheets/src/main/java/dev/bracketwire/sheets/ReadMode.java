// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.sheets;

/** Selects the form in which Google returns cells. */
public enum ReadMode {
    /** The values themselves: numbers as numbers, dates as serial numbers. Fits typed columns. */
    VALUES,
    /** The text that the sheet displays, formatted for its locale. */
    DISPLAYED,
    /** The formula of each cell that has one, and the value of all others. */
    FORMULAS
}
