// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.examples.bot;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.bracketwire.Call;
import dev.bracketwire.CallThreads;
import dev.bracketwire.Secret;
import dev.bracketwire.examples.tournament.Ports.ClosedException;
import dev.bracketwire.examples.tournament.Ports.MessagePort;
import dev.bracketwire.examples.tournament.Ports.RolePort;
import dev.bracketwire.testkit.Answer;
import dev.bracketwire.testkit.FakeUpstream;
import dev.bracketwire.testkit.ManualClock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class RemoteOutboxTest {
    private static final String TAKE_MESSAGES = "/api/outbox/messages/take";
    private static final String TAKE_ROLES = "/api/outbox/roles/take";
    private static final Answer DONE = done("");
    private static final Answer NO_MESSAGES = done(",\"data\":{\"messages\":[]}");
    private static final Answer NO_WISHES = done(",\"data\":{\"wishes\":[]}");
    private static final Answer ONE_MESSAGE = done(",\"data\":{\"messages\":[" + message("m-1", "Ann") + "]}");

    private final ManualClock clock = ManualClock.at(Instant.parse("2026-12-01T12:00:00Z"));
    private final List<String> sent = new CopyOnWriteArrayList<>();
    private final MessagePort messages = (person, text, id) -> {
        sent.add(person.name() + " " + person.discord() + " " + text + " " + id);
        return Call.done(true);
    };
    private final RolePort roles = (person, tournament, wanted) -> {
        sent.add(person.name() + " " + tournament.id() + " " + wanted);
        return Call.done(true);
    };

    private FakeUpstream server;
    private RemoteDesk desk;

    @BeforeEach
    void open() {
        server = FakeUpstream.start();
        desk = RemoteDesk.create(server.uri(), Secret.of("token"));
    }

    @AfterEach
    void close() {
        desk.close();
        server.close();
    }

    private static Answer done(String data) {
        return Answer.json("{\"result\":\"done\",\"id\":\"A-1\",\"text\":\"Done.\"" + data + "}");
    }

    private static String message(String id, String name) {
        return "{\"id\":\"" + id + "\",\"person\":{\"id\":\"p-" + name + "\",\"name\":\"" + name
                + "\",\"discord\":\"101\"},\"text\":\"A place is free\"}";
    }

    private RemoteOutbox start(MessagePort port) {
        return RemoteOutbox.start(
                desk, port, roles, CallThreads.builder("outbox").clock(clock).build());
    }

    private int asked(String path) {
        return server.received("POST", path).size();
    }

    private static ConditionFactory await() {
        return Awaitility.await().atMost(Duration.ofMinutes(1)).pollInterval(Duration.ofMillis(20));
    }

    /** Waits until the path was asked this often, while time passes. */
    private void asked(String path, int times) {
        await().until(() -> {
            clock.advance(Duration.ofSeconds(5));
            return asked(path) >= times;
        });
    }

    private JsonNode reported(String path) {
        await().until(() -> asked(path) > 0);
        return DiscordPlatform.json(server.received("POST", path).get(0).text());
    }

    @Test
    void start_whatWaits_isSentAndReported() {
        server.on("POST", TAKE_MESSAGES).answers(ONE_MESSAGE, NO_MESSAGES);
        server.on("POST", TAKE_ROLES)
                .answers(
                        done(",\"data\":{\"wishes\":[{\"person\":{\"id\":\"p-2\",\"name\":\"Ben\",\"discord\":\"102\"},"
                                + "\"tournament\":{\"id\":\"cup\",\"organisation\":\"club\",\"name\":\"Cup\",\"capacity\":8,"
                                + "\"teamSize\":1,\"maxTeams\":0,\"registration\":{},\"checkIn\":{}},"
                                + "\"roles\":[\"REGISTERED\"],\"mark\":\"MARK2\"}]}"),
                        NO_WISHES);
        server.on("POST", "/api/outbox/messages/m-1").answers(DONE);
        server.on("POST", "/api/outbox/roles/MARK2").answers(DONE);

        try (RemoteOutbox outbox = start(messages)) {
            assertThat(outbox).isNotNull();
            assertThat(reported("/api/outbox/messages/m-1")).isEqualTo(DiscordPlatform.json("{\"closed\":false}"));
            assertThat(reported("/api/outbox/roles/MARK2")).isEqualTo(DiscordPlatform.json("{\"closed\":false}"));
            assertThat(sent).containsExactly("Ann 101 A place is free m-1", "Ben cup [REGISTERED]");
            var take = server.received("POST", TAKE_MESSAGES).get(0);
            assertThat(take.text()).isEqualTo("{\"most\":10}");
            assertThat(take.header("Authorization")).hasValue("Bearer token");
            assertThat(take.header("X-Discord-Id")).isEmpty();
        }
    }

    @Test
    void start_failuresOfThePlatform_areReportedWithTheirReasons() {
        server.on("POST", TAKE_MESSAGES)
                .answers(
                        done(",\"data\":{\"messages\":[" + message("m-1", "Ann") + "," + message("m-2", "Ben") + ","
                                + message("m-3", "Cid") + "]}"),
                        NO_MESSAGES);
        server.on("POST", TAKE_ROLES).answers(NO_WISHES);
        server.on("POST", "/api/outbox/messages/{id}").answers(DONE);
        MessagePort failing = (person, text, id) -> switch (person.name()) {
            case "Ann" -> Call.failed(new ClosedException("Ann takes none"));
            case "Ben" -> Call.failed(new IllegalStateException("line one\nof {p-1} " + "x".repeat(900)));
            default -> throw new IllegalStateException("at once");
        };

        try (RemoteOutbox outbox = start(failing)) {
            assertThat(outbox).isNotNull();
            assertThat(reported("/api/outbox/messages/m-1"))
                    .isEqualTo(DiscordPlatform.json("{\"problem\":\"Ann takes none\",\"closed\":true}"));
            JsonNode second = reported("/api/outbox/messages/m-2");
            assertThat(second.path("closed").asBoolean()).isFalse();
            assertThat(second.path("problem").asText())
                    .contains("line one of p-1} xxx")
                    .hasSize(200);
            assertThat(reported("/api/outbox/messages/m-3").path("problem").asText())
                    .isEqualTo("at once");
        }
    }

    @Test
    void report_serverFails_isReportedBeforeAnythingElseIsTaken() {
        server.on("POST", TAKE_MESSAGES).answers(ONE_MESSAGE, NO_MESSAGES);
        server.on("POST", TAKE_ROLES).answers(NO_WISHES);
        Answer failed = Answer.json("{\"result\":\"failed\",\"id\":\"A-2\",\"text\":\"Later.\"}")
                .status(500);
        server.on("POST", "/api/outbox/messages/m-1").answers(failed, failed, DONE);

        try (RemoteOutbox outbox = start(messages)) {
            assertThat(outbox).isNotNull();
            asked("/api/outbox/messages/m-1", 2);
            assertThat(asked(TAKE_MESSAGES))
                    .as("nothing is taken before the report")
                    .isEqualTo(1);
            asked(TAKE_MESSAGES, 2);
            assertThat(asked("/api/outbox/messages/m-1")).isEqualTo(3);
            assertThat(sent).hasSize(1);
        }
    }

    @Test
    void report_serverDoesNotTakeIt_goesOn() {
        server.on("POST", TAKE_MESSAGES).answers(ONE_MESSAGE, NO_MESSAGES);
        server.on("POST", TAKE_ROLES).answers(NO_WISHES);
        server.on("POST", "/api/outbox/messages/m-1")
                .answers(Answer.json("{\"result\":\"refused\",\"id\":\"A-2\",\"text\":\"problem is odd.\","
                                + "\"reason\":\"INVALID\",\"choices\":[]}")
                        .status(422));

        try (RemoteOutbox outbox = start(messages)) {
            assertThat(outbox).isNotNull();
            asked(TAKE_MESSAGES, 3);
            assertThat(asked("/api/outbox/messages/m-1")).isEqualTo(1);
        }
    }

    @Test
    void wake_betweenTurns_looksAtOnceAndElseEveryFiveSeconds() {
        server.on("POST", TAKE_MESSAGES).answers(NO_MESSAGES);
        server.on("POST", TAKE_ROLES).answers(NO_WISHES);

        try (RemoteOutbox outbox = start(messages)) {
            await().until(() -> asked(TAKE_ROLES) == 1);
            outbox.wake();
            await().until(() -> asked(TAKE_ROLES) == 2);
            asked(TAKE_ROLES, 3);
        }
    }

    @Test
    void wake_whileTheTokenIsRefused_asksNothing() {
        server.on("POST", TAKE_MESSAGES)
                .answers(
                        Answer.json(
                                        "{\"result\":\"refused\",\"id\":\"A-2\",\"text\":\"This needs the permission admin.\","
                                                + "\"reason\":\"FORBIDDEN\",\"choices\":[]}")
                                .status(403),
                        ONE_MESSAGE,
                        NO_MESSAGES);
        server.on("POST", TAKE_ROLES).answers(NO_WISHES);
        server.on("POST", "/api/outbox/messages/m-1").answers(DONE);

        try (RemoteOutbox outbox = start(messages)) {
            await().until(() -> outbox.failures() == 1);
            for (int i = 0; i < 100; i++) {
                outbox.wake();
            }
            assertThat(asked(TAKE_MESSAGES)).isEqualTo(1);
            outbox.retry();
            await().until(() -> asked("/api/outbox/messages/m-1") == 1);
            await().until(() -> outbox.failures() == 0);
        }
    }

    @Test
    void close_whileSending_reportsAndTakesNothingMore() throws Exception {
        server.on("POST", TAKE_MESSAGES).answers(ONE_MESSAGE);
        server.on("POST", TAKE_ROLES).answers(NO_WISHES);
        server.on("POST", "/api/outbox/messages/m-1").answers(DONE);
        CountDownLatch sending = new CountDownLatch(1);
        CompletableFuture<Boolean> platform = new CompletableFuture<>();
        RemoteOutbox outbox = start((person, text, id) -> {
            sending.countDown();
            return Call.of(context -> platform);
        });
        sending.await();
        CompletableFuture<Void> closing = CompletableFuture.runAsync(outbox::close);
        await().until(outbox::isClosed);
        platform.complete(true);
        closing.join();

        assertThat(asked("/api/outbox/messages/m-1")).isEqualTo(1);
        assertThat(asked(TAKE_MESSAGES)).isEqualTo(1);
        outbox.retry();
        clock.advance(Duration.ofMinutes(2));
        assertThat(asked(TAKE_MESSAGES)).isEqualTo(1);
    }
}
