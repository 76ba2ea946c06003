// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.examples.tournament.state;

import dev.bracketwire.store.Database;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Runs SQL on the connection of one transaction. {@code ${entries}} in a statement is the table {@code entries} as the
 * database names it. Values are always parameters: an instant becomes milliseconds, an enum its name.
 */
public final class SqlSession {
    private static final Pattern TABLE = Pattern.compile("\\$\\{(\\w+)}");

    private final Database db;
    private final Connection connection;

    /** Creates a session on the connection of a transaction. */
    public SqlSession(Database db, Connection connection) {
        this.db = db;
        this.connection = connection;
    }

    /** Returns the connection of the transaction. */
    public Connection connection() {
        return connection;
    }

    /** Wakes the threads that wait for this name once the transaction is committed. */
    public void wake(String name) throws SQLException {
        db.wake(connection, name);
    }

    /** Returns the rows of a query. */
    public <R> List<R> list(String sql, RowReader<R> reader, @Nullable Object... values) throws SQLException {
        try (PreparedStatement statement = prepare(sql, values);
                ResultSet rows = statement.executeQuery()) {
            List<R> all = new ArrayList<>();
            while (rows.next()) {
                all.add(reader.read(rows));
            }
            return all;
        }
    }

    /** Returns the first row of a query. */
    public <R> Optional<R> find(String sql, RowReader<R> reader, @Nullable Object... values) throws SQLException {
        return list(sql, reader, values).stream().findFirst();
    }

    /** Changes rows and returns their number. */
    public int update(String sql, @Nullable Object... values) throws SQLException {
        try (PreparedStatement statement = prepare(sql, values)) {
            return statement.executeUpdate();
        }
    }

    private PreparedStatement prepare(String sql, @Nullable Object... values) throws SQLException {
        String named = TABLE.matcher(sql)
                .replaceAll(match -> java.util.regex.Matcher.quoteReplacement(db.table(match.group(1))));
        PreparedStatement statement = connection.prepareStatement(named);
        try {
            for (int i = 0; i < values.length; i++) {
                set(statement, i + 1, values[i]);
            }
            return statement;
        } catch (SQLException | RuntimeException e) {
            statement.close();
            throw e;
        }
    }

    private static void set(PreparedStatement statement, int index, @Nullable Object value) throws SQLException {
        if (value instanceof Long number) {
            statement.setLong(index, number);
        } else if (value instanceof Integer number) {
            statement.setInt(index, number);
        } else if (value instanceof Instant time) {
            statement.setLong(index, time.toEpochMilli());
        } else if (value instanceof NullTime) {
            statement.setNull(index, Types.BIGINT);
        } else if (value instanceof Enum<?> word) {
            statement.setString(index, word.name());
        } else {
            statement.setString(index, (String) value);
        }
    }

    /** Returns the time as a value of a statement, where null is a missing time. */
    public static Object time(@Nullable Instant time) {
        return time == null ? NullTime.VALUE : time;
    }

    /** Returns the instant in a column, or null. */
    public static @Nullable Instant instant(ResultSet row, String column) throws SQLException {
        long millis = row.getLong(column);
        return row.wasNull() ? null : Instant.ofEpochMilli(millis);
    }

    private enum NullTime {
        VALUE
    }

    /** Reads one row. */
    public interface RowReader<R> {
        /** Returns the row as a value. */
        R read(ResultSet row) throws SQLException;
    }
}
