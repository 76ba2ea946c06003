// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.store.internal;

import dev.bracketwire.StoreException;
import dev.bracketwire.StoreException.Reason;
import dev.bracketwire.exchange.RowChange;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** The statements for the rows of a table whose columns are known only when the program runs. */
public final class TableRows {
    private static final int BATCH = 1000;

    private final SqlIdentifier table;
    private final List<String> key;
    private final boolean postgres;

    /** Works on a table whose rows are told apart by these columns. */
    public TableRows(SqlIdentifier table, List<String> key, boolean postgres) {
        this.table = table;
        this.key = key;
        this.postgres = postgres;
    }

    /** Names the table. */
    public SqlIdentifier table() {
        return table;
    }

    /** Asks the database for the table's columns. */
    public TableColumns columns(Connection connection) throws SQLException {
        return TableColumns.of(connection, table);
    }

    /** All rows, in the order of their keys. */
    public Iterable<Map<String, @Nullable Object>> all(Connection connection, TableColumns columns)
            throws SQLException {
        List<String> order = new ArrayList<>();
        for (String column : key) {
            order.add(columns.spelled(column));
        }
        return new RowCursor(
                connection,
                "SELECT * FROM " + table + " ORDER BY " + SqlIdentifier.list(columns.columns(order)),
                List.of());
    }

    /** The row of a key, which nobody else changes until the transaction ends; null if there is none. */
    public @Nullable Map<String, @Nullable Object> find(
            Connection connection, TableColumns known, Map<String, String> of) throws SQLException {
        List<SqlIdentifier> columns = known.columns(of.keySet());
        ColumnValues values = ColumnValues.of(connection, table, columns);
        List<String> texts = List.copyOf(of.values());
        List<Object> parameters = new ArrayList<>();
        for (int i = 0; i < columns.size(); i++) {
            parameters.add(values.value(i, texts.get(i)));
        }
        try (RowCursor rows = new RowCursor(
                connection,
                "SELECT * FROM " + table + where(columns, values.places()) + (postgres ? " FOR UPDATE" : ""),
                parameters)) {
            Iterator<Map<String, @Nullable Object>> found = rows.iterator();
            return found.hasNext() ? found.next() : null;
        }
    }

    /** Adds, changes or removes a row. */
    public void carryOut(Connection connection, TableColumns known, RowChange change) throws SQLException {
        List<SqlIdentifier> of = known.columns(change.key().keySet());
        switch (change.kind()) {
            case RowChange.ADD ->
                insert(
                        connection,
                        known,
                        List.of(change.after()),
                        change.after().keySet());
            case RowChange.REMOVE -> {
                ColumnValues values = ColumnValues.of(connection, table, of);
                run(
                        connection,
                        "DELETE FROM " + table + where(of, values.places()),
                        values,
                        List.copyOf(change.key().values()));
            }
            default -> {
                List<SqlIdentifier> columns = known.columns(change.after().keySet());
                int changed = columns.size();
                columns.addAll(of);
                ColumnValues values = ColumnValues.of(connection, table, columns);
                List<String> places = values.places();
                String set = equal(columns.subList(0, changed), places, ", ");
                List<@Nullable Object> parameters =
                        new ArrayList<>(change.after().values());
                parameters.addAll(change.key().values());
                run(
                        connection,
                        "UPDATE " + table + " SET " + set + where(of, places.subList(changed, places.size())),
                        values,
                        parameters);
            }
        }
    }

    private static void run(
            Connection connection, String sql, ColumnValues values, List<? extends @Nullable Object> parameters)
            throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            for (int i = 0; i < parameters.size(); i++) {
                values.set(statement, i, parameters.get(i));
            }
            statement.executeUpdate();
        }
    }

    private static String where(List<SqlIdentifier> columns, List<String> places) {
        return " WHERE " + equal(columns, places, " AND ");
    }

    private static String equal(List<SqlIdentifier> columns, List<String> places, String between) {
        return IntStream.range(0, columns.size())
                .mapToObj(i -> columns.get(i) + " = " + places.get(i))
                .collect(Collectors.joining(between));
    }

    /**
     * Puts rows in the place of all that were there, and counts them.
     *
     * @param written the columns that are written; the others are computed by the database
     */
    public long replace(Connection connection, Iterable<Map<String, @Nullable Object>> rows, List<String> written)
            throws SQLException {
        TableColumns known = columns(connection);
        try (Statement statement = connection.createStatement()) {
            statement.executeUpdate("DELETE FROM " + table);
        }
        return insert(connection, known, rows, written);
    }

    private long insert(
            Connection connection,
            TableColumns known,
            Iterable<? extends Map<String, ? extends @Nullable Object>> rows,
            Collection<String> names)
            throws SQLException {
        List<SqlIdentifier> columns = known.columns(names);
        List<String> order = List.copyOf(names);
        ColumnValues values = ColumnValues.of(connection, table, columns);
        long count = 0;
        try (PreparedStatement statement = connection.prepareStatement("INSERT INTO " + table + " ("
                + SqlIdentifier.list(columns) + ")" + (postgres ? " OVERRIDING SYSTEM VALUE" : "") + " VALUES ("
                + String.join(", ", values.places()) + ")")) {
            for (Map<String, ? extends @Nullable Object> row : rows) {
                known.columns(row.keySet());
                for (int i = 0; i < order.size(); i++) {
                    values.set(statement, i, row.get(order.get(i)));
                }
                statement.addBatch();
                count++;
                if (count % BATCH == 0) {
                    statement.executeBatch();
                }
            }
            statement.executeBatch();
        }
        return count;
    }

    /** Says why a change was refused. What is no fault of its own ends the whole. */
    public String refused(SQLException failure) throws SQLException {
        StoreException told = SqlFailures.of(failure, table.name(), "row", false);
        if (told.reason() == Reason.CONSTRAINT || told.reason() == Reason.SQL) {
            return String.valueOf(told.getMessage());
        }
        throw failure;
    }
}
