// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.speedgaming.internal;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Writes many rows of one table: on PostgreSQL by one statement for thousands of them, to which each column is an array; on
 * SQLite, which has no way to a server, row after row.
 */
final class RowBatch {
    private static final int CHUNK = 2_000;

    private final ScheduleTables tables;
    private final List<String> names;
    private final List<String> types;
    private final String insert;
    private final String update;

    /**
     * Describes the table.
     *
     * @param tail the end of an insert, such as {@code ON CONFLICT DO NOTHING}
     * @param columns names and types, such as {@code id bigint}; for an update the first two are the id and the version
     */
    RowBatch(ScheduleTables tables, String table, String tail, String... columns) {
        this.tables = tables;
        this.names = Arrays.stream(columns)
                .map(column -> column.substring(0, column.indexOf(' ')))
                .toList();
        this.types = Arrays.stream(columns)
                .map(column -> column.substring(column.indexOf(' ') + 1))
                .toList();
        String all = String.join(", ", names);
        String into = "INSERT INTO ${" + table + "} AS t (" + all + ") ";
        if (tables.isPostgres()) {
            String arrays =
                    types.stream().map(type -> "?::" + type + "[]").collect(Collectors.joining(", ", "unnest(", ")"));
            this.insert = tables.sql(into + "SELECT * FROM " + arrays + " " + tail);
            this.update = tables.sql("UPDATE ${" + table + "} AS t SET version = t.version + 1"
                    + changed("u.%s") + " FROM " + arrays + " AS u (" + all
                    + ") WHERE t.id = u.id AND t.version = u.version");
        } else {
            this.insert = tables.sql(into
                    + names.stream().map(name -> "?").collect(Collectors.joining(", ", "VALUES (", ")")) + " " + tail);
            this.update = tables.sql("UPDATE ${" + table + "} SET version = version + 1"
                    + IntStream.range(2, names.size())
                            .mapToObj(i -> ", " + names.get(i) + " = ?" + (i + 1))
                            .collect(Collectors.joining())
                    + " WHERE id = ?1 AND version = ?2");
        }
    }

    private String changed(String value) {
        return names.stream()
                .skip(2)
                .map(name -> ", " + name + " = " + String.format(value, name))
                .collect(Collectors.joining());
    }

    /** Adds the rows. */
    void insert(Connection connection, List<@Nullable Object[]> rows) throws SQLException {
        write(connection, insert, rows);
    }

    /** Changes the rows whose id and version are there, adds 1 to the version, and returns how many these are. */
    int update(Connection connection, List<@Nullable Object[]> rows) throws SQLException {
        return write(connection, update, rows);
    }

    private int write(Connection connection, String sql, List<@Nullable Object[]> rows) throws SQLException {
        if (rows.isEmpty()) {
            return 0;
        }
        int written = 0;
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            for (int start = 0; start < rows.size(); start += CHUNK) {
                List<@Nullable Object[]> chunk = rows.subList(start, Math.min(rows.size(), start + CHUNK));
                written += tables.isPostgres() ? arrays(statement, chunk) : batch(statement, chunk);
            }
        }
        return written;
    }

    private int arrays(PreparedStatement statement, List<@Nullable Object[]> rows) throws SQLException {
        for (int column = 0; column < types.size(); column++) {
            @Nullable Object[] values = new @Nullable Object[rows.size()];
            for (int row = 0; row < values.length; row++) {
                values[row] = rows.get(row)[column];
            }
            statement.setArray(column + 1, statement.getConnection().createArrayOf(types.get(column), values));
        }
        return statement.executeUpdate();
    }

    private static int batch(PreparedStatement statement, List<@Nullable Object[]> rows) throws SQLException {
        for (@Nullable Object[] row : rows) {
            for (int column = 0; column < row.length; column++) {
                statement.setObject(column + 1, row[column]);
            }
            statement.addBatch();
        }
        return IntStream.of(statement.executeBatch()).sum();
    }
}
