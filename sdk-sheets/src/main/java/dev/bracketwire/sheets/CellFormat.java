// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.sheets;

import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Formats cells; see {@link SheetChange#format}. Properties that are not set stay as they are in the sheet. Immutable.
 *
 * <pre>{@code
 * CellFormat.none().withBold(true).withBackground("#1F2937").withTextColor("#FFFFFF")
 * }</pre>
 *
 * @param bold whether the text is bold; null to leave it
 * @param italic whether the text is italic; null to leave it
 * @param background the colour behind the text, such as {@code #1F2937}; null to leave it
 * @param textColor the colour of the text; null to leave it
 * @param numbers the kind of value that the cells show; null to leave it
 * @param pattern the pattern of numbers or dates, such as {@code 0.00} or {@code yyyy-mm-dd hh:mm}; null for the locale's
 * @param wrap whether long text goes on in the next line; null to leave it
 * @param alignment where the text is in the cell; null to leave it
 */
public record CellFormat(
        @Nullable Boolean bold,
        @Nullable Boolean italic,
        @Nullable String background,
        @Nullable String textColor,
        @Nullable NumberKind numbers,
        @Nullable String pattern,
        @Nullable Boolean wrap,
        @Nullable Alignment alignment) {
    private static final Pattern COLOR = Pattern.compile("#[0-9A-Fa-f]{6}");

    /** Names the kind of value that cells show. */
    public enum NumberKind {
        /** Text as it is typed: also a number stays text, such as the id of a Discord account. */
        TEXT,
        /** A number. */
        NUMBER,
        /** A fraction in percent. */
        PERCENT,
        /** A date. */
        DATE,
        /** A time of day. */
        TIME,
        /** A date and a time. */
        DATE_TIME
    }

    /** Places text in a cell. */
    public enum Alignment {
        /** At the left. */
        LEFT,
        /** In the middle. */
        CENTER,
        /** At the right. */
        RIGHT
    }

    /** Checks the colours. */
    public CellFormat {
        checkColor(background);
        checkColor(textColor);
        if (pattern != null && numbers == null) {
            throw new IllegalArgumentException("the pattern " + pattern + " needs a kind of number");
        }
    }

    private static void checkColor(@Nullable String color) {
        if (color != null && !COLOR.matcher(color).matches()) {
            throw new IllegalArgumentException("a colour is # and six hexadecimal digits, not " + color);
        }
    }

    /** Returns the format that leaves everything as it is. */
    public static CellFormat none() {
        return new CellFormat(null, null, null, null, null, null, null, null);
    }

    /** Returns the same format with bold text, or without. */
    public CellFormat withBold(boolean on) {
        return new CellFormat(on, italic, background, textColor, numbers, pattern, wrap, alignment);
    }

    /** Returns the same format with italic text, or without. */
    public CellFormat withItalic(boolean on) {
        return new CellFormat(bold, on, background, textColor, numbers, pattern, wrap, alignment);
    }

    /** Returns the same format with this colour behind the text, such as {@code #1F2937}. */
    public CellFormat withBackground(String color) {
        return new CellFormat(bold, italic, color, textColor, numbers, pattern, wrap, alignment);
    }

    /** Returns the same format with text of this colour, such as {@code #FFFFFF}. */
    public CellFormat withTextColor(String color) {
        return new CellFormat(bold, italic, background, color, numbers, pattern, wrap, alignment);
    }

    /** Returns the same format with values of this kind, in the pattern of the locale. */
    public CellFormat withNumbers(NumberKind kind) {
        return new CellFormat(bold, italic, background, textColor, kind, null, wrap, alignment);
    }

    /** Returns the same format with values of this kind and pattern, such as {@code yyyy-mm-dd hh:mm}. */
    public CellFormat withNumbers(NumberKind kind, String numberPattern) {
        return new CellFormat(bold, italic, background, textColor, kind, numberPattern, wrap, alignment);
    }

    /** Returns the same format with text that goes on in the next line, or is cut at the cell's edge. */
    public CellFormat withWrap(boolean on) {
        return new CellFormat(bold, italic, background, textColor, numbers, pattern, on, alignment);
    }

    /** Returns the same format with this alignment. */
    public CellFormat withAlignment(Alignment place) {
        return new CellFormat(bold, italic, background, textColor, numbers, pattern, wrap, place);
    }
}
