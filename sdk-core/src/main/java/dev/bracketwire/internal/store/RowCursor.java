// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.internal.store;

import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
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

    private final PreparedStatement statement;
    private final ResultSet rows;
    private final String[] names;
    private final String[] types;
    private boolean handedOut;
    private volatile boolean closed;

    /** Runs the query; it is closed at the end of the connection's work. */
    public RowCursor(Connection connection, String sql, List<? extends @Nullable Object> parameters)
            throws SQLException {
        statement = connection.prepareStatement(sql);
        Guard.atEnd(connection, this);
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
        Object value = switch (type) {
            case "timestamptz" -> rows.getObject(column, OffsetDateTime.class);
            case "timestamp" -> rows.getObject(column, LocalDateTime.class);
            case "date" -> rows.getObject(column, LocalDate.class);
            case "time" -> rows.getObject(column, LocalTime.class);
            default -> rows.getObject(column);
        };
        if (value == null
                || value instanceof Long
                || value instanceof Integer
                || value instanceof Boolean
                || value instanceof BigDecimal) {
            return value;
        }
        if (value instanceof Double || value instanceof Float) {
            double number = ((Number) value).doubleValue();
            // JSON has no such numbers, and both databases read the words.
            return Double.isFinite(number) ? value : String.valueOf(number);
        }
        return value instanceof byte[] bytes ? Base64.getEncoder().encodeToString(bytes) : value.toString();
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
