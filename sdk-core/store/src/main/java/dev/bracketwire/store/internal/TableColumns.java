// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.store.internal;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/** Lists the columns of a table as its database spells them. A name from elsewhere is a column only if it is listed. */
public final class TableColumns {
    private static final int SHOWN = 60;

    private final SqlIdentifier table;
    private final List<String> names;

    private TableColumns(SqlIdentifier table, List<String> names) {
        this.table = table;
        this.names = names;
    }

    /** Asks the database for the columns of a table. */
    static TableColumns of(Connection connection, SqlIdentifier table) throws SQLException {
        List<String> names = new ArrayList<>();
        try (Statement statement = connection.createStatement();
                ResultSet none = statement.executeQuery("SELECT * FROM " + table + " WHERE 1 = 0")) {
            ResultSetMetaData found = none.getMetaData();
            for (int i = 1; i <= found.getColumnCount(); i++) {
                names.add(found.getColumnLabel(i));
            }
        }
        return new TableColumns(table, List.copyOf(names));
    }

    /** Returns the names, in the table's order. */
    public List<String> names() {
        return names;
    }

    /** Returns the columns of exactly these names, or fails if there is none of one of them. */
    List<SqlIdentifier> columns(Collection<String> wanted) throws SQLException {
        List<SqlIdentifier> columns = new ArrayList<>();
        for (String name : wanted) {
            if (!names.contains(name)) {
                throw missing(name);
            }
            columns.add(SqlIdentifier.exact(name));
        }
        return columns;
    }

    /** Returns the database's spelling of a name in the program's code, whose case does not matter if only one fits. */
    String spelled(String name) throws SQLException {
        if (names.contains(name)) {
            return name;
        }
        List<String> alike = names.stream().filter(name::equalsIgnoreCase).toList();
        if (alike.size() != 1) {
            throw missing(name);
        }
        return alike.get(0);
    }

    private SQLException missing(String name) {
        String shown = name.replaceAll("\\p{Cntrl}", "?");
        return new SQLException(
                table.name() + " has no column " + (shown.length() > SHOWN ? shown.substring(0, SHOWN) + "…" : shown),
                "42703");
    }
}
