// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.store;

import dev.bracketwire.store.internal.SqlIdentifier;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.sql.Types;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The statements for a table with people in it. */
final class PersonalRows {
    private final Database db;
    private final PersonalTable description;
    private final SqlIdentifier table;

    PersonalRows(Database db, PersonalTable description) {
        this.db = db;
        this.description = description;
        this.table = db.identifier(description.table());
    }

    String table() {
        return table.name();
    }

    @Nullable
    Duration kept() {
        return description.kept();
    }

    List<SealedColumn> sealed() {
        return description.sealedColumns();
    }

    Query query(Object person) {
        return Query.of("SELECT * FROM " + table + " WHERE " + person(), person);
    }

    static long now(Connection connection, Database db) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("SELECT " + db.now())) {
            row.next();
            return row.getLong(1);
        }
    }

    /** How many rows are about a person and not blanked already. */
    long of(Connection connection, Object person) throws SQLException {
        return count(connection, person(), person);
    }

    void erase(Connection connection, Object person) throws SQLException {
        run(connection, person(), person);
    }

    private String person() {
        return table.column(description.person()) + " = ?";
    }

    /** How many rows are older than that, in milliseconds since 1970, and not blanked already. */
    long expired(Connection connection, long before) throws SQLException {
        return count(connection, age(connection), before);
    }

    int expire(Connection connection, long before) throws SQLException {
        return run(connection, age(connection), before);
    }

    private String age(Connection connection) throws SQLException {
        SqlIdentifier column =
                table.column(Objects.requireNonNull(description.since(), "since, which is set with the time"));
        try (Statement statement = connection.createStatement();
                ResultSet none = statement.executeQuery("SELECT " + column + " FROM " + table + " WHERE 1 = 0")) {
            int type = none.getMetaData().getColumnType(1);
            String name = none.getMetaData().getColumnTypeName(1);
            if (db.engine() == DatabaseEngine.POSTGRESQL && name.equals("timestamptz")) {
                return column + " < to_timestamp(?::double precision / 1000)";
            }
            if (db.engine() == DatabaseEngine.POSTGRESQL && name.equals("timestamp")) {
                return column + " < to_timestamp(?::double precision / 1000) AT TIME ZONE 'UTC'";
            }
            if (type == Types.BIGINT || type == Types.INTEGER) {
                return column + " < ?";
            }
            throw new IllegalArgumentException(column.name() + " is " + name
                    + ", which tells no time: keptFor needs a bigint of milliseconds, or a timestamp on PostgreSQL");
        }
    }

    private String where(String condition) {
        return description.blanked().isEmpty()
                ? condition
                : condition
                        + description.blanked().stream()
                                .map(column -> table.column(column) + " IS NOT NULL")
                                .collect(Collectors.joining(" OR ", " AND (", ")"));
    }

    private long count(Connection connection, String condition, Object parameter) throws SQLException {
        try (PreparedStatement statement =
                connection.prepareStatement("SELECT count(*) FROM " + table + " WHERE " + where(condition))) {
            statement.setObject(1, parameter);
            try (ResultSet row = statement.executeQuery()) {
                row.next();
                return row.getLong(1);
            }
        }
    }

    private int run(Connection connection, String condition, Object parameter) throws SQLException {
        String what = description.blanked().isEmpty()
                ? "DELETE FROM " + table
                : "UPDATE " + table
                        + description.blanked().stream()
                                .map(column -> column + " = NULL")
                                .collect(Collectors.joining(", ", " SET ", ""));
        try (PreparedStatement statement = connection.prepareStatement(what + " WHERE " + where(condition))) {
            statement.setObject(1, parameter);
            return statement.executeUpdate();
        }
    }
}
