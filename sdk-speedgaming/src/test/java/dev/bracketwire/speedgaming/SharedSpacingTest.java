// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.speedgaming;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.bracketwire.RateLimitedException;
import dev.bracketwire.StoreException;
import dev.bracketwire.TransportException;
import dev.bracketwire.UnavailableException;
import dev.bracketwire.connector.Timeouts;
import dev.bracketwire.house.KeptConnections;
import dev.bracketwire.store.Database;
import dev.bracketwire.testkit.Answer;
import dev.bracketwire.testkit.FakeUpstream;
import dev.bracketwire.testkit.ManualClock;
import dev.bracketwire.testkit.Received;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Path;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Shares the spacing of clients by a database, as processes do. */
class SharedSpacingTest {
    private static final Duration SPACING = Duration.ofSeconds(60);
    private static final AtomicInteger NAMES = new AtomicInteger();

    @TempDir
    Path folder;

    private final ManualClock clock = ManualClock.at(Instant.parse("2026-09-01T00:00:00Z"));
    private final FakeUpstream upstream = FakeUpstream.builder().clock(clock).start();
    private final List<AutoCloseable> opened = new ArrayList<>();
    private final String name = "g" + NAMES.incrementAndGet();

    @AfterEach
    void close() throws Exception {
        for (AutoCloseable each : opened) {
            each.close();
        }
        upstream.close();
    }

    private Database database(Engine engine) {
        Database db = engine == Engine.SQLITE
                ? Database.builder().open(folder.resolve(name + ".db"))
                : Database.builder().schema(name).of(Server.KEPT);
        opened.add(db);
        return db;
    }

    private SpeedGaming client(Database db) {
        return client(db, upstream.uri(), clock);
    }

    private SpeedGaming client(Database db, URI base, ManualClock own) {
        SpeedGaming client = SpeedGaming.builder("Example League, admin@league.example")
                .base(base)
                .spacing(SPACING)
                .clock(own)
                .timeouts(Timeouts.defaults().call(Duration.ofMinutes(10)))
                .sharedBy(db)
                .build();
        opened.add(0, client);
        return client;
    }

    private void answers(Answer first, Answer... more) {
        upstream.on("GET", "/api/schedule/").answers(first, more);
    }

    /** Advances by a part of a second until the call ends, so that no wait can be missed. */
    private void advanceUntilDone(CompletableFuture<?> call) {
        await().atMost(Duration.ofSeconds(60))
                .pollInterval(Duration.ofMillis(1))
                .until(() -> {
                    clock.advance(Duration.ofMillis(500));
                    return call.isDone();
                });
    }

    private void assertSpaced() {
        List<Received> received = upstream.received();
        for (int i = 1; i < received.size(); i++) {
            assertThat(Duration.between(
                            received.get(i - 1).at(), received.get(i).at()))
                    .isGreaterThanOrEqualTo(SPACING);
        }
    }

    @ParameterizedTest
    @EnumSource
    void clients_ofSeveralProcesses_areSpacedTogether(Engine engine) {
        answers(Answer.json("[]"));
        List<CompletableFuture<?>> calls = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            SpeedGaming client = client(database(engine));
            calls.add(client.schedule().start());
            calls.add(client.schedule("a" + i, clock.instant(), clock.instant().plusSeconds(60))
                    .start());
        }
        advanceUntilDone(CompletableFuture.allOf(calls.toArray(CompletableFuture[]::new)));
        assertThat(calls).allSatisfy(call -> assertThat(call).isCompleted());
        assertThat(upstream.received()).hasSize(6);
        assertSpaced();
    }

    @ParameterizedTest
    @EnumSource
    void restart_doesNotForgetTheTurn(Engine engine) {
        answers(Answer.json("[]"));
        try (Database db = database(engine);
                SpeedGaming first = client(db)) {
            first.schedule().get();
        }
        CompletableFuture<Schedule> next = client(database(engine)).schedule().start();
        advanceUntilDone(next);
        assertThat(next).isCompleted();
        assertSpaced();
    }

    @ParameterizedTest
    @EnumSource
    void call_withLessTimeThanTheWait_isRefusedAtOnce(Engine engine) throws Exception {
        answers(Answer.json("[]"));
        SpeedGaming client = client(database(engine));
        client.schedule().get();
        assertThat(client.connector().lastHealth().limits())
                .allSatisfy(state -> assertThat(state.delay()).isEqualTo(SPACING));
        CompletableFuture<Schedule> patient = client.schedule().start();
        CompletableFuture<Schedule> behind = client.schedule(
                        "a", clock.instant(), clock.instant().plusSeconds(9))
                .within(Duration.ofSeconds(100))
                .start();
        assertThatThrownBy(() -> behind.get(30, TimeUnit.SECONDS))
                .cause()
                .isInstanceOfSatisfying(
                        RateLimitedException.class,
                        e -> assertThat(e.retryAt()).isEqualTo(clock.instant().plusSeconds(120)));
        assertThat(patient).isNotDone();
        advanceUntilDone(patient);
        assertSpaced();
    }

    @ParameterizedTest
    @EnumSource
    void retryAfter_holdsForAllProcesses(Engine engine) {
        answers(Answer.of(503).retryAfterSeconds(300), Answer.json("[]"));
        assertThatThrownBy(() -> client(database(engine)).schedule().get()).isInstanceOf(UnavailableException.class);
        SpeedGaming other = client(database(engine));
        // The pause is written after the call ended.
        await().atMost(Duration.ofSeconds(30))
                .untilAsserted(() -> assertThatThrownBy(() ->
                                other.schedule().within(Duration.ofSeconds(120)).get())
                        .isInstanceOfSatisfying(
                                RateLimitedException.class,
                                e -> assertThat(e.retryAt())
                                        .isEqualTo(clock.instant().plusSeconds(300))));
        CompletableFuture<Schedule> next = other.schedule().start();
        advanceUntilDone(next);
        assertThat(Duration.between(
                        upstream.received().get(0).at(),
                        upstream.received().get(1).at()))
                .isGreaterThanOrEqualTo(Duration.ofMinutes(5));
    }

    @ParameterizedTest
    @EnumSource
    void turn_thatWasNotUsed_isGivenBack(Engine engine) throws Exception {
        answers(Answer.json("[]"));
        Database db = database(engine);
        int closed;
        try (ServerSocket socket = new ServerSocket(0)) {
            closed = socket.getLocalPort();
        }
        SpeedGaming unreachable = client(db, URI.create("http://127.0.0.1:" + closed), clock);
        for (int i = 0; i < 3; i++) {
            CompletableFuture<Schedule> call = unreachable.schedule().start();
            // No time passes, so each of these had the turn that the one before gave back.
            assertThatThrownBy(() -> call.get(30, TimeUnit.SECONDS))
                    .isInstanceOf(ExecutionException.class)
                    .hasCauseInstanceOf(TransportException.class);
        }
    }

    @ParameterizedTest
    @EnumSource
    void call_thatIsCancelledWhileItWaits_leavesItsTurnToOthers(Engine engine) {
        answers(Answer.json("[]"));
        SpeedGaming client = client(database(engine));
        client.schedule().get();
        CompletableFuture<Schedule> cancelled = client.schedule().start();
        CompletableFuture<Schedule> next = client.schedule(
                        "a", clock.instant(), clock.instant().plusSeconds(9))
                .start();
        cancelled.cancel(true);
        advanceUntilDone(next);
        assertThat(next).isCompleted();
        assertThat(upstream.received()).hasSize(2);
        assertThat(Duration.between(
                        upstream.received().get(0).at(),
                        upstream.received().get(1).at()))
                .isLessThan(SPACING.multipliedBy(2));
        assertSpaced();
    }

    @ParameterizedTest
    @EnumSource
    void reply_thatIsLost_keepsTheTurn(Engine engine) {
        answers(Answer.dropBeforeHead(), Answer.json("[]"));
        SpeedGaming client = client(database(engine));
        assertThatThrownBy(() -> client.schedule().get()).isInstanceOf(TransportException.class);
        CompletableFuture<Schedule> next = client.schedule().start();
        advanceUntilDone(next);
        assertSpaced();
    }

    @ParameterizedTest
    @EnumSource
    void request_thatIsStillUnderWay_keepsOthersWaiting(Engine engine) {
        answers(Answer.stall(), Answer.json("[]"));
        CompletableFuture<Schedule> stalled =
                client(database(engine)).schedule().start();
        await().atMost(Duration.ofSeconds(30)).until(() -> !upstream.received().isEmpty());
        CompletableFuture<Schedule> next = client(database(engine)).schedule().start();
        advanceUntilDone(next);
        assertThat(stalled).isCompletedExceptionally();
        assertThat(next).isCompleted();
        // The attempt that stalled was given up after ten seconds.
        assertThat(Duration.between(
                        upstream.received().get(0).at(),
                        upstream.received().get(1).at()))
                .isGreaterThanOrEqualTo(SPACING.plusSeconds(10));
    }

    @ParameterizedTest
    @EnumSource
    void process_thatEndsDuringARequest_costsTwoTurnsAtMost(Engine engine) {
        answers(Answer.stall(), Answer.json("[]"));
        Database gone = database(engine);
        CompletableFuture<Schedule> stalled = client(gone).schedule().start();
        await().atMost(Duration.ofSeconds(30)).until(() -> !upstream.received().isEmpty());
        gone.close(); // what this client would write is lost, as if its process had ended
        CompletableFuture<Schedule> next = client(database(engine)).schedule().start();
        advanceUntilDone(next);
        assertThat(stalled).isCompletedExceptionally();
        assertThat(next).isCompleted();
        assertThat(Duration.between(
                        upstream.received().get(0).at(),
                        upstream.received().get(1).at()))
                .isGreaterThanOrEqualTo(SPACING.plusSeconds(10));
    }

    @ParameterizedTest
    @EnumSource
    void clock_thatWasSetBack_costsOneMoreTurnAtMost(Engine engine) {
        answers(Answer.json("[]"));
        SpeedGaming ahead = client(
                database(engine), upstream.uri(), ManualClock.at(clock.instant().plusSeconds(7200)));
        ahead.schedule().get();
        CompletableFuture<Schedule> next = client(database(engine)).schedule().start();
        advanceUntilDone(next);
        assertThat(next).isCompleted();
        assertThat(Duration.between(
                        upstream.received().get(0).at(),
                        upstream.received().get(1).at()))
                .isBetween(SPACING, SPACING.multipliedBy(2));
    }

    @ParameterizedTest
    @EnumSource
    void database_thatFails_letsNothingBeSent(Engine engine) {
        answers(Answer.json("[]"));
        Database db = database(engine);
        SpeedGaming client = client(db);
        db.write(connection -> {
                    try (Statement statement = connection.createStatement()) {
                        return statement.execute("DROP TABLE " + db.table("sg_budget"));
                    }
                })
                .get();
        assertThatThrownBy(() -> client.schedule().get()).isInstanceOf(StoreException.class);
        assertThat(upstream.received()).isEmpty();
    }

    @ParameterizedTest
    @EnumSource
    void clientWithoutAClock_goesByTheDatabaseOrTheSystem(Engine engine) {
        answers(Answer.json("[]"));
        List<SpeedGaming> clients = new ArrayList<>();
        for (int i = 0; i < 2; i++) {
            SpeedGaming client = SpeedGaming.builder("Example League, admin@league.example")
                    .base(upstream.uri())
                    .spacing(Duration.ofHours(1))
                    .sharedBy(database(engine))
                    .build();
            opened.add(0, client);
            clients.add(client);
        }
        clients.get(0).schedule().get();
        assertThatThrownBy(() -> clients.get(1).schedule().get())
                .isInstanceOfSatisfying(
                        RateLimitedException.class,
                        e -> assertThat(e.retryAt()).isAfter(Instant.now().plusSeconds(1_800)));
        assertThat(upstream.received()).hasSize(1);
    }

    enum Engine {
        SQLITE,
        POSTGRES
    }

    /** One real server for all tests of the class. */
    private static final class Server {
        static final DataSource KEPT = KeptConnections.of(start().getPostgresDatabase());

        private static EmbeddedPostgres start() {
            try {
                return EmbeddedPostgres.builder()
                        .setCleanDataDirectory(true)
                        .setServerConfig("fsync", "off") // nothing outlives the tests
                        .start();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
