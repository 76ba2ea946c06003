// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.store.internal;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Sets the columns of a table to values that come from elsewhere, such as the text of a file. */
public final class ColumnValues {
    private static final String POSTGRES = "PostgreSQL";

    private final List<String> types;
    private final boolean postgres;

    private ColumnValues(List<String> types, boolean postgres) {
        this.types = types;
        this.postgres = postgres;
    }

    /** Looks what these columns are. */
    public static ColumnValues of(Connection connection, SqlIdentifier table, List<SqlIdentifier> columns)
            throws SQLException {
        List<String> types = new ArrayList<>();
        try (Statement statement = connection.createStatement();
                ResultSet none = statement.executeQuery(
                        "SELECT " + SqlIdentifier.list(columns) + " FROM " + table + " WHERE 1 = 0")) {
            ResultSetMetaData found = none.getMetaData();
            for (int i = 1; i <= columns.size(); i++) {
                types.add(found.getColumnTypeName(i));
            }
        }
        return new ColumnValues(
                types, connection.getMetaData().getDatabaseProductName().equals(POSTGRES));
    }

    /** What stands for each value in a statement: PostgreSQL reads text as whatever it is told that it is. */
    public List<String> places() {
        return types.stream()
                .map(type -> !postgres
                        ? "?"
                        : type.equals("bytea") ? "decode(CAST(? AS text), 'base64')" : "CAST(? AS " + type(type) + ")")
                .toList();
    }

    /** Some names of PostgreSQL's driver are short for a type with a default, which would lose something. */
    private static SqlIdentifier type(String type) {
        return SqlIdentifier.type(
                switch (type) {
                    case "bpchar" -> "text";
                    case "bigserial" -> "int8";
                    case "serial" -> "int4";
                    case "smallserial" -> "int2";
                    default -> type;
                });
    }

    /** Sets a value, counted from 0. */
    public void set(PreparedStatement statement, int column, @Nullable Object value) throws SQLException {
        if (value == null) {
            statement.setString(column + 1, null);
        } else {
            statement.setObject(column + 1, value(column, value));
        }
    }

    /** Returns the JDBC value to set for a value of this column. */
    Object value(int column, Object value) throws SQLException {
        if (postgres) {
            return value.toString();
        }
        return value instanceof Number || value instanceof Boolean
                ? value
                : converted(types.get(column).toLowerCase(Locale.ROOT), value.toString());
    }

    /** SQLite would keep a word in a column of numbers. */
    private static Object converted(String type, String text) throws SQLException {
        try {
            if (type.contains("int")) {
                return Long.parseLong(text);
            }
            if (type.contains("real") || type.contains("double") || type.contains("float")) {
                return Double.parseDouble(text);
            }
            return type.equals("blob") ? Base64.getDecoder().decode(text) : text;
        } catch (IllegalArgumentException e) {
            throw new SQLException("a value is no " + type, "22P02", e);
        }
    }
}
