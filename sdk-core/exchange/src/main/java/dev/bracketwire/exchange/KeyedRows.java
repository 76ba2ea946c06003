// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.exchange;

import dev.bracketwire.Call;
import dev.bracketwire.WorkRun;
import dev.bracketwire.exchange.internal.CanonicalValues;
import dev.bracketwire.exchange.internal.ExternalSort;
import dev.bracketwire.exchange.internal.KnownColumns;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Collection;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The rows of a table sorted by their keys, of which no two are the same, and what a plan changes in the table. */
final class KeyedRows implements AutoCloseable {
    private static final int COLUMNS_SHOWN = 20;

    private final Table table;
    private final List<String> keys;
    private final WorkRun work;
    private final ExternalSort externalSort = new ExternalSort();
    private final ExternalSort changes = new ExternalSort();
    private Iterable<?> rows = List.of();
    private @Nullable Set<String> known;

    KeyedRows(Table table, List<String> keys, WorkRun work) {
        this.table = table;
        this.keys = keys;
        this.work = work;
    }

    /** One row, whose values are looked at only where it is not the same byte by byte as another. */
    static final class Row {
        private final ExternalSort.Item item;
        private @Nullable Map<String, @Nullable Object> values;

        Row(ExternalSort.Item item) {
            this.item = item;
        }

        /** Compares the keys. */
        int against(Row other) {
            return Arrays.compareUnsigned(item.key(), other.item.key());
        }

        boolean isSameAs(Row other) {
            return Arrays.equals(item.value(), other.item.value());
        }

        long order() {
            return item.order();
        }

        Map<String, @Nullable Object> values() {
            Map<String, @Nullable Object> read = values;
            if (read == null) {
                read = CanonicalValues.readRow(item.value());
                values = read;
            }
            return read;
        }
    }

    /** Asks for the rows, and for the columns they can have if the table takes no others. */
    void open(Call<? extends Iterable<?>> call) {
        Iterable<?> all = work.await(work.start(call));
        rows = all;
        known = all instanceof KnownColumns columns ? new LinkedHashSet<>(columns.columns()) : null;
    }

    /** Reads all rows, and looks at each by its number first. */
    void read(BiConsumer<Map<String, @Nullable Object>, Long> look) throws IOException {
        long order = 0;
        for (Object each : rows) {
            work.checkActive();
            Map<String, @Nullable Object> row = CanonicalValues.row(each);
            look.accept(row, ++order);
            externalSort.add(key(row, order), order, CanonicalValues.write(row));
        }
        closeRows();
    }

    private void closeRows() {
        Iterable<?> open = rows;
        rows = List.of();
        close(open);
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
            String part = CanonicalValues.same(row.get(column));
            if (part.isEmpty()) {
                throw refused(order, column, "is missing, and rows are told apart by it", "");
            }
            // A NUL ends each part, so one that is in it must look different.
            key.writeBytes(part.replace("\0", "\0\1").getBytes(StandardCharsets.UTF_8));
            key.write(0);
        }
        return key.toByteArray();
    }

    /** Refuses to write a row of another table, by its number, if it has a column that this table has not. */
    void checkColumns(Collection<String> written, String source, long row) {
        Set<String> columns = known;
        if (columns == null || columns.containsAll(written)) {
            return;
        }
        String unknown = written.stream()
                .filter(column -> !columns.contains(column))
                .findFirst()
                .orElseThrow();
        String rule = "is no column of " + table.name() + ", which has "
                + columns.stream().limit(COLUMNS_SHOWN).collect(Collectors.joining(", "))
                + (columns.size() > COLUMNS_SHOWN ? ", …" : "")
                + ": rename it, take it out, or say with columns(...) which to write";
        throw new RowException(source, new RowProblem(row, 0, unknown, rule, ""));
    }

    private RowException refused(long row, String column, String rule, String value) {
        return new RowException(table.name(), new RowProblem(row, 0, column, rule, value));
    }

    /** The rows in the order of their keys. */
    Iterator<Row> sorted() throws IOException {
        Iterator<ExternalSort.Item> items = externalSort.sorted();
        return new Iterator<>() {
            private @Nullable Row before;

            @Override
            public boolean hasNext() {
                return items.hasNext();
            }

            @Override
            public Row next() {
                work.checkActive();
                Row row = new Row(items.next());
                Row last = before;
                if (last != null && last.against(row) == 0) {
                    String column = keys.get(0);
                    throw refused(
                            row.order(),
                            column,
                            "is also that of row " + last.order() + ", and rows are told apart by it",
                            CanonicalValues.same(row.values().get(column)));
                }
                before = row;
                return row;
            }
        };
    }

    Table table() {
        return table;
    }

    /** The changes to this table, in the order of their rows. */
    ExternalSort changes() {
        return changes;
    }

    @Override
    public void close() {
        try (changes;
                externalSort) {
            closeRows();
        } catch (IOException e) {
            throw new ExchangeException("the temporary file of a plan cannot be closed", e);
        }
    }
}
