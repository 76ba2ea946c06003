// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.sheets;

import dev.bracketwire.sheets.internal.CellValues;
import java.net.URI;
import java.time.LocalDate;
import java.time.LocalDateTime;
import org.jspecify.annotations.Nullable;

/**
 * Holds the content of one cell, read or to be written.
 *
 * <pre>{@code
 * cup.write("Players!A2:C2", List.of(List.of(Cell.text("=SUM(1)"), Cell.keep(), Cell.bool(true)))).get();
 * }</pre>
 *
 * <p>A text stays a text: the sheet never runs it as a formula and never turns it into a number or a date. Only
 * {@link #formula} and {@link #link} write formulas. {@link #keep} leaves a cell as it is, and {@link #clear} empties it.
 *
 * <p>The records accept whatever a read returned. The factories refuse values that no sheet holds, and so does
 * {@link #of(Object)} for cells made by a constructor.
 */
public sealed interface Cell {
    /** Holds nothing. Written, it empties the cell. */
    record Empty() implements Cell {
        private static final Empty CELL = new Empty();

        @Override
        public String text() {
            return "";
        }
    }

    /** Holds text. */
    record Text(String value) implements Cell {
        @Override
        public String text() {
            return value;
        }
    }

    /** Holds a number, a date or a time: only the sheet's format differs. */
    @SuppressWarnings("JavaLangClash") // read as Cell.Number
    record Number(double value) implements Cell {
        /** Refuses a value that is infinite or not a number. */
        public Number {
            CellValues.checkFinite(value);
        }

        @Override
        public String text() {
            return CellValues.numberText(value);
        }
    }

    /** Holds TRUE or FALSE, as checkboxes do. */
    record Flag(boolean value) implements Cell {
        private static final Flag TRUE = new Flag(true);
        private static final Flag FALSE = new Flag(false);

        @Override
        public String text() {
            return value ? "TRUE" : "FALSE";
        }
    }

    /**
     * Holds the error that the sheet shows, such as {@code #REF!}, or {@code Loading...}. It is read and cannot be written.
     *
     * @param code the text that the sheet shows
     */
    @SuppressWarnings("JavaLangClash") // read as Cell.Error
    record Error(String code) implements Cell {
        @Override
        public String text() {
            return code;
        }
    }

    /**
     * Holds a formula. Reads return it in {@link ReadMode#FORMULAS} only.
     *
     * @param text the formula with its leading {@code =}
     */
    record Formula(String text) implements Cell {
        /** Checks the leading {@code =}. */
        public Formula {
            if (!text.startsWith("=")) {
                throw new IllegalArgumentException("a formula starts with =; Cell.text holds all other text");
            }
        }
    }

    /** Holds a text that leads to an address. It is written as a HYPERLINK formula. */
    record Link(String text, URI uri) implements Cell {}

    /** Leaves the cell as it is when written. No read returns it. */
    record Keep() implements Cell {
        private static final Keep CELL = new Keep();

        @Override
        public String text() {
            return "";
        }
    }

    /**
     * Returns a cell that holds this text, as it is; empty text gives {@link #clear}.
     *
     * @throws IllegalArgumentException if it has more than 50,000 characters, a NUL or half of a surrogate pair
     */
    static Cell text(String value) {
        return value.isEmpty() ? clear() : new Text(CellValues.checkText(value, "a text"));
    }

    /**
     * Returns a cell that holds a number.
     *
     * @throws IllegalArgumentException if it is infinite or not a number
     */
    static Cell number(double value) {
        return new Number(value);
    }

    /**
     * Returns a cell that holds a whole number.
     *
     * @throws IllegalArgumentException beyond 2^53, where a sheet rounds: write such a number, an id for example, as text
     */
    static Cell number(long value) {
        return new Number(CellValues.exact(value));
    }

    /** Returns a cell that holds TRUE or FALSE. */
    static Cell bool(boolean value) {
        return value ? Flag.TRUE : Flag.FALSE;
    }

    /** Returns a cell that holds a date: its number of days since 1899-12-30. The sheet shows it as its format says. */
    static Cell date(LocalDate date) {
        return new Number(CellValues.serial(date.atStartOfDay()));
    }

    /** Returns a cell that holds a date and a time, in the spreadsheet's own zone, to the millisecond. */
    static Cell dateTime(LocalDateTime dateTime) {
        return new Number(CellValues.serial(dateTime));
    }

    /**
     * Returns a cell that holds a formula. Never build one from text that players wrote.
     *
     * @throws IllegalArgumentException if it does not start with {@code =}, or for the reasons that {@link #text} has
     */
    static Cell formula(String text) {
        return new Formula(CellValues.checkText(text, "a formula"));
    }

    /**
     * Returns a cell that holds a text which leads to an address.
     *
     * @throws IllegalArgumentException if the address is neither http nor https nor mailto, or for the reasons that
     *     {@link #text} has
     */
    static Cell link(String text, URI uri) {
        return new Link(CellValues.checkText(text, "a link's text"), CellValues.checkLink(uri));
    }

    /** Returns the cell that leaves the present content. */
    static Cell keep() {
        return Keep.CELL;
    }

    /** Returns the cell that removes the present content. A read returns it for an empty cell. */
    static Cell clear() {
        return Empty.CELL;
    }

    /**
     * Returns a cell for a String, Number, Boolean, LocalDate, LocalDateTime, Enum (its name) or Cell.
     *
     * @throws IllegalArgumentException for null, for other types, and for values that the factories refuse
     */
    static Cell of(@Nullable Object value) {
        return CellValues.cell(value);
    }

    /** Whether the cell holds nothing. */
    default boolean isEmpty() {
        return this instanceof Empty;
    }

    /**
     * Returns the text of any cell: a whole number without decimals, TRUE or FALSE, the code of an error, the formula
     * itself; empty text for an empty cell.
     */
    String text();
}
