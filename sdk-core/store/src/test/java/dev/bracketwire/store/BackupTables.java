// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.store;

import dev.bracketwire.exchange.Table;
import java.nio.file.Path;
import java.sql.ResultSet;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/** A database in a test of backups, with SQL in which {@code $} stands before the name of a table. */
final class BackupTables implements AutoCloseable {
    final Database db;
    private final String before;

    private BackupTables(Database db) {
        this.db = db;
        // PostgreSQL has a schema, SQLite a prefix within the name.
        String name = db.table("x");
        this.before = name.substring(0, name.length() - 1);
    }

    static BackupTables postgres() {
        return new BackupTables(Place.POSTGRES.open(Database.builder(), Path.of("unused")));
    }

    static BackupTables open(Place place, Path folder) {
        return new BackupTables(place.open(Database.builder(), folder));
    }

    private String filled(String sql) {
        return db.engine() == DatabaseEngine.POSTGRESQL
                ? sql.replaceAll("\\$(?=[a-z\"])", before)
                : sql.replace("$\"", "\"" + before).replaceAll("\\$(?=[a-z])", before);
    }

    void run(String... statements) {
        db.write(connection -> {
                    try (Statement statement = connection.createStatement()) {
                        for (String sql : statements) {
                            statement.execute(filled(sql));
                        }
                    }
                    return statements.length;
                })
                .get();
    }

    /** The rows of a query, each as its values with bars between them. */
    List<String> rows(String sql) {
        return db.read(connection -> {
                    List<String> all = new ArrayList<>();
                    try (Statement statement = connection.createStatement();
                            ResultSet rows = statement.executeQuery(filled(sql))) {
                        int width = rows.getMetaData().getColumnCount();
                        while (rows.next()) {
                            List<String> row = new ArrayList<>();
                            for (int i = 1; i <= width; i++) {
                                row.add(rows.getString(i));
                            }
                            all.add(String.join("|", row));
                        }
                    }
                    return all;
                })
                .get();
    }

    Table table(String name, String... key) {
        return db.rows(name, key);
    }

    @Override
    public void close() {
        db.close();
    }
}
