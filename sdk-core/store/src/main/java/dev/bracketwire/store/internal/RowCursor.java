// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.store.internal;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.temporal.ChronoField;
import java.time.temporal.Temporal;
import java.util.Base64;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import org.jspecify.annotations.Nullable;

/** The rows of a query, a thousand at a time in memory. */
public final class RowCursor implements Iterable<Map<String, @Nullable Object>>, AutoCloseable {
    private static final int FETCH = 1000;
    private static final int LAST_YEAR = 9999;

    private final PreparedStatement statement;
    private final ResultSet rows;
    private final String[] names;
    private final String[] types;
    private final boolean postgres;
    private boolean handedOut;
    private volatile boolean closed;

    /** Runs the query; it is closed at the end of the connection's work. */
    public RowCursor(Connection connection, String sql, List<? extends @Nullable Object> parameters)
            throws SQLException {
        postgres = connection.getMetaData().getDatabaseProductName().equals("PostgreSQL");
        statement = connection.prepareStatement(sql);
        GuardedConnection.atEnd(connection, this);
        statement.setFetchSize(FETCH);
        for (int i = 0; i < parameters.size(); i++) {
            statement.setObject(i + 1, parameters.get(i));
        }
        rows = statement.executeQuery();
        ResultSetMetaData columns = rows.getMetaData();
        names = new String[columns.getColumnCount()];
        types = new String[names.length];
        for (int i = 0; i < names.length; i++) {
            names[i] = columns.getColumnLabel(i + 1);
            types[i] = columns.getColumnTypeName(i + 1);
        }
    }

    @Override
    public Iterator<Map<String, @Nullable Object>> iterator() {
        if (handedOut) {
            throw new IllegalStateException("the rows of a query are read once: ask again");
        }
        handedOut = true;
        return new Walk();
    }

    @Override
    public void close() throws SQLException {
        closed = true;
        statement.close();
    }

    private Map<String, @Nullable Object> row() throws SQLException {
        Map<String, @Nullable Object> row = new LinkedHashMap<>();
        for (int i = 0; i < names.length; i++) {
            row.put(names[i], value(i + 1, types[i]));
        }
        return row;
    }

    private @Nullable Object value(int column, String type) throws SQLException {
        if (postgres) {
            return postgres(column, type);
        }
        Object value = rows.getObject(column);
        if (value instanceof Double number) {
            return finite(number, number);
        }
        return value == null || value instanceof Number
                ? value
                : value instanceof byte[] bytes ? Base64.getEncoder().encodeToString(bytes) : value.toString();
    }

    /** Reads what JSON has as it is, times as ISO 8601 writes them, and anything else as the server itself writes it. */
    private @Nullable Object postgres(int column, String type) throws SQLException {
        Object value = switch (type) {
            case "timestamptz" -> rows.getObject(column, OffsetDateTime.class);
            case "timestamp" -> rows.getObject(column, LocalDateTime.class);
            case "date" -> rows.getObject(column, LocalDate.class);
            case "time" -> rows.getObject(column, LocalTime.class);
            case "bool",
                    "int2",
                    "int4",
                    "int8",
                    "oid",
                    "smallserial",
                    "serial",
                    "bigserial",
                    "numeric",
                    "float4",
                    "float8",
                    "bytea" -> rows.getObject(column);
            default -> rows.getString(column);
        };
        if (value instanceof LocalTime time) {
            return time.equals(LocalTime.MAX) ? rows.getString(column) : time.toString(); // 24:00 is none in Java
        }
        if (value instanceof Temporal time) {
            int year = time.get(ChronoField.YEAR);
            // Infinity, and the years that ISO 8601 writes with a sign, which PostgreSQL does not read.
            return year >= 1 && year <= LAST_YEAR ? time.toString() : rows.getString(column);
        }
        if (value instanceof Double || value instanceof Float) {
            return finite(((Number) value).doubleValue(), value);
        }
        return value instanceof byte[] bytes ? Base64.getEncoder().encodeToString(bytes) : value;
    }

    /** JSON has no number for the others, and both databases read the words. */
    private static Object finite(double number, Object value) {
        return Double.isFinite(number) ? value : String.valueOf(number);
    }

    private final class Walk implements Iterator<Map<String, @Nullable Object>> {
        private boolean ahead;
        private boolean ended;

        @Override
        public boolean hasNext() {
            if (closed) {
                throw new IllegalStateException("the rows of a query are over with the work that asked for them");
            }
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
                return row();
            } catch (SQLException e) {
                throw new UncheckedSqlException(e);
            }
        }
    }
}
