// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.sheets;

import dev.bracketwire.sheets.internal.CellValues;
import java.net.URI;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Declares the content of a column, and converts its cells in both directions. A cell that holds something else is a
 * {@link CellTypeException}: a type never guesses.
 *
 * <pre>{@code
 * Optional<Long> seed = grid.read(0, 2, CellType.wholeNumber());
 * Cell cell = CellType.instant(ZoneId.of("Europe/Berlin")).write(Instant.now());
 * }</pre>
 *
 * <p>Types expect cells that were read with {@link ReadMode#VALUES}. A text such as {@code 1,5} or {@code 31.12.2025}, which
 * the sheet formatted for its own locale, is no number and no date. Blank text counts as empty, except in {@link #text} and
 * {@link #id}.
 *
 * @param <T> the type in the program
 */
public final class CellType<T> {
    private static final Pattern DIGITS = Pattern.compile("-?(?:0|[1-9][0-9]{0,14})");
    private static final int LONGEST_REASON = 200;
    private static final String FORMAT = "format the column as plain text: Google rounds numbers beyond 15 digits";

    private final String expected;
    private final String advice;
    private final Function<Cell, @Nullable T> reader;
    private final Function<T, Cell> writer;

    private CellType(String expected, String advice, Function<Cell, @Nullable T> reader, Function<T, Cell> writer) {
        this.expected = expected;
        this.advice = advice;
        this.reader = reader;
        this.writer = writer;
    }

    /**
     * Returns a type of your own, made from this one.
     *
     * @param wanted the content in words, such as {@code a Riot ID}
     * @param from converts the value of this type; an IllegalArgumentException or DateTimeException reports a cell that does not fit
     * @param to converts back
     */
    public <U> CellType<U> as(
            String wanted, Function<? super T, ? extends U> from, Function<? super U, ? extends T> to) {
        return new CellType<>(
                wanted,
                "write it as " + wanted,
                cell -> {
                    T value = reader.apply(cell);
                    try {
                        return value == null ? null : from.apply(value);
                    } catch (IllegalArgumentException | DateTimeException e) {
                        throw new CellTypeException(wanted, cell, reason(e, "write it as " + wanted));
                    }
                },
                value -> writer.apply(to.apply(value)));
    }

    private static String reason(RuntimeException e, String otherwise) {
        String message = e.getMessage();
        return message == null || message.isBlank() || message.length() > LONGEST_REASON ? otherwise : message;
    }

    /** Returns the type of any text. Numbers and checkboxes give their text. */
    public static CellType<String> text() {
        return new CellType<>("text", "write text", Cell::text, Cell::text);
    }

    /** Returns the type of ids, which are text. A number is refused, since Google may have rounded it. */
    public static CellType<String> id() {
        return new CellType<>(
                "an id as text", FORMAT, cell -> cell instanceof Cell.Text text ? text.value() : null, Cell::text);
    }

    /** Returns the type of whole numbers, up to 2^53. Text is taken if it is nothing but digits. */
    public static CellType<Long> wholeNumber() {
        return new CellType<>(
                "a whole number",
                "write digits alone, and format the column as a number",
                cell -> {
                    Double number = number(cell);
                    return number != null && CellValues.isWhole(number) ? Long.valueOf(number.longValue()) : null;
                },
                Cell::number);
    }

    /** Returns the type of numbers. Text is taken if it is nothing but digits. */
    public static CellType<Double> decimal() {
        return new CellType<>(
                "a number",
                "format the column as a number: 1,5 and 1.5 as text mean different things in different countries",
                CellType::number,
                Cell::number);
    }

    /** Returns the type of checkboxes. The texts TRUE and FALSE are taken too. */
    public static CellType<Boolean> bool() {
        return new CellType<>(
                "TRUE or FALSE",
                "format the column as checkboxes",
                cell -> {
                    if (cell instanceof Cell.Flag flag) {
                        return flag.value();
                    }
                    String text = typed(cell).toUpperCase(Locale.ROOT);
                    return text.equals("TRUE") ? Boolean.TRUE : text.equals("FALSE") ? Boolean.FALSE : null;
                },
                Cell::bool);
    }

    /** Returns the type of dates without a time of day. Text is taken in the form 2026-12-31 only. */
    public static CellType<LocalDate> date() {
        return new CellType<>(
                "a date without a time of day",
                "format the column as a date, or write 2026-12-31",
                cell -> {
                    if (cell instanceof Cell.Number number) {
                        LocalDateTime dateTime = CellValues.dateTime(number.value());
                        return dateTime != null && dateTime.toLocalTime().equals(LocalTime.MIDNIGHT)
                                ? dateTime.toLocalDate()
                                : null;
                    }
                    return LocalDate.parse(typed(cell));
                },
                Cell::date);
    }

    /** Returns the type of dates with a time, in the spreadsheet's zone. Text is taken in the form 2026-12-31T18:30 only. */
    public static CellType<LocalDateTime> dateTime() {
        return new CellType<>(
                "a date and time",
                "format the column as date and time, or write 2026-12-31T18:30",
                cell -> cell instanceof Cell.Number number
                        ? CellValues.dateTime(number.value())
                        : LocalDateTime.parse(typed(cell)),
                Cell::dateTime);
    }

    /**
     * Returns the type of moments. A time that the zone's clocks skip does not fit; of a time that they show twice, the first
     * is meant.
     *
     * @param zone the spreadsheet's zone, as its settings say
     */
    public static CellType<Instant> instant(ZoneId zone) {
        return dateTime()
                .as(
                        "a date and time that clocks in " + zone + " show",
                        local -> {
                            Instant moment = local.atZone(zone).toInstant();
                            if (!moment.atZone(zone).toLocalDateTime().equals(local)) {
                                throw new DateTimeException("the clocks skip this time: write another one");
                            }
                            return moment;
                        },
                        moment -> LocalDateTime.ofInstant(moment, zone));
    }

    /** Returns the type of addresses that begin with http or https. They are written as text. */
    public static CellType<URI> link() {
        return new CellType<>(
                "an http or https address",
                "write the whole address, with https:// in front",
                cell -> {
                    URI uri = cell instanceof Cell.Link link ? link.uri() : URI.create(typed(cell));
                    return uri.getHost() != null
                                    && ("https".equalsIgnoreCase(uri.getScheme())
                                            || "http".equalsIgnoreCase(uri.getScheme()))
                            ? uri
                            : null;
                },
                uri -> Cell.text(uri.toString()));
    }

    /** Returns the type of a fixed choice: the names of an enum, whose case does not matter and whose _ may be a blank. */
    public static <E extends Enum<E>> CellType<E> oneOf(Class<E> choices) {
        String names = String.join(
                ", ", Arrays.stream(choices.getEnumConstants()).map(Enum::name).toList());
        return new CellType<>(
                "one of " + names,
                "choose one of these",
                cell -> {
                    String text = typed(cell).replace(' ', '_').replace('-', '_');
                    for (E choice : choices.getEnumConstants()) {
                        if (choice.name().equalsIgnoreCase(text)) {
                            return choice;
                        }
                    }
                    return null;
                },
                choice -> Cell.text(choice.name()));
    }

    /**
     * Converts a cell; empty if the cell holds nothing.
     *
     * @throws CellTypeException if the cell holds something else than this type
     */
    public Optional<T> read(Cell cell) {
        if (cell.isEmpty() || (cell instanceof Cell.Keep)) {
            return Optional.empty();
        }
        if (cell instanceof Cell.Error) {
            throw new CellTypeException(expected, cell, "repair the formula in the cell");
        }
        if (cell instanceof Cell.Formula) {
            throw new CellTypeException(expected, cell, "read the cell with ReadMode.VALUES");
        }
        try {
            T value = reader.apply(cell);
            if (value != null) {
                return Optional.of(value);
            }
        } catch (IllegalArgumentException | DateTimeException e) {
            // Does not fit, as below: the message holds all that the parser could add.
        }
        if (cell.text().isBlank()) {
            return Optional.empty();
        }
        throw new CellTypeException(expected, cell, advice);
    }

    /**
     * Converts a value to a cell.
     *
     * @throws IllegalArgumentException if no cell can hold the value
     */
    public Cell write(T value) {
        return writer.apply(value);
    }

    /** Returns the content in words, such as {@code a whole number}. */
    @Override
    public String toString() {
        return expected;
    }

    private static String typed(Cell cell) {
        return cell instanceof Cell.Text text ? text.value().strip() : "";
    }

    private static @Nullable Double number(Cell cell) {
        if (cell instanceof Cell.Number number) {
            return number.value();
        }
        String text = typed(cell);
        return DIGITS.matcher(text).matches() ? Double.valueOf(text) : null;
    }
}
