// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.sheets.internal;

import dev.bracketwire.sheets.Cell;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Converts values to cells and back, within the limits of a sheet. */
public final class CellValues {
    /** The largest number up to which a sheet holds every whole number. */
    static final double EXACT = 1L << 53;

    private static final int LONGEST_TEXT = 50_000;
    private static final int LONGEST_SHOWN = 60;
    private static final LocalDateTime DAY_ZERO = LocalDate.of(1899, 12, 30).atStartOfDay();
    private static final double DAY_MILLIS = Duration.ofDays(1).toMillis();
    // Year 9999 ends on day 2,958,465. Negative days lead back to year 1.
    private static final double LAST_DAY = 2_958_466;
    private static final double FIRST_DAY = -693_593;
    private static final Set<String> LINK_SCHEMES = Set.of("http", "https", "mailto");
    private static final Set<String> ERRORS =
            Set.of("#N/A", "#REF!", "#DIV/0!", "#VALUE!", "#NAME?", "#NUM!", "#NULL!", "#ERROR!", "Loading...");

    private CellValues() {}

    /** Returns a text of a sheet as a message may show it: short, on one line, and without marks that turn it around. */
    public static String shown(String text) {
        String plain = text.replaceAll("[\\p{Cc}\\p{Cf}\\p{Cs}\\p{Zl}\\p{Zp}]", "?");
        return plain.codePointCount(0, plain.length()) <= LONGEST_SHOWN
                ? plain
                : plain.substring(0, plain.offsetByCodePoints(0, LONGEST_SHOWN)) + "...";
    }

    /** Whether a text can be sent: no half of a surrogate pair, and no NUL. */
    public static boolean isSendable(String text) {
        return text.indexOf('\0') < 0 && StandardCharsets.UTF_8.newEncoder().canEncode(text);
    }

    /** Whether a sheet shows this text for an error. */
    public static boolean isError(String text) {
        return !text.isEmpty() && (text.charAt(0) == '#' || text.charAt(0) == 'L') && ERRORS.contains(text);
    }

    /** Returns the cell for a value of any supported type. */
    public static Cell cell(@Nullable Object value) {
        if (value == null) {
            throw new IllegalArgumentException(
                    "null is no cell: Cell.keep() leaves what is there, and Cell.clear() empties it");
        }
        if (value instanceof Cell cell) {
            return check(cell);
        }
        if (value instanceof String text) {
            return Cell.text(text);
        }
        if (value instanceof Boolean flag) {
            return Cell.bool(flag);
        }
        if (value instanceof Number number) {
            return number(number);
        }
        if (value instanceof LocalDate date) {
            return Cell.date(date);
        }
        if (value instanceof LocalDateTime dateTime) {
            return Cell.dateTime(dateTime);
        }
        if (value instanceof Enum<?> constant) {
            return Cell.text(constant.name());
        }
        throw new IllegalArgumentException("a " + value.getClass().getName()
                + " is no cell: give a String, Number, Boolean, LocalDate, LocalDateTime, Enum or Cell");
    }

    private static Cell number(Number number) {
        if (number instanceof Long || number instanceof Integer || number instanceof Short || number instanceof Byte) {
            return Cell.number(number.longValue());
        }
        if (number instanceof BigInteger big) {
            if (big.bitLength() >= Long.SIZE) {
                throw tooLarge(big);
            }
            return Cell.number(big.longValue());
        }
        if (number instanceof BigDecimal big
                && big.stripTrailingZeros().scale() <= 0
                && big.abs().compareTo(BigDecimal.valueOf(EXACT)) > 0) {
            throw tooLarge(big);
        }
        return Cell.number(number.doubleValue());
    }

    /** Checks a cell that is to be written, however it was made. */
    public static Cell check(Cell cell) {
        if (cell instanceof Cell.Text text) {
            checkText(text.value(), "a text");
        } else if (cell instanceof Cell.Formula formula) {
            checkText(formula.text(), "a formula");
        } else if (cell instanceof Cell.Link link) {
            checkText(link.text(), "a link's text");
            checkLink(link.uri());
        } else if (cell instanceof Cell.Error error) {
            throw new IllegalArgumentException("the error " + error.code()
                    + " was read and cannot be written: Cell.keep() leaves the cell as it is");
        }
        return cell;
    }

    /** Refuses content that no cell can hold. */
    public static String checkText(String text, String noun) {
        if (text.length() > LONGEST_TEXT) {
            throw new IllegalArgumentException(
                    noun + " has at most 50,000 characters in one cell, and this has " + text.length());
        }
        for (int i = 0; i < text.length(); i++) {
            char character = text.charAt(i);
            if (character == 0) {
                throw new IllegalArgumentException(noun + " holds no NUL, and this has one at character " + i);
            }
            if (Character.isSurrogate(character)) {
                if (Character.isLowSurrogate(character)
                        || i + 1 == text.length()
                        || !Character.isLowSurrogate(text.charAt(i + 1))) {
                    throw new IllegalArgumentException(
                            noun + " holds half of a surrogate pair at character " + i + ": the text was cut there");
                }
                i++;
            }
        }
        return text;
    }

    /** Refuses an address that a click should not open. */
    public static URI checkLink(URI uri) {
        String scheme = uri.getScheme();
        if (scheme == null || LINK_SCHEMES.stream().noneMatch(scheme::equalsIgnoreCase)) {
            throw new IllegalArgumentException("a link leads to an http, https or mailto address, not to "
                    + (scheme == null ? "one without scheme" : scheme + ":"));
        }
        checkText(uri.toString(), "a link's address");
        return uri;
    }

    /** Refuses a number that is infinite or not a number. */
    public static void checkFinite(double value) {
        if (!Double.isFinite(value)) {
            throw new IllegalArgumentException("a cell holds no " + value + "; Cell.clear() empties it");
        }
    }

    /** Returns a whole number as a double, refusing those that a sheet would round. */
    public static double exact(long value) {
        if (value > (long) EXACT || value < (long) -EXACT) {
            throw tooLarge(value);
        }
        return value;
    }

    private static IllegalArgumentException tooLarge(Number value) {
        return new IllegalArgumentException("a sheet would round " + value
                + ", which is beyond 2^53: write it as text, Cell.text(\"" + value + "\")");
    }

    /** Returns the text of a number, without decimals if it is whole. */
    public static String numberText(double value) {
        return isWhole(value) ? Long.toString((long) value) : Double.toString(value);
    }

    /** Whether a number is whole and exact. */
    public static boolean isWhole(double value) {
        return value == Math.rint(value) && Math.abs(value) <= EXACT;
    }

    /** Returns the days since 1899-12-30, by which sheets hold dates and times. */
    public static double serial(LocalDateTime dateTime) {
        // Whole milliseconds are divided once, so that equal times give equal numbers.
        double serial = Duration.between(DAY_ZERO, dateTime).toMillis() / DAY_MILLIS;
        if (serial < FIRST_DAY || serial >= LAST_DAY) {
            throw new IllegalArgumentException("a sheet holds dates from year 1 to year 9999, not " + dateTime);
        }
        return serial;
    }

    /** Returns the date and time to the millisecond that a number of days stands for; null if it is out of range. */
    public static @Nullable LocalDateTime dateTime(double serial) {
        return serial < FIRST_DAY || serial >= LAST_DAY
                ? null
                : DAY_ZERO.plus(Duration.ofMillis(Math.round(serial * DAY_MILLIS)));
    }
}
