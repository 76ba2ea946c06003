// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.speedgaming;

import dev.bracketwire.house.KeptConnections;
import dev.bracketwire.store.Database;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import javax.sql.DataSource;

/**
 * Says where the database of a judge is, so that several processes can open it.
 *
 * @param engine {@code sqlite} or {@code postgres}
 * @param where the file, or the JDBC URL
 * @param schema the schema; {@code -} on SQLite
 */
record JudgePlace(String engine, String where, String schema) {
    private static final AtomicInteger SCHEMAS = new AtomicInteger();

    static JudgePlace sqlite(Path file) {
        return new JudgePlace("sqlite", file.toString(), "-");
    }

    /** Returns a schema that was not used before, on the one server of this JVM. */
    static JudgePlace postgres() {
        return new JudgePlace(
                "postgres", Server.RUNNING.getJdbcUrl("postgres", "postgres"), "judge" + SCHEMAS.incrementAndGet());
    }

    Database open() {
        if (engine.equals("sqlite")) {
            return Database.open(Path.of(where));
        }
        // The driver's own data source needs a module that tests on the module path do not have.
        DataSource server = (DataSource) Proxy.newProxyInstance(
                JudgePlace.class.getClassLoader(),
                new Class<?>[] {DataSource.class},
                (proxy, method, arguments) -> DriverManager.getConnection(where));
        return Database.builder().schema(schema).of(KeptConnections.of(server));
    }

    List<String> arguments() {
        return List.of(engine, where, schema);
    }

    /** Returns the first column of all rows. */
    static List<String> texts(Database db, String sql) {
        return db.read(connection -> {
                    try (Statement statement = connection.createStatement();
                            ResultSet row = statement.executeQuery(sql)) {
                        List<String> texts = new ArrayList<>();
                        while (row.next()) {
                            texts.add(row.getString(1));
                        }
                        return texts;
                    }
                })
                .get();
    }

    /** Ends all connections to the server, as a restart of it does. */
    void cutConnections() throws SQLException {
        synchronized (SCHEMAS) {
            cut();
        }
    }

    private void cut() throws SQLException {
        try (var own = DriverManager.getConnection(where);
                Statement statement = own.createStatement()) {
            statement.execute(
                    "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE pid <> pg_backend_pid() AND usename IS"
                            + " NOT NULL");
        }
    }

    private static final class Server {
        static final EmbeddedPostgres RUNNING = start();

        private static EmbeddedPostgres start() {
            try {
                return EmbeddedPostgres.builder()
                        .setCleanDataDirectory(true)
                        .setServerConfig("fsync", "off") // the server is not killed
                        .start();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
