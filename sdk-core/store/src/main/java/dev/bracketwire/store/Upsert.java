// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.store;

import dev.bracketwire.store.internal.ColumnValues;
import dev.bracketwire.store.internal.SqlIdentifier;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Writes many rows in batches: those whose key is not there are inserted, the others changed. Instances are immutable.
 *
 * <pre>{@code
 * Upsert upsert = Upsert.into(db.table("players"), "id").set("name", "rating");
 * int rows = db.write(connection -> upsert.run(connection, players, (row, player) -> {
 *                 row.setLong(1, player.id());
 *                 row.setString(2, player.name());
 *                 row.setInt(3, player.rating());
 *             }))
 *         .get();
 * }</pre>
 */
public final class Upsert {
    private static final int BATCH = 1000;

    private final SqlIdentifier table;
    private final List<String> key;
    private final List<String> columns;

    private Upsert(SqlIdentifier table, List<String> key, List<String> columns) {
        this.table = table;
        this.key = key;
        this.columns = columns;
    }

    /**
     * Begins one into this table, whose unique key is made of these columns. Rows that are there are left as they are. Names
     * are plain words, which PostgreSQL takes in lower case; a word that SQL reserves is a name here all the same.
     */
    public static Upsert into(String table, String... key) {
        if (key.length == 0) {
            throw new IllegalArgumentException("key must name at least one column");
        }
        return new Upsert(SqlIdentifier.plain("table", table), words(key), List.of());
    }

    /** Names the columns that are changed in rows that are there. */
    public Upsert set(String... names) {
        return new Upsert(table, key, words(names));
    }

    private static List<String> words(String... names) {
        List<String> words = List.of(names);
        identifiers(words); // refuses a word that is not plain
        return words;
    }

    private static List<SqlIdentifier> identifiers(List<String> names) {
        return names.stream().map(name -> SqlIdentifier.plain("column", name)).toList();
    }

    /** The statement, with a parameter for each column: those of the key first, then the others in their order. */
    public String sql() {
        return sql(all().stream().map(column -> "?").toList());
    }

    private String sql(List<String> places) {
        String change = columns.isEmpty()
                ? "NOTHING"
                : identifiers(columns).stream()
                        .map(column -> column + " = excluded." + column)
                        .collect(Collectors.joining(", ", "UPDATE SET ", ""));
        return "INSERT INTO " + table + " (" + SqlIdentifier.list(identifiers(all())) + ") VALUES ("
                + String.join(", ", places) + ") ON CONFLICT ("
                + SqlIdentifier.list(identifiers(key)) + ") DO " + change;
    }

    /** Writes the rows within the connection's transaction, and gives how many were inserted or changed. */
    public <R> int run(Connection connection, Iterable<? extends R> rows, Binder<? super R> binder)
            throws SQLException {
        return run(connection, sql(), rows, binder);
    }

    private static <R> int run(Connection connection, String sql, Iterable<? extends R> rows, Binder<? super R> binder)
            throws SQLException {
        int written = 0;
        int waiting = 0;
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            for (R row : rows) {
                binder.bind(statement, row);
                statement.addBatch();
                waiting++;
                if (waiting == BATCH) {
                    written += count(statement.executeBatch());
                    waiting = 0;
                }
            }
            return waiting == 0 ? written : written + count(statement.executeBatch());
        }
    }

    /**
     * Writes rows that are maps of their columns, as {@link Query} gives them and {@link dev.bracketwire.exchange.Transfer}
     * hands them on. Text becomes what the column is: a number, a date, and bytes from Base64. A column that a row lacks is
     * null; one that is not named here is left out.
     */
    public int run(Connection connection, Iterable<? extends Map<String, ? extends @Nullable Object>> rows)
            throws SQLException {
        List<String> all = all();
        ColumnValues values = ColumnValues.of(connection, table, identifiers(all));
        return run(connection, sql(values.places()), rows, (statement, row) -> {
            for (int i = 0; i < all.size(); i++) {
                values.set(statement, i, row.get(all.get(i)));
            }
        });
    }

    private List<String> all() {
        return Stream.concat(key.stream(), columns.stream()).toList();
    }

    private static int count(int[] results) {
        int count = 0;
        for (int result : results) {
            count += result == PreparedStatement.SUCCESS_NO_INFO ? 1 : result;
        }
        return count;
    }

    /**
     * Sets the parameters of a row.
     *
     * @param <R> what a row is made of
     */
    @FunctionalInterface
    public interface Binder<R> {
        /** Sets them, from 1. */
        void bind(PreparedStatement statement, R row) throws SQLException;
    }
}
