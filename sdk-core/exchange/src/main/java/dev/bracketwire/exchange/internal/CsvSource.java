// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.exchange.internal;

import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.FieldMismatchStrategy;
import dev.bracketwire.exchange.DamagedException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Iterator;
import org.jspecify.annotations.Nullable;

/** Rows of CSV, parsed by FastCSV. */
public final class CsvSource<T> implements RowSource<T> {
    /** FastCSV's smallest buffer. */
    private static final int BUFFER = 1 << 15;

    private final CappedInput in;
    private final ProblemCollector problemCollector;
    private final CsvOptions options;
    private final CsvRow<T> row;
    private final CsvReader<T> reader;
    private final Iterator<T> rows;

    /** Begins to read. */
    public CsvSource(CappedInput in, CsvOptions options, RowBinder<T> rowBinder, ProblemCollector problemCollector)
            throws IOException {
        this.in = in;
        this.problemCollector = problemCollector;
        this.options = options;
        TextDecoding textDecoding = new TextDecoding(in, options.encoding, options.quote);
        Character given = options.delimiter;
        char delimiter =
                given == null ? DelimiterDetector.guess(peek(textDecoding, problemCollector), options.quote) : given;
        this.row = new CsvRow<>(options, rowBinder, problemCollector, textDecoding);
        this.reader = CsvReader.builder()
                .fieldSeparator(delimiter)
                .quoteCharacter(options.quote)
                .skipEmptyLines(false)
                .allowUnclosedQuote(false)
                .extraFieldStrategy(FieldMismatchStrategy.IGNORE)
                .missingFieldStrategy(FieldMismatchStrategy.IGNORE)
                .maxBufferSize(Math.max(options.limit, BUFFER))
                .build(row, textDecoding);
        this.rows = reader.iterator();
    }

    private static String peek(TextDecoding textDecoding, ProblemCollector problemCollector) throws IOException {
        try {
            return textDecoding.peek();
        } catch (WrongEncodingException e) {
            throw new DamagedException(problemCollector.source(), 1, 1, String.valueOf(e.getMessage()), e);
        }
    }

    @Override
    public @Nullable T next() throws IOException {
        try {
            in.row();
            if (rows.hasNext()) {
                return rows.next();
            }
        } catch (CsvParseException | UncheckedIOException e) {
            throw failed(e);
        }
        row.ended();
        return null;
    }

    private RuntimeException failed(RuntimeException e) throws IOException {
        // FastCSV wraps what the row throws, its own damage too.
        if (e.getCause() instanceof RuntimeException inner) {
            return failed(inner);
        }
        if (e.getCause() instanceof WrongEncodingException wrong) {
            return problemCollector.damaged(row.field(), String.valueOf(wrong.getMessage()), wrong);
        }
        if (e.getCause() instanceof TooLargeException large) {
            return problemCollector.damaged(row.field(), String.valueOf(large.getMessage()), large);
        }
        if (e.getCause() instanceof IOException failure) {
            throw failure;
        }
        return e instanceof CsvParseException damage ? problemCollector.damaged(row.field(), rule(damage), damage) : e;
    }

    private String rule(CsvParseException e) {
        String message = String.valueOf(e.getMessage());
        if (message.startsWith("Unclosed")) {
            return "a quoted field is never closed";
        }
        if (message.startsWith("The maximum buffer size")) {
            return "a field takes more than " + options.limit
                    + " characters: a quote is not closed, or the format's limit must be raised";
        }
        return message.startsWith("Unexpected character")
                ? "text follows a closing quote; a quote inside a quoted field is written twice"
                : message;
    }

    @Override
    public long row() {
        return row.count();
    }

    @Override
    public long bytes() {
        return in.count();
    }

    @Override
    public void close() throws IOException {
        reader.close();
    }
}
