// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.sheets;

import dev.bracketwire.BracketwireException;
import dev.bracketwire.sheets.internal.CellValues;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Reports a cell that does not fit the declared type of its column. The message names the cell, the expected and the found
 * content, and a remedy.
 */
public final class CellTypeException extends BracketwireException {
    private static final long serialVersionUID = 1L;

    private final @Nullable String address;
    private final String expected;
    private final String found;
    private final String value;
    private final String advice;

    /**
     * Reports a cell.
     *
     * @param expected the content that the type takes, such as {@code a whole number}
     * @param cell the cell
     * @param advice the way to put it right, in one sentence
     */
    public CellTypeException(String expected, Cell cell, String advice) {
        this(null, expected, kind(cell), shortened(cell.text()), advice);
    }

    private CellTypeException(@Nullable String address, String expected, String found, String value, String advice) {
        super(
                (address == null ? "the cell" : address) + " should hold " + expected + " but holds " + found
                        + (value.isEmpty() ? "" : " \"" + value + "\"") + "; " + advice,
                null);
        this.address = address;
        this.expected = expected;
        this.found = found;
        this.value = value;
        this.advice = advice;
    }

    /** Returns the same problem with the cell's address. */
    public CellTypeException at(A1 cell) {
        return new CellTypeException(cell.toString(), expected, found, value, advice);
    }

    /** Returns the address of the cell, if the reader knew it. */
    public Optional<A1> address() {
        return Optional.ofNullable(address).map(A1::parse);
    }

    /** Returns the content that the type takes. */
    public String expected() {
        return expected;
    }

    /** Returns the kind of content that was found, in words. */
    public String found() {
        return found;
    }

    /** Returns the beginning of the cell's text. */
    public String value() {
        return value;
    }

    /** Returns the way to put it right. */
    public String advice() {
        return advice;
    }

    private static String kind(Cell cell) {
        return cell instanceof Cell.Text
                ? "the text"
                : cell instanceof Cell.Number
                        ? "the number"
                        : cell instanceof Cell.Flag
                                ? "the checkbox value"
                                : cell instanceof Cell.Error
                                        ? "the error"
                                        : cell instanceof Cell.Formula
                                                ? "the formula"
                                                : cell instanceof Cell.Link ? "the link" : "nothing";
    }

    private static String shortened(String text) {
        return CellValues.shown(text);
    }
}
