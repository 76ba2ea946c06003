// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.exchange;

import dev.bracketwire.TypeRef;
import dev.bracketwire.exchange.internal.CappedInput;
import dev.bracketwire.exchange.internal.CountingOutput;
import dev.bracketwire.exchange.internal.ProblemCollector;
import dev.bracketwire.exchange.internal.RowBinder;
import dev.bracketwire.exchange.internal.RowBinders;
import dev.bracketwire.exchange.internal.RowSink;
import dev.bracketwire.exchange.internal.RowSource;
import dev.bracketwire.internal.files.AtomicFile;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Reads and writes rows of one format. It is immutable: each method that sets something gives another format.
 *
 * <p>Rows are records, maps, or what else a {@link TypeRef} names, such as a list of the values alone for CSV without a
 * header. A record's component takes the column of its name, where {@code discordId}, {@code Discord ID} and
 * {@code discord_id} are the same name; one that is neither {@code Optional} nor {@code @Nullable} must be there. In a map
 * a value is what the format says it is, which for CSV and XML is always text: ids of nineteen digits and {@code 007}
 * stay as they are.
 *
 * <pre>{@code
 * Format.jsonLines().write(Path.of("players.jsonl"), players.stream());
 * }</pre>
 */
public abstract sealed class Format permits CsvFormat, JsonFormat, XmlFormat {
    final OnProblem onProblem;
    final int limit;

    Format(OnProblem onProblem, int limit) {
        this.onProblem = onProblem;
        this.limit = limit;
    }

    /** CSV, whose delimiter and encoding are found out when it is read. */
    public static CsvFormat csv() {
        return CsvFormat.PLAIN;
    }

    /** JSON: one list of objects. */
    public static JsonFormat json() {
        return JsonFormat.LIST;
    }

    /** JSON lines: an object a line, of which each can be broken for itself. */
    public static JsonFormat jsonLines() {
        return JsonFormat.LINES;
    }

    /**
     * XML.
     *
     * @param root the name of the element that holds the rows
     * @param row the name of the element of each row
     */
    public static XmlFormat xml(String root, String row) {
        return new XmlFormat(root, row);
    }

    /** Says what to do with rows that are wrong; they are skipped and reported unless set. */
    public abstract Format onProblem(OnProblem policy);

    /**
     * Sets how much a field of CSV, a line of JSON lines, or a row of JSON and XML may take, 16 Mi unless set, so that no
     * file fills the memory.
     */
    public abstract Format limit(int most);

    abstract <T> RowSource<T> source(CappedInput in, RowBinder<T> rowBinder, ProblemCollector problemCollector)
            throws IOException;

    abstract RowSink sink(String target, OutputStream out) throws IOException;

    /** Reads a file as maps. */
    @SuppressWarnings("unchecked") // what Object stands for
    public final Rows<Map<String, @Nullable Object>> read(Path file) {
        return read(file, new TypeRef<Map<String, @Nullable Object>>() {});
    }

    /** Reads a file. */
    public final <T> Rows<T> read(Path file, Class<T> type) {
        return read(file, TypeRef.of(type));
    }

    /**
     * Reads a file.
     *
     * @throws ExchangeException if it cannot be opened
     * @throws DamagedException if its header is wrong; what is wrong later shows when the row is asked for
     */
    public final <T> Rows<T> read(Path file, TypeRef<T> type) {
        try {
            return rows(file.toString(), new FileInputStream(file.toFile()), type);
        } catch (IOException e) {
            throw new ExchangeException(file + " cannot be read: " + e.getMessage(), e);
        }
    }

    /** Reads a stream, which is closed with the rows. */
    public final <T> Rows<T> read(InputStream in, Class<T> type) {
        return read(in, TypeRef.of(type));
    }

    /** Reads a stream, which is closed with the rows. */
    public final <T> Rows<T> read(InputStream in, TypeRef<T> type) {
        return rows("the stream", in, type);
    }

    final <T> Rows<T> rows(String name, InputStream in, TypeRef<T> type) {
        CappedInput cappedInput = new CappedInput(in, limit);
        ProblemCollector problemCollector = new ProblemCollector(name, onProblem);
        try {
            RowBinder<T> rowBinder = RowBinders.of(type.type(), problemCollector);
            return new Rows<>(name, source(cappedInput, rowBinder, problemCollector), problemCollector);
        } catch (IOException e) {
            throw closing(cappedInput, new ExchangeException(name + " cannot be read: " + e.getMessage(), e));
        } catch (RuntimeException e) {
            throw closing(cappedInput, e);
        }
    }

    private static RuntimeException closing(InputStream in, RuntimeException failure) {
        try {
            in.close();
        } catch (IOException e) {
            failure.addSuppressed(e);
        }
        return failure;
    }

    /**
     * Writes a file. It is there whole or not at all: what is written goes beside it, and takes its place at the end. A
     * file that is replaced keeps its mode; a new one gets the one that the process gives to new files.
     *
     * @throws ExchangeException if it cannot be written; a {@link RowException} if a row cannot be
     */
    public final Written write(Path file, Iterable<?> rows) {
        return write(file, rows.iterator());
    }

    /** Writes a file from a stream, which is closed; as {@link #write(Path, Iterable)}. */
    public final Written write(Path file, Stream<?> rows) {
        try (rows) {
            return write(file, rows.iterator());
        }
    }

    final Written write(Path file, Iterator<?> rows) {
        try (AtomicFile whole = AtomicFile.beside(file)) {
            Written written = write(file.toString(), whole.out(), rows);
            whole.commit();
            return written;
        } catch (IOException e) {
            throw new ExchangeException(file + " cannot be written: " + e.getMessage(), e);
        }
    }

    /** Writes to a stream and flushes it; it stays open. */
    public final Written write(OutputStream out, Iterable<?> rows) {
        try {
            Written written = write("the stream", out, rows.iterator());
            out.flush();
            return written;
        } catch (IOException e) {
            throw new ExchangeException("the stream cannot be written: " + e.getMessage(), e);
        }
    }

    private Written write(String name, OutputStream out, Iterator<?> rows) throws IOException {
        CountingOutput counting = new CountingOutput(out);
        long count = 0;
        try (RowSink sink = sink(name, counting)) {
            while (rows.hasNext()) {
                sink.write(Objects.requireNonNull(rows.next(), "a row"));
                count++;
            }
        }
        return new Written(count, counting.count());
    }
}
