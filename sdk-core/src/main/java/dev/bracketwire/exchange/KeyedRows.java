// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.exchange;

import dev.bracketwire.Call;
import dev.bracketwire.internal.exchange.Sorted;
import dev.bracketwire.internal.exchange.Values;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The rows of a table sorted by their keys, of which no two are the same. */
final class KeyedRows implements AutoCloseable {
    private final Table table;
    private final List<String> keys;
    private final Work work;
    private final Sorted sorted = new Sorted();

    KeyedRows(Table table, List<String> keys, Work work) {
        this.table = table;
        this.keys = keys;
        this.work = work;
    }

    /** One row. */
    @SuppressWarnings("ArrayRecordComponent") // compared by compareTo alone
    record Row(byte[] key, long order, Map<String, @Nullable Object> values) implements Comparable<Row> {
        @Override
        public int compareTo(Row other) {
            return Arrays.compareUnsigned(key, other.key);
        }
    }

    void read(Call<? extends Iterable<?>> rows) throws IOException {
        Iterable<?> all = work.await(work.start(rows));
        try {
            long order = 0;
            for (Object each : all) {
                work.goOn();
                Map<String, @Nullable Object> row = Values.row(each);
                sorted.add(key(row, ++order), order, Values.write(row));
            }
        } finally {
            close(all);
        }
    }

    static void close(Iterable<?> rows) {
        if (rows instanceof AutoCloseable open) {
            try {
                open.close();
            } catch (RuntimeException e) {
                throw e;
            } catch (Exception e) {
                throw new ExchangeException("rows cannot be closed: " + e.getMessage(), e);
            }
        }
    }

    private byte[] key(Map<String, @Nullable Object> row, long order) {
        ByteArrayOutputStream key = new ByteArrayOutputStream();
        for (String column : keys) {
            String part = Values.same(row.get(column));
            if (part.isEmpty()) {
                throw refused(order, column, "is missing, and rows are told apart by it", "");
            }
            // A NUL ends each part, so one that is in it must look different.
            key.writeBytes(part.replace("\0", "\0\1").getBytes(StandardCharsets.UTF_8));
            key.write(0);
        }
        return key.toByteArray();
    }

    private RowException refused(long row, String column, String rule, String value) {
        return new RowException(table.name(), new RowProblem(row, 0, column, rule, value));
    }

    /** The rows in the order of their keys. */
    Iterator<Row> sorted() throws IOException {
        Iterator<Sorted.Item> items = sorted.sorted();
        return new Iterator<>() {
            private @Nullable Row before;

            @Override
            public boolean hasNext() {
                return items.hasNext();
            }

            @Override
            public Row next() {
                work.goOn();
                Sorted.Item item = items.next();
                Row row = new Row(item.key(), item.order(), Values.readRow(item.value()));
                Row last = before;
                if (last != null && last.compareTo(row) == 0) {
                    String column = keys.get(0);
                    throw refused(
                            row.order(),
                            column,
                            "is also that of row " + last.order() + ", and rows are told apart by it",
                            Values.same(row.values().get(column)));
                }
                before = row;
                return row;
            }
        };
    }

    @Override
    public void close() {
        try {
            sorted.close();
        } catch (IOException e) {
            throw new ExchangeException("the temporary file of a plan cannot be closed", e);
        }
    }
}
