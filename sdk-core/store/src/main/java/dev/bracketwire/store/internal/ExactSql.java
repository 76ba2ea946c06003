// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.store.internal;

import dev.bracketwire.exchange.ExchangeException;
import dev.bracketwire.exchange.TableProblem;
import dev.bracketwire.exchange.internal.RowComparison;
import dev.bracketwire.store.DatabaseEngine;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Reads the rows of tables exactly and writes them again, for backups. What the database computes, such as a generated
 * column, is left to it. {@link RowCursor} and {@link TableRows} are for rows that people and other systems read and make.
 */
public abstract sealed class ExactSql permits PostgresExact, SqliteExact {
    private static final int BATCH = 500;
    private static final int FETCH = 1000;

    /** Returns the one for an engine. */
    public static ExactSql of(DatabaseEngine databaseEngine) {
        return databaseEngine == DatabaseEngine.POSTGRESQL ? new PostgresExact() : new SqliteExact();
    }

    /**
     * A table.
     *
     * @param table its name
     * @param scope what stands before the name where its own rows are meant, not those of tables that inherit from it
     * @param columns the columns that a backup keeps
     * @param key the columns by which people tell its rows apart
     * @param problems the reasons why a backup cannot keep the table; empty if it can
     */
    public record Layout(
            SqlIdentifier table, String scope, List<Column> columns, List<String> key, List<String> problems) {
        /** Returns the names of the columns that a backup keeps. */
        public List<String> names() {
            return columns.stream().map(Column::name).toList();
        }

        /** Returns the same table under another name, such as that of a scratch table. */
        Layout at(SqlIdentifier other) {
            return new Layout(other, scope, columns, key, problems);
        }

        List<String> shownKey() {
            return key.stream().filter(names()::contains).toList();
        }
    }

    /**
     * A column that a backup keeps.
     *
     * @param name its name
     * @param read the expressions that read it
     * @param place what stands for its value in an INSERT, with a ? for each parameter
     * @param kind how the engine reads it
     */
    public record Column(String name, List<String> read, String place, Kind kind) {}

    /** How a column is read. */
    enum Kind {
        WHOLE,
        TRUTH,
        TEXT,
        ANY
    }

    /**
     * The rows of a table, for {@link #replace}.
     *
     * @param layout the table
     * @param rows the rows, from the first on each time
     * @param counters the last value that each sequence had, by its column
     */
    public record Filling(Layout layout, Iterable<Map<String, @Nullable Object>> rows, Map<String, Long> counters) {}

    /** Prepares the transaction: values are read and written in the same form, whatever the session's settings are. */
    public abstract void begin(Connection connection, boolean reads) throws SQLException;

    /** Asks the database how a table is made. */
    public abstract Layout layout(Connection connection, SqlIdentifier table, List<String> key) throws SQLException;

    /** Returns the last value of each sequence that numbers a column, by the column. */
    public abstract Map<String, Long> counters(Connection connection, Layout layout) throws SQLException;

    /** Moves the sequences behind the rows and behind these values, and never back. */
    public abstract void advance(Connection connection, Layout layout, Map<String, Long> counters) throws SQLException;

    /**
     * Takes away what would act on the rows of other tables or change the new rows: triggers, and foreign keys until all
     * rows are there.
     *
     * @return the statements that bring it back, in their order
     */
    abstract List<String> suspend(Connection connection, List<Layout> layouts) throws SQLException;

    /** Whether {@link #prove} works in a transaction of the database itself, and not in a {@link #scratch} one. */
    public abstract boolean provesInPlace();

    /** Puts the rows into scratch tables, compares, and leaves nothing behind. */
    public abstract List<TableProblem> prove(Connection connection, List<Filling> fillings) throws SQLException;

    /** Describes a scratch database for the rows, which needs this connection no longer. */
    public abstract Scratch scratch(Connection connection, List<Filling> fillings) throws SQLException;

    /** A scratch database that is yet to be made. */
    public interface Scratch {
        /** Puts the rows into it, compares, and deletes it. */
        List<TableProblem> prove();
    }

    /** Checks what was not checked while it was suspended. */
    abstract void check(Connection connection, List<Layout> layouts) throws SQLException;

    /** What stands behind the columns of an INSERT. */
    abstract String overriding();

    abstract @Nullable Object value(ResultSet row, int at, Kind kind) throws SQLException;

    /** Sets a value, and returns where the next one goes. */
    abstract int set(PreparedStatement statement, int at, @Nullable Object value, Column column) throws SQLException;

    /** Puts rows in the place of all that are there, and reads them again. If they are not equal, it fails. */
    public final void replace(Connection connection, List<Filling> fillings) throws SQLException {
        begin(connection, false);
        List<Layout> layouts = fillings.stream().map(Filling::layout).toList();
        List<String> after = suspend(connection, layouts);
        for (Layout layout : layouts) {
            run(connection, "DELETE FROM " + layout.scope() + layout.table());
        }
        for (Filling filling : fillings) {
            insert(connection, filling);
        }
        for (Filling filling : fillings) {
            advance(connection, filling.layout(), filling.counters());
        }
        for (String sql : after) {
            run(connection, sql);
        }
        check(connection, layouts);
        for (Filling filling : fillings) {
            List<TableProblem> differences = differences(connection, filling);
            if (!differences.isEmpty()) {
                throw new ExchangeException(
                        "the database did not keep the rows as they are in the backup, so nothing was restored: "
                                + differences.get(0)
                                + (differences.size() > 1 ? ", and " + (differences.size() - 1) + " more" : ""),
                        null);
            }
        }
    }

    /** Compares what a table should hold with what it holds. */
    final List<TableProblem> differences(Connection connection, Filling filling) throws SQLException {
        Layout layout = filling.layout();
        try (RowComparison comparison = new RowComparison(layout.table().name(), layout.shownKey());
                Statement statement = connection.createStatement()) {
            return comparison
                    .expected(filling.rows())
                    .found(rows(statement, layout))
                    .differences();
        }
    }

    final void insert(Connection connection, Filling filling) throws SQLException {
        List<Column> columns = filling.layout().columns();
        String names = columns.stream()
                .map(column -> SqlIdentifier.exact(column.name()).toString())
                .collect(Collectors.joining(", "));
        String places = columns.stream().map(Column::place).collect(Collectors.joining(", "));
        SqlIdentifier table = filling.layout().table();
        if (columns.isEmpty()) {
            throw new ExchangeException(table.name() + " has no column that a backup keeps", null);
        }
        try (PreparedStatement statement = connection.prepareStatement(
                "INSERT INTO " + table + " (" + names + ")" + overriding() + " VALUES (" + places + ")")) {
            int waiting = 0;
            for (Map<String, @Nullable Object> row : filling.rows()) {
                known(table, row, filling.layout().names());
                int at = 1;
                for (Column column : columns) {
                    at = set(statement, at, row.get(column.name()), column);
                }
                statement.addBatch();
                if (++waiting == BATCH) {
                    statement.executeBatch();
                    waiting = 0;
                }
            }
            statement.executeBatch();
        }
    }

    private static void known(SqlIdentifier table, Map<String, @Nullable Object> row, List<String> names) {
        for (String column : row.keySet()) {
            if (!names.contains(column)) {
                throw new ExchangeException(
                        table.name() + " has no column " + column + " to restore, so nothing was restored", null);
            }
        }
    }

    /** Reads the rows in the order of their keys; they end with the statement. */
    public final Iterable<Map<String, @Nullable Object>> rows(Statement statement, Layout layout) throws SQLException {
        String order = layout.key().stream()
                .map(column -> SqlIdentifier.exact(column).toString())
                .collect(Collectors.joining(", "));
        String read = layout.columns().stream()
                .flatMap(column -> column.read().stream())
                .collect(Collectors.joining(", "));
        statement.setFetchSize(FETCH);
        ResultSet rows = statement.executeQuery(
                "SELECT " + read + " FROM " + layout.scope() + layout.table() + " ORDER BY " + order);
        return () -> new Walk(rows, layout);
    }

    /** Runs a statement. */
    static void run(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    /** Reads the columns of all rows of a query as texts. */
    static List<List<String>> texts(Connection connection, String sql, Object... parameters) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            for (int i = 0; i < parameters.length; i++) {
                statement.setObject(i + 1, parameters[i]);
            }
            List<List<String>> all = new ArrayList<>();
            try (ResultSet rows = statement.executeQuery()) {
                int width = rows.getMetaData().getColumnCount();
                while (rows.next()) {
                    List<String> row = new ArrayList<>();
                    for (int i = 1; i <= width; i++) {
                        String text = rows.getString(i);
                        row.add(text == null ? "" : text);
                    }
                    all.add(row);
                }
            }
            return all;
        }
    }

    private final class Walk implements Iterator<Map<String, @Nullable Object>> {
        private final ResultSet rows;
        private final Layout layout;
        private boolean ahead;
        private boolean ended;

        Walk(ResultSet rows, Layout layout) {
            this.rows = rows;
            this.layout = layout;
        }

        @Override
        public boolean hasNext() {
            if (!ahead && !ended) {
                try {
                    ahead = rows.next();
                } catch (SQLException e) {
                    throw new UncheckedSqlException(e);
                }
                ended = !ahead;
            }
            return ahead;
        }

        @Override
        public Map<String, @Nullable Object> next() {
            if (!hasNext()) {
                throw new NoSuchElementException("after the last row");
            }
            ahead = false;
            try {
                Map<String, @Nullable Object> row = new LinkedHashMap<>();
                int at = 1;
                for (Column column : layout.columns()) {
                    row.put(column.name(), value(rows, at, column.kind()));
                    at += column.read().size();
                }
                return row;
            } catch (SQLException e) {
                throw new UncheckedSqlException(e);
            }
        }
    }
}
