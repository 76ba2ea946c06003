// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.exchange;

import dev.bracketwire.exchange.internal.IterableSource;
import dev.bracketwire.exchange.internal.ProblemCollector;
import dev.bracketwire.exchange.internal.RowSource;
import java.io.Closeable;
import java.io.IOException;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Objects;
import java.util.Spliterator;
import java.util.Spliterators;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/**
 * Gives the good rows of a file or stream, once, as they are asked for, and tells what is wrong with the others.
 *
 * <p>It is for one thread, and must be closed. Asking for the next row throws a {@link DamagedException} where the file
 * is broken, and a {@link RowException} where a row is wrong under {@link OnProblem#stop()}.
 *
 * @param <T> what a row is read as
 */
public final class Rows<T> implements Iterable<T>, AutoCloseable {
    private final String name;
    private final RowSource<T> source;
    private final ProblemCollector problemCollector;
    private boolean handedOut;
    private boolean closed;

    Rows(String name, RowSource<T> source, ProblemCollector problemCollector) {
        this.name = name;
        this.source = source;
        this.problemCollector = problemCollector;
    }

    static Rows<Map<String, @Nullable Object>> of(
            String name, Iterable<?> rows, OnProblem policy, Closeable afterwards) {
        ProblemCollector problemCollector = new ProblemCollector(name, policy);
        return new Rows<>(name, new IterableSource(rows, problemCollector, afterwards), problemCollector);
    }

    ProblemCollector problemCollector() {
        return problemCollector;
    }

    /** The rows; they can be walked once. */
    @Override
    public Iterator<T> iterator() {
        if (handedOut) {
            throw new IllegalStateException("the rows of " + name + " are read once: read the file again");
        }
        handedOut = true;
        return new Walk();
    }

    /** The rows as a stream; closing it closes this. */
    public Stream<T> stream() {
        return StreamSupport.stream(
                        Spliterators.spliteratorUnknownSize(iterator(), Spliterator.ORDERED | Spliterator.NONNULL),
                        false)
                .onClose(this::close);
    }

    /** What was wrong so far: the first thousand problems. */
    public List<RowProblem> problems() {
        return problemCollector.kept();
    }

    /** How many rows were left out so far. */
    public long skipped() {
        return problemCollector.rows();
    }

    /** What is doubtful in rows that were given, such as text in the wrong encoding: the first thousand of it. */
    public List<RowProblem> warnings() {
        return problemCollector.warnings();
    }

    /** How many rows were looked at so far, good and wrong. */
    public long seen() {
        return source.row();
    }

    /** How many bytes were read so far. */
    public long bytes() {
        return source.bytes();
    }

    /** Ends the reading, and finishes the quarantine file if there is one. */
    @Override
    public void close() {
        if (closed) {
            return;
        }
        closed = true;
        try (problemCollector) {
            source.close();
        } catch (IOException e) {
            throw new ExchangeException(name + " cannot be closed: " + e.getMessage(), e);
        }
    }

    @Override
    public String toString() {
        return "Rows of " + name + ": " + seen() + " seen, " + skipped() + " left out";
    }

    private final class Walk implements Iterator<T> {
        private @Nullable T ahead;
        private boolean ended;

        @Override
        public boolean hasNext() {
            if (ahead == null && !ended) {
                if (closed) {
                    throw new IllegalStateException("the rows of " + name + " are closed");
                }
                ahead = read();
                ended = ahead == null;
            }
            return ahead != null;
        }

        private @Nullable T read() {
            try {
                return source.next();
            } catch (IOException e) {
                throw new ExchangeException(name + " cannot be read: " + e.getMessage(), e);
            }
        }

        @Override
        public T next() {
            if (!hasNext()) {
                throw new NoSuchElementException("after the last row of " + name);
            }
            T row = Objects.requireNonNull(ahead);
            ahead = null;
            return row;
        }
    }
}
