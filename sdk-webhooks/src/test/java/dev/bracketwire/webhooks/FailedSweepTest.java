// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.webhooks;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bracketwire.store.Database;
import dev.bracketwire.testkit.webhooks.FakeReceiver;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import javax.sql.DataSource;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FailedSweepTest {
    @TempDir
    Path folder;

    @Test
    void delete_ofALongQueueWhenTheDatabaseFails_isFinishedLaterAndOthersAreSent() {
        AtomicInteger cancellations = new AtomicInteger();
        try (FakeReceiver receiver = FakeReceiver.start();
                Database db = Database.of(pool("jdbc:sqlite:" + folder.resolve("q.db"), cancellations));
                Webhooks hooks = ChaosPlace.client(db, receiver.port()).open()) {
            String gone = hooks.subscribe(ChaosPlace.to(receiver.port(), "/gone", Duration.ofSeconds(20)))
                    .get()
                    .id();
            hooks.pause(gone, "for the test").get();
            hooks.publishAll(IntStream.range(0, 600)
                            .mapToObj(i -> Event.of("old", Map.of("i", i)))
                            .toList())
                    .get();
            hooks.delete(gone).get(); // cancels the first 500; the loop cancels the others, and fails at first
            Awaitility.await().atMost(Duration.ofMinutes(1)).until(() -> cancellations.get() >= 2);

            hooks.subscribe(ChaosPlace.to(receiver.port(), "/other", Duration.ofSeconds(20)))
                    .get();
            hooks.publish("new", Map.of("i", 1)).get();

            receiver.await(1, Duration.ofMinutes(1));
            Awaitility.await().atMost(Duration.ofMinutes(1)).until(() -> ChaosPlace.waiting(db) == 0);
            assertThat(cancellations).hasValue(3);
            assertThat(receiver.received("/gone")).isEmpty();
        }
    }

    /** Makes a pool whose second cancellation fails. */
    private static DataSource pool(String url, AtomicInteger cancellations) {
        return (DataSource) Proxy.newProxyInstance(
                FailedSweepTest.class.getClassLoader(),
                new Class<?>[] {DataSource.class},
                (pool, method, arguments) -> {
                    if (method.getName().equals("getConnection")) {
                        return failing(DriverManager.getConnection(url), cancellations);
                    }
                    throw new UnsupportedOperationException(method.getName());
                });
    }

    private static Connection failing(Connection connection, AtomicInteger cancellations) {
        return (Connection) Proxy.newProxyInstance(
                FailedSweepTest.class.getClassLoader(),
                new Class<?>[] {Connection.class},
                (proxy, method, arguments) -> {
                    if (method.getName().equals("prepareStatement")
                            && String.valueOf(arguments[0]).contains("'CANCELLED'")
                            && cancellations.incrementAndGet() == 2) {
                        throw new SQLException("the database is away");
                    }
                    try {
                        return method.invoke(connection, arguments);
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                });
    }
}
