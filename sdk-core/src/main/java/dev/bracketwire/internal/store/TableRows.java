// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.internal.store;

import dev.bracketwire.StoreException;
import dev.bracketwire.StoreException.Reason;
import dev.bracketwire.exchange.RowChange;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** The statements for the rows of a table whose columns are known only when the program runs. */
public final class TableRows {
    private static final int BATCH = 1000;

    private final String name;
    private final List<String> key;
    private final boolean postgres;

    /** Works on a table whose rows are told apart by these columns. */
    public TableRows(String name, List<String> key, boolean postgres) {
        this.name = name;
        this.key = key;
        this.postgres = postgres;
    }

    /** The table, as SQL finds it. */
    public String name() {
        return name;
    }

    /** All rows, in the order of their keys. */
    public Iterable<Map<String, @Nullable Object>> all(Connection connection) throws SQLException {
        return new RowCursor(connection, "SELECT * FROM " + name + " ORDER BY " + String.join(", ", key), List.of());
    }

    /** The row of a key, which nobody else changes until the transaction ends; null if there is none. */
    public @Nullable Map<String, @Nullable Object> find(Connection connection, Map<String, String> of)
            throws SQLException {
        List<String> columns = List.copyOf(of.keySet());
        ColumnValues values = ColumnValues.of(connection, name, columns);
        List<String> texts = List.copyOf(of.values());
        List<Object> parameters = new ArrayList<>();
        for (int i = 0; i < columns.size(); i++) {
            parameters.add(values.value(i, texts.get(i)));
        }
        try (RowCursor rows = new RowCursor(
                connection,
                "SELECT * FROM " + name + where(columns, values) + (postgres ? " FOR UPDATE" : ""),
                parameters)) {
            Iterator<Map<String, @Nullable Object>> found = rows.iterator();
            return found.hasNext() ? found.next() : null;
        }
    }

    /** Adds, changes or removes a row. */
    public void carryOut(Connection connection, RowChange change) throws SQLException {
        List<String> of = List.copyOf(change.key().keySet());
        switch (change.kind()) {
            case RowChange.ADD ->
                insert(connection, List.of(change.after()), change.after().keySet());
            case RowChange.REMOVE -> {
                ColumnValues values = ColumnValues.of(connection, name, of);
                run(connection, "DELETE FROM " + name + where(of, values), values, change.key(), of);
            }
            default -> {
                List<String> columns = new ArrayList<>(change.after().keySet());
                int changed = columns.size();
                columns.addAll(of);
                ColumnValues values = ColumnValues.of(connection, name, columns);
                List<String> places = values.places();
                String set = IntStream.range(0, changed)
                        .mapToObj(i -> columns.get(i) + " = " + places.get(i))
                        .collect(Collectors.joining(", "));
                Map<String, @Nullable Object> row = new LinkedHashMap<>(change.after());
                row.putAll(change.key());
                run(
                        connection,
                        "UPDATE " + name + " SET " + set + where(of, places.subList(changed, places.size())),
                        values,
                        row,
                        columns);
            }
        }
    }

    private static void run(
            Connection connection,
            String sql,
            ColumnValues values,
            Map<String, ? extends @Nullable Object> row,
            List<String> columns)
            throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            for (int i = 0; i < columns.size(); i++) {
                values.set(statement, i, row.get(columns.get(i)));
            }
            statement.executeUpdate();
        }
    }

    private static String where(List<String> columns, ColumnValues values) {
        return where(columns, values.places());
    }

    private static String where(List<String> columns, List<String> places) {
        List<String> all = new ArrayList<>();
        for (int i = 0; i < columns.size(); i++) {
            all.add(Names.word("column", columns.get(i)) + " = " + places.get(i));
        }
        return " WHERE " + String.join(" AND ", all);
    }

    /** Puts rows in the place of all that were there, and counts them. */
    public long replace(Connection connection, Iterable<Map<String, @Nullable Object>> rows) throws SQLException {
        List<String> columns = new ArrayList<>();
        try (Statement statement = connection.createStatement()) {
            statement.executeUpdate("DELETE FROM " + name);
            try (ResultSet none = statement.executeQuery("SELECT * FROM " + name + " WHERE 1 = 0")) {
                ResultSetMetaData found = none.getMetaData();
                for (int i = 1; i <= found.getColumnCount(); i++) {
                    columns.add(found.getColumnLabel(i));
                }
            }
        }
        return insert(connection, rows, columns);
    }

    private long insert(
            Connection connection,
            Iterable<? extends Map<String, ? extends @Nullable Object>> rows,
            Collection<String> named)
            throws SQLException {
        List<String> columns =
                named.stream().map(column -> Names.word("column", column)).toList();
        ColumnValues values = ColumnValues.of(connection, name, columns);
        long count = 0;
        try (PreparedStatement statement = connection.prepareStatement("INSERT INTO " + name + " ("
                + String.join(", ", columns) + ") VALUES (" + String.join(", ", values.places()) + ")")) {
            for (Map<String, ? extends @Nullable Object> row : rows) {
                known(row.keySet(), columns);
                for (int i = 0; i < columns.size(); i++) {
                    values.set(statement, i, row.get(columns.get(i)));
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

    private void known(Collection<String> given, List<String> columns) {
        for (String column : given) {
            if (!columns.contains(column)) {
                throw new StoreException(Reason.SCHEMA, name + " has no column " + column + ": nothing was kept", null);
            }
        }
    }

    /** Says why a change was refused. What is no fault of its own ends the whole. */
    public String refused(SQLException failure) throws SQLException {
        StoreException told = Failures.of(failure, name, "row", false);
        if (told.reason() == Reason.CONSTRAINT || told.reason() == Reason.SQL) {
            return String.valueOf(told.getMessage());
        }
        throw failure;
    }
}
