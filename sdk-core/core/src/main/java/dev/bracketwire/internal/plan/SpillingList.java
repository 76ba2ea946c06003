// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.internal.plan;

import dev.bracketwire.Change;
import dev.bracketwire.Outcome;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Objects;
import java.util.Spliterator;
import java.util.Spliterators;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/** An append-only list that holds its first values in memory and spills the others to a temporary file. Thread-safe. */
public final class SpillingList<T> {
    /** The number of values in memory. */
    static final int KEPT = 10_000;

    private final ValueCodec<T> valueCodec;
    private final ReentrantLock lock = new ReentrantLock();
    private final List<T> kept = new ArrayList<>();
    private @Nullable SpillFile file;
    private int size;

    SpillingList(ValueCodec<T> valueCodec) {
        this.valueCodec = valueCodec;
    }

    /** Returns an empty list of outcomes. */
    public static <C extends Change> SpillingList<Outcome<C>> ofOutcomes() {
        return new SpillingList<>(new OutcomeCodec<>());
    }

    /** Adds a value. */
    public void add(T value) {
        lock.lock();
        try {
            if (size < KEPT) {
                kept.add(value);
            } else {
                file = file == null ? new SpillFile() : file;
                file.add(valueCodec.write(value));
            }
            size++;
        } finally {
            lock.unlock();
        }
    }

    /** Returns the number of values. */
    public int size() {
        lock.lock();
        try {
            return size;
        } finally {
            lock.unlock();
        }
    }

    /** Returns the first {@code count} values, which must have been added already. */
    public Stream<T> stream(int count) {
        var values = Spliterators.spliterator(new Values(count), count, Spliterator.ORDERED | Spliterator.NONNULL);
        return StreamSupport.stream(values, false);
    }

    private final class Values implements Iterator<T> {
        private final int count;
        private int index;
        private SpillFile.@Nullable Reader reader;

        Values(int count) {
            this.count = count;
        }

        @Override
        public boolean hasNext() {
            return index < count;
        }

        @Override
        public T next() {
            if (index >= count) {
                throw new NoSuchElementException("after the last value");
            }
            return index++ < KEPT ? inMemory(index - 1) : valueCodec.read(fromFile());
        }

        private T inMemory(int at) {
            lock.lock();
            try {
                return kept.get(at);
            } finally {
                lock.unlock();
            }
        }

        private byte[] fromFile() {
            if (reader == null) {
                lock.lock();
                try {
                    reader = Objects.requireNonNull(file).reader();
                } finally {
                    lock.unlock();
                }
            }
            return reader.next();
        }
    }
}
