// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.bracketwire.CancelledException;
import dev.bracketwire.DeadlineException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class WakeupTest {
    private static final Duration LONG = Duration.ofMinutes(5);

    @TempDir
    Path folder;

    private static void wake(Database db) {
        db.write(connection -> {
                    db.wake(connection, "jobs");
                    return 0;
                })
                .get();
    }

    @ParameterizedTest
    @EnumSource(Place.class)
    void await_wokenMeanwhile_givesTrueOnce(Place place) throws Exception {
        try (Database db = place.open(Database.builder(), folder);
                Wakeup jobs = db.wakeup("jobs");
                Wakeup others = db.wakeup("others")) {
            CompletableFuture<Boolean> waiting = jobs.await(LONG).start();
            assertThat(waiting).isNotDone();
            wake(db);
            assertThat(waiting.get(1, TimeUnit.MINUTES)).isTrue();
            assertThat(jobs.await(Duration.ofMillis(1)).get()).isFalse();
            assertThat(others.await(Duration.ZERO).get()).isFalse();
        }
    }

    @ParameterizedTest
    @EnumSource(Place.class)
    void await_wokenBefore_isNotMissed(Place place) {
        try (Database db = place.open(Database.builder(), folder);
                Wakeup jobs = db.wakeup("jobs")) {
            wake(db);
            wake(db);
            assertThat(jobs.await(LONG).get()).isTrue();
            assertThat(jobs.await(Duration.ofMillis(1)).get()).isFalse();
        }
    }

    @ParameterizedTest
    @EnumSource(Place.class)
    void wake_rolledBack_wakesNoWaiter(Place place) {
        try (Database db = place.open(Database.builder(), folder);
                Wakeup jobs = db.wakeup("jobs")) {
            assertThatThrownBy(() -> db.write(connection -> {
                                db.wake(connection, "jobs");
                                throw new IllegalStateException("no");
                            })
                            .get())
                    .hasMessage("no");
            assertThat(jobs.await(Duration.ofMillis(1)).get()).isFalse();
        }
    }

    @Test
    void wake_connectionOfAnother_isRefused() throws SQLException {
        try (Database db = Database.inMemory();
                Connection own = Postgres.pool().getConnection()) {
            assertThatThrownBy(() -> db.wake(own, "jobs"))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("the work was given");
            Connection kept = db.write(connection -> connection).get();
            assertThatThrownBy(() -> db.wake(kept, "jobs")).isInstanceOf(IllegalArgumentException.class);
        }
    }

    @Test
    void await_deadlineCancelOrClose_ends() throws Exception {
        Database db = Database.inMemory();
        Wakeup jobs = db.wakeup("jobs");
        assertThatThrownBy(() -> jobs.await(LONG).within(Duration.ofMillis(5)).get())
                .isInstanceOf(DeadlineException.class)
                .hasMessageContaining("wait for jobs");
        Thread.currentThread().interrupt();
        assertThatThrownBy(() -> jobs.await(LONG).get()).isInstanceOf(CancelledException.class);
        assertThat(Thread.interrupted()).isTrue();
        assertThatThrownBy(() -> jobs.await(Duration.ofMillis(-1))).isInstanceOf(IllegalArgumentException.class);
        CompletableFuture<Boolean> closed = jobs.await(LONG).start();
        jobs.close();
        assertThat(closed.get(1, TimeUnit.MINUTES)).isTrue();
        Wakeup last = db.wakeup("jobs");
        CompletableFuture<Boolean> ended = last.await(LONG).start();
        db.close();
        assertThat(ended.get(1, TimeUnit.MINUTES)).isTrue();
        assertThatThrownBy(() -> last.await(LONG).get())
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("the database is closed");
    }

    @Test
    void listen_notifiedByAnotherNode_wakesAndReconnectsAfterALoss() throws Exception {
        String schema = Postgres.schema();
        try (Database here = Database.builder()
                        .schema(schema)
                        .listening(Postgres.pool())
                        .of(Postgres.pool());
                Database there = Database.builder().schema(schema).of(Postgres.pool());
                Wakeup jobs = here.wakeup("jobs")) {
            // Whoever begins to listen looks once, as it is not known what was missed.
            assertThat(jobs.await(LONG).get()).isTrue();
            CompletableFuture<Boolean> waiting = jobs.await(LONG).start();
            wake(there);
            assertThat(waiting.get(1, TimeUnit.MINUTES)).isTrue();
            assertThat(listeners(there, schema)).hasSize(1);

            CompletableFuture<Boolean> cutOff = jobs.await(LONG).start();
            terminate(there, listeners(there, schema));
            assertThat(cutOff.get(1, TimeUnit.MINUTES)).isTrue();
            CompletableFuture<Boolean> again = jobs.await(LONG).start();
            wake(there);
            assertThat(again.get(1, TimeUnit.MINUTES)).isTrue();
        }
        try (Database after = Database.builder().schema(schema).of(Postgres.pool())) {
            // The server notices the end of a connection in its own time.
            long end = System.nanoTime() + TimeUnit.MINUTES.toNanos(1);
            while (!listeners(after, schema).isEmpty() && System.nanoTime() < end) {
                Thread.onSpinWait();
            }
            assertThat(listeners(after, schema)).isEmpty();
        }
    }

    private static List<Integer> listeners(Database db, String schema) {
        return db.read(connection -> {
                    try (Statement statement = connection.createStatement();
                            ResultSet rows =
                                    statement.executeQuery("SELECT pid FROM pg_stat_activity WHERE query IN ('LISTEN \""
                                            + schema + "\"', 'SELECT 1') AND pid <> pg_backend_pid()")) {
                        List<Integer> pids = new ArrayList<>();
                        while (rows.next()) {
                            pids.add(rows.getInt(1));
                        }
                        return pids;
                    }
                })
                .get();
    }

    private static void terminate(Database db, List<Integer> pids) {
        for (int pid : pids) {
            db.write(connection -> {
                        try (Statement statement = connection.createStatement()) {
                            return statement.execute("SELECT pg_terminate_backend(" + pid + ")");
                        }
                    })
                    .get();
        }
    }
}
