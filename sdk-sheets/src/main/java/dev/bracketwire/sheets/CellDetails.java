// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.sheets;

import dev.bracketwire.sheets.Cell.Link;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Describes a cell in more detail than its value; see {@link Spreadsheet#details}.
 *
 * @param value the value; the result of a formula
 * @param displayed the text that the sheet displays
 * @param formula the formula with its leading {@code =}; null if there is none
 * @param link the first link of the cell with the text that carries it, whether it is a HYPERLINK formula, a link on the
 *     cell, one on a part of its text, or a smart chip of a file or a person; null if there is none
 * @param note the note, empty if there is none
 * @param checkbox whether it is a checkbox
 * @param options the values of a drop-down, empty if it is none
 * @param date whether its number is shown as a date or a time
 */
public record CellDetails(
        Cell value,
        String displayed,
        @Nullable String formula,
        @Nullable Link link,
        String note,
        boolean checkbox,
        List<String> options,
        boolean date) {
    /** Copies the options. */
    public CellDetails {
        options = List.copyOf(options);
    }
}
