// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.webhooks;

import dev.bracketwire.Secret;
import dev.bracketwire.house.KeptConnections;
import dev.bracketwire.keys.KeyRing;
import dev.bracketwire.store.Database;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.Statement;
import java.time.Duration;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import javax.sql.DataSource;

/**
 * Says where the queue of a suite is, so that several processes can open it.
 *
 * @param engine {@code sqlite} or {@code postgres}
 * @param where the file, or the JDBC URL
 * @param schema the schema; {@code -} on SQLite
 */
record ChaosPlace(String engine, String where, String schema) {
    /** The attempts that one node may have under way. */
    static final int CONCURRENCY = 16;

    static ChaosPlace sqlite(Path file) {
        return new ChaosPlace("sqlite", file.toString(), "-");
    }

    static ChaosPlace postgres() {
        return new ChaosPlace("postgres", ChaosPostgres.url(), ChaosPostgres.schema());
    }

    Database open() {
        if (engine.equals("sqlite")) {
            return Database.open(Path.of(where));
        }
        // The driver's own data source needs a module that tests on the module path do not have.
        DataSource server = (DataSource) Proxy.newProxyInstance(
                ChaosPlace.class.getClassLoader(),
                new Class<?>[] {DataSource.class},
                (proxy, method, arguments) -> DriverManager.getConnection(where));
        return Database.builder().schema(schema).of(KeptConnections.of(server));
    }

    /** Begins a client that may send to this loopback port. */
    static WebhooksBuilder client(Database db, int port) {
        KeyRing keys = KeyRing.of("chaos", Secret.of("AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8="));
        return Webhooks.builder(db, keys)
                .allowHttp()
                .allowRange("127.0.0.1/32", port)
                .concurrency(CONCURRENCY);
    }

    /** Returns options that never give up, and that let many attempts of dead nodes wait for the end of their leases. */
    static SubscriptionOptions to(int port, String path, Duration timeout) {
        return SubscriptionOptions.to("http://127.0.0.1:" + port + path)
                .concurrency(1000)
                .timeout(timeout)
                .retries(new RetrySchedule(Collections.nCopies(50, Duration.ofSeconds(1))));
    }

    /** Returns a source of GitHub's events, without handlers yet, that never gives up. */
    static IncomingSource source() {
        return IncomingSource.of("github", IncomingScheme.github(Secret.of("hush")))
                .concurrency(1000)
                .timeout(Duration.ofSeconds(5))
                .retries(new RetrySchedule(Collections.nCopies(50, Duration.ofSeconds(1))));
    }

    /** Returns how many deliveries are unfinished. */
    static long waiting(Database db) {
        return number(db, "SELECT count(*) FROM " + db.table("webhook_delivery"));
    }

    static long number(Database db, String sql) {
        return db.read(connection -> {
                    try (Statement statement = connection.createStatement();
                            ResultSet row = statement.executeQuery(sql)) {
                        row.next();
                        return row.getLong(1);
                    }
                })
                .get();
    }

    static Set<String> texts(Database db, String sql) {
        return db.read(connection -> {
                    try (Statement statement = connection.createStatement();
                            ResultSet row = statement.executeQuery(sql)) {
                        Set<String> texts = new HashSet<>();
                        while (row.next()) {
                            texts.add(row.getString(1));
                        }
                        return texts;
                    }
                })
                .get();
    }

    /** Waits until something holds; returns false if it does not within this time. */
    static boolean waitFor(Duration longest, BooleanSupplier condition) {
        long until = System.nanoTime() + longest.toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > until) {
                return false;
            }
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(100));
        }
        return true;
    }

    List<String> arguments() {
        return List.of(engine, where, schema);
    }
}
