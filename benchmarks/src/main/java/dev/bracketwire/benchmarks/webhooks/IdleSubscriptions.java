// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.benchmarks.webhooks;

import dev.bracketwire.Secret;
import dev.bracketwire.benchmarks.Figures;
import dev.bracketwire.benchmarks.Probe;
import dev.bracketwire.keys.KeyRing;
import dev.bracketwire.store.Database;
import dev.bracketwire.webhooks.SubscriptionOptions;
import dev.bracketwire.webhooks.Webhooks;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Base64;
import java.util.concurrent.atomic.AtomicInteger;
import javax.sql.DataSource;

/** Counts the statements that an idle client with ten thousand subscriptions sends, its threads and its memory. */
public final class IdleSubscriptions implements Probe {
    private static final int SUBSCRIPTIONS = 10_000;
    private static final int SECONDS = 20;

    /** Made by name. */
    public IdleSubscriptions() {}

    @Override
    public void measure(Figures figures) throws IOException {
        AtomicInteger statements = new AtomicInteger();
        KeyRing keys = KeyRing.of("bench", Secret.of(Base64.getEncoder().encodeToString(new byte[32])));
        try (EmbeddedPostgres server = DeliveryBench.server();
                Database db = Database.of(counting(server.getPostgresDatabase(), statements));
                Webhooks publisher = Webhooks.builder(db, keys).publishOnly().open()) {
            copy(db, publisher.subscribe(SubscriptionOptions.to("https://e.example.org/hook").types("bench.e"))
                    .get()
                    .id());
            publisher.subscriptions().get();
            long before = memory();
            int threads = Thread.activeCount();
            try (Webhooks hooks = Webhooks.open(db, keys)) {
                hooks.publish("bench.nothing", DeliveryBench.DATA).get();
                DeliveryBench.pause(3000);
                statements.set(0);
                DeliveryBench.pause(SECONDS * 1000L);
                figures.add("statements", "ours", statements.get() / (double) SECONDS, "/s");
                figures.add("threads", "ours", Thread.activeCount() - threads, "threads");
                figures.add("heap", "ours", (memory() - before) / (double) SUBSCRIPTIONS, "B/subscription");
            }
        }
    }

    /** Makes the others by SQL, as each subscription that is made by a call has all of them read again. */
    private static void copy(Database db, String first) {
        db.write(connection -> {
                    try (Statement statement = connection.createStatement()) {
                        statement.execute("INSERT INTO bracketwire.webhook_subscription (id, options, state, reason, version,"
                                + " created_at) SELECT 'sub_' || n, replace(options, 'bench.e', 'bench.e' || n), state, reason,"
                                + " n, created_at FROM bracketwire.webhook_subscription, generate_series(1, "
                                + (SUBSCRIPTIONS - 1) + ") n WHERE id = '" + first + "'");
                        statement.execute("INSERT INTO bracketwire.webhook_lane (subscription_id)"
                                + " SELECT id FROM bracketwire.webhook_subscription ON CONFLICT DO NOTHING");
                        return statement.execute("UPDATE bracketwire.webhook_version SET version = 1000000");
                    }
                })
                .get();
    }

    private static long memory() {
        System.gc();
        DeliveryBench.pause(200);
        System.gc();
        return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
    }

    private static DataSource counting(DataSource pool, AtomicInteger statements) {
        return (DataSource) Proxy.newProxyInstance(
                IdleSubscriptions.class.getClassLoader(),
                new Class<?>[] {DataSource.class},
                (proxy, method, arguments) -> {
                    Object result = call(pool, method, arguments);
                    return result instanceof Connection connection ? counting(connection, statements) : result;
                });
    }

    private static Connection counting(Connection connection, AtomicInteger statements) {
        return (Connection) Proxy.newProxyInstance(
                IdleSubscriptions.class.getClassLoader(),
                new Class<?>[] {Connection.class},
                (proxy, method, arguments) -> {
                    Object result = call(connection, method, arguments);
                    if (result instanceof PreparedStatement) {
                        statements.incrementAndGet();
                    }
                    return result;
                });
    }

    private static Object call(Object target, java.lang.reflect.Method method, Object[] arguments) throws Throwable {
        try {
            return method.invoke(target, arguments);
        } catch (InvocationTargetException e) {
            throw e.getCause() == null ? new SQLException(e) : e.getCause();
        }
    }
}
