// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.connector;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.bracketwire.Call;
import dev.bracketwire.CancelledException;
import dev.bracketwire.CassetteException;
import dev.bracketwire.DeadlineException;
import dev.bracketwire.NotFoundException;
import dev.bracketwire.Secret;
import dev.bracketwire.TransportException;
import dev.bracketwire.connector.Api.Player;
import dev.bracketwire.testkit.Answer;
import dev.bracketwire.testkit.FakeUpstream;
import dev.bracketwire.testkit.ManualClock;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.UnaryOperator;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CassetteTest {
    /** Nothing listens there, and nothing may be sent there. */
    private static final URI NOWHERE = URI.create("http://127.0.0.1:1");

    private static final RetryPolicy SOON =
            new RetryPolicy(4, Duration.ofMillis(2), Duration.ofMillis(4), Duration.ofMillis(20));

    @TempDir
    Path folder;

    private FakeUpstream upstream = FakeUpstream.start();

    private Path file() {
        return folder.resolve("cassettes/chests.json");
    }

    private Connector recording() {
        return connector(upstream.uri(), Cassette.record(file()), config -> config);
    }

    private static Connector connector(URI base, Cassette cassette, UnaryOperator<ConnectorConfigBuilder> options) {
        return Connector.create(options.apply(
                        ConnectorConfig.builder("chests", base).retry(SOON).cassette(cassette))
                .build());
    }

    private Connector replaying(Cassette cassette) {
        upstream.close();
        return connector(NOWHERE, cassette, config -> config);
    }

    private Connector replaying() {
        return replaying(Cassette.replay(file()));
    }

    @Test
    void replay_afterRecording_givesTheSameWithoutTheUpstream() throws IOException {
        upstream.on("GET", "/players/{id}").answers(Answer.json(Api.ANN).header("ETag", "\"1\""));
        try (Connector connector = recording()) {
            assertThat(connector.get("/players/{id}", Player.class, 42).get().name())
                    .isEqualTo("Ann");
        }
        Cassette cassette = Cassette.replay(file());
        try (Connector connector = replaying(cassette)) {
            Reply reply = connector.send(Request.get("/players/{id}", 42)).get();
            assertThat(reply.text()).isEqualTo(Api.ANN);
            assertThat(reply.header("ETag")).contains("\"1\"");
        }
        assertThat(cassette.unused()).isEmpty();
        assertThat(Files.readString(file())).isEqualTo("""
                        {
                          "cassette": 1,
                          "entries": [
                            {
                              "request": {
                                "method": "GET",
                                "template": "/players/{id}",
                                "path": "/players/42",
                                "headers": {
                                  "Accept": "application/json"
                                }
                              },
                              "reply": {
                                "status": 200,
                                "headers": {
                                  "Content-Type": "application/json",
                                  "ETag": "\\"1\\""
                                },
                                "json": {
                                  "id": 42,
                                  "name": "Ann"
                                }
                              }
                            }
                          ]
                        }
                        """);
    }

    @Test
    void replay_recordedRetry_isRetriedAndReportedToListeners() {
        upstream.on("GET", "/x").answers(Answer.tooManyRequests(), Answer.of(503), Answer.json(Api.ANN));
        try (Connector connector = recording()) {
            connector.get("/x", Player.class).get();
        }
        List<Integer> statuses = new java.util.concurrent.CopyOnWriteArrayList<>();
        CallListener listener = new CallListener() {
            @Override
            public void attempted(Attempt attempt) {
                statuses.add(attempt.status());
            }
        };
        upstream.close();
        try (Connector connector = connector(NOWHERE, Cassette.replay(file()), config -> config.listener(listener))) {
            assertThat(connector.send(Request.get("/x")).get().attempts()).isEqualTo(3);
        }
        assertThat(statuses).containsExactly(429, 503, 200);
    }

    @Test
    void replay_withCache_playsTheEntryOnce() {
        upstream.on("GET", "/x").answers(Answer.json(Api.ANN));
        try (Connector connector = recording()) {
            connector.get("/x", Player.class).get();
        }
        CachePolicy minute = CachePolicy.of(Duration.ofMinutes(1));
        try (Connector connector = connector(NOWHERE, Cassette.replay(file()), config -> config.cache(minute))) {
            connector.get("/x", Player.class).get();
            assertThat(connector.get("/x", Player.class).get().name()).isEqualTo("Ann");
        }
    }

    @Test
    void replay_equalRequests_getTheirRepliesInOrderAndNoMore() {
        upstream.on("GET", "/x").answers(Answer.text("one"), Answer.text("two"));
        try (Connector connector = recording()) {
            connector.get("/x", String.class).get();
            connector.get("/x", String.class).get();
        }
        try (Connector connector = replaying()) {
            assertThat(connector.get("/x", String.class).get()).isEqualTo("one");
            assertThat(connector.get("/x", String.class).get()).isEqualTo("two");
            assertThatThrownBy(() -> connector.get("/x", String.class).get())
                    .isInstanceOf(CassetteException.class)
                    .hasMessageContaining("entry 1, GET /x, which was played already")
                    .hasMessageContaining("repeatLast()");
        }
        try (Connector connector = replaying(Cassette.replay(file()).repeatLast())) {
            connector.get("/x", String.class).get();
            connector.get("/x", String.class).get();
            assertThat(connector.get("/x", String.class).get()).isEqualTo("two");
        }
    }

    @Test
    void replay_queryInAnotherOrderAndEqualJson_matches() {
        upstream.on("POST", "/x").answers(Answer.json(Api.ANN));
        Request post = Request.post("/x").query("b", 2).query("a", 1);
        try (Connector connector = recording()) {
            connector
                    .call(post.body(Body.text("application/json", "{\"n\": 1, \"m\": [true]}")), Player.class)
                    .get();
        }
        try (Connector connector = replaying()) {
            Request other = Request.post("/x")
                    .query("a", 1)
                    .query("b", 2)
                    .body(Body.text("application/json", "{\"m\":[true],\"n\":1.0}"));
            assertThat(connector.call(other, Player.class).get().id()).isEqualTo(42);
        }
    }

    @Test
    void replay_requestNotRecorded_failsOnceAndNamesTheNearest() {
        upstream.on("POST", "/players/{id}").answers(Answer.json(Api.ANN));
        upstream.on("GET", "/other").answers(Answer.json(Api.ANN));
        try (Connector connector = recording()) {
            connector.get("/other", Player.class).get();
            connector
                    .post("/players/{id}", Body.json(Map.of("name", Map.of("first", "Ann"))), Player.class, 42)
                    .get();
        }
        Cassette cassette = Cassette.replay(file());
        try (Connector connector = replaying(cassette)) {
            Body bob = Body.json(Map.of("name", Map.of("first", "Bob-canary")));
            assertThatThrownBy(() -> connector
                            .post("/players/{id}", bob, Player.class, 42)
                            .get())
                    .isInstanceOfSatisfying(CassetteException.class, e -> {
                        assertThat(e.attempts()).isEqualTo(1);
                        assertThat(e.maybeDone()).isFalse();
                        assertThat(e.operation()).endsWith("/players/{id}");
                    })
                    .hasMessageContaining(
                            "entry 2, POST /players/{id} is nearest, but differs in its body at /name/first")
                    .hasMessageContaining("Cassette.record")
                    .hasMessageNotContaining("canary");
            assertThatThrownBy(() -> connector
                            .send(Request.get("/players/{id}", 7).query("page", 2))
                            .get())
                    .hasMessageContaining(
                            "differs in its method and its path and its query at page and its body, which is missing");
        }
        assertThat(cassette.unused()).containsExactly("entry 1, GET /other", "entry 2, POST /players/{id}");
    }

    @Test
    void replay_manyRequestsNotRecorded_doNotOpenTheBreaker() {
        upstream.on("GET", "/x").answers(Answer.json(Api.ANN));
        try (Connector connector = recording()) {
            connector.get("/x", Player.class).get();
        }
        try (Connector connector = replaying()) {
            for (int i = 0; i < 50; i++) {
                assertThatThrownBy(() -> connector.get("/missing", Player.class).get())
                        .isInstanceOf(CassetteException.class);
            }
            assertThat(connector.get("/x", Player.class).get().id()).isEqualTo(42);
        }
    }

    @Test
    void replay_withoutTheKey_works() throws IOException {
        upstream.on("GET", "/x").answers(Answer.json(Api.ANN));
        Path key = Files.writeString(folder.resolve("key"), "a-key-of-today");
        UnaryOperator<ConnectorConfigBuilder> auth = config -> config.auth(Auth.bearer(Secret.from(() -> {
            try {
                return Files.readString(key);
            } catch (IOException e) {
                throw new IllegalStateException("there is no key", e);
            }
        })));
        try (Connector connector = connector(upstream.uri(), Cassette.record(file()), auth)) {
            connector.get("/x", Player.class).get();
        }
        upstream.assertReceived("GET", "/x").times(1);
        Files.delete(key);
        CachePolicy minute = CachePolicy.of(Duration.ofMinutes(1));
        try (Connector connector = connector(
                NOWHERE, Cassette.replay(file()), config -> auth.apply(config).cache(minute))) {
            assertThat(connector.get("/x", Player.class).get().id()).isEqualTo(42);
        }
    }

    @Test
    void replay_refusedAndRenewed_isRepeatedAsRecorded() {
        upstream.on("GET", "/x").answers(Answer.of(401), Answer.json(Api.ANN));
        upstream.on("GET", "/y").answers(Answer.of(401));
        Auth renewing = new Auth() {
            private int renewals;

            @Override
            public CompletableFuture<Credential> credential() {
                return CompletableFuture.completedFuture(
                        new Credential(Headers.of("Authorization", "Bearer token-" + renewals)));
            }

            @Override
            public String principal() {
                return "me";
            }

            @Override
            public boolean renew(Credential refused) {
                return renewals++ == 0;
            }
        };
        try (Connector connector =
                connector(upstream.uri(), Cassette.record(file()), config -> config.auth(renewing))) {
            connector.get("/x", Player.class).get();
            assertThat(connector.send(Request.get("/y")).get().status()).isEqualTo(401);
        }
        UnaryOperator<ConnectorConfigBuilder> always = config -> config.auth(new Auth() {
            @Override
            public CompletableFuture<Credential> credential() {
                throw new IllegalStateException("must not be asked");
            }

            @Override
            public String principal() {
                throw new IllegalStateException("must not be asked");
            }

            @Override
            public boolean renew(Credential refused) {
                return true;
            }
        });
        try (Connector connector = connector(NOWHERE, Cassette.replay(file()), always)) {
            assertThat(connector.get("/x", Player.class).get().id()).isEqualTo(42);
            assertThat(connector.send(Request.get("/y")).get().status()).isEqualTo(401);
        }
    }

    @Test
    void failures_areReplayedAsTheyWere() throws IOException {
        URI refusing;
        try (ServerSocket socket = new ServerSocket(0)) {
            refusing = URI.create("http://127.0.0.1:" + socket.getLocalPort());
        }
        Path file = folder.resolve("refused.json");
        assertFailure(refusing, file, "GET", "/x", "\"refused\"", "no connection could be made", false);
        upstream.on("GET", "/dropped").answers(Answer.dropBeforeHead());
        assertFailure(upstream.uri(), folder.resolve("broken.json"), "GET", "/dropped", "\"broken\"", "broke", true);
    }

    @Test
    void attempt_thatRanOutOfTime_failsAtOnceInTheReplay() throws IOException {
        upstream.on("POST", "/stalled").answers(Answer.stall());
        ManualClock clock = ManualClock.at(Instant.EPOCH);
        try (Connector connector = connector(upstream.uri(), Cassette.record(file()), config -> config.clock(clock))) {
            CompletableFuture<Reply> reply =
                    connector.send(Request.post("/stalled")).start();
            upstream.await(1, Duration.ofMinutes(1));
            clock.advance(Duration.ofSeconds(10));
            assertLate(reply::join);
        }
        assertThat(Files.readString(file())).contains("\"timeout\"").contains("\"sent\": true");
        try (Connector connector = replaying()) {
            assertLate(() -> connector.send(Request.post("/stalled")).start().join());
        }
    }

    private static void assertLate(ThrowingCallable call) {
        assertThatThrownBy(call)
                .cause()
                .isInstanceOfSatisfying(
                        TransportException.class, e -> assertThat(e.maybeDone()).isTrue())
                .hasMessageContaining("no complete answer within the time of an attempt");
    }

    private static void assertFailure(
            URI base, Path file, String method, String path, String kind, String message, boolean maybeDone)
            throws IOException {
        for (Cassette cassette : List.of(Cassette.record(file), Cassette.replay(file))) {
            try (Connector connector = connector(base, cassette, config -> config)) {
                assertThatThrownBy(
                                () -> connector.send(Request.of(method, path)).get())
                        .isInstanceOfSatisfying(
                                TransportException.class,
                                e -> assertThat(e.maybeDone()).isEqualTo(maybeDone))
                        .hasMessageContaining(message);
            }
            assertThat(cassette.unused()).isEmpty();
            assertThat(Files.readString(file)).contains(kind).contains("\"sent\": " + maybeDone);
        }
    }

    @Test
    void callThatEndedUnanswered_isReplayedUntilItsDeadlineOrCancel() {
        upstream.on("GET", "/stalled").answers(Answer.stall());
        int asked = 0;
        for (Cassette cassette : List.of(Cassette.record(file()), Cassette.replay(file()))) {
            ManualClock clock = ManualClock.at(Instant.EPOCH);
            try (Connector connector = connector(upstream.uri(), cassette, config -> config.clock(clock))) {
                Call<Reply> call = connector.send(Request.get("/stalled")).within(Duration.ofSeconds(5));
                CompletableFuture<Reply> late = call.start();
                upstream.await(1, Duration.ofMinutes(1));
                clock.awaitPending(1, Duration.ofMinutes(1));
                clock.advance(Duration.ofSeconds(6));
                assertThatThrownBy(late::join).hasCauseInstanceOf(DeadlineException.class);
                CompletableFuture<Reply> cancelled = call.start();
                upstream.await(2, Duration.ofMinutes(1));
                assertThat(cancelled.cancel(true)).isTrue();
            }
            asked = upstream.received().size();
        }
        assertThat(asked).isEqualTo(2);
    }

    @Test
    void callThatEndedUnanswered_leavesInTheReplayWhenItsThreadIsInterrupted() throws IOException {
        Files.createDirectories(file().getParent());
        Files.writeString(file(), """
                {"cassette": 1, "entries": [
                  {"request": {"method": "GET", "path": "/x"}, "failure": {"kind": "unanswered", "sent": true}}]}
                """);
        try (Connector connector = replaying()) {
            Thread.currentThread().interrupt();
            assertThatThrownBy(() -> connector.send(Request.get("/x")).get()).isInstanceOf(CancelledException.class);
            assertThat(Thread.interrupted()).isTrue();
        }
    }

    @Test
    void streamsAndDownloads_areRecordedAndReplayed() throws IOException {
        byte[] bytes = {0, 1, (byte) 0xff, 3};
        upstream.on("GET", "/file").answers(Answer.bytes("application/octet-stream", bytes));
        upstream.on("GET", "/missing").answers(Answer.of(404));
        Path target = folder.resolve("target");
        for (Cassette cassette : List.of(Cassette.record(file()), Cassette.replay(file()))) {
            try (Connector connector = connector(upstream.uri(), cassette, config -> config)) {
                try (ReplyStream stream = connector.stream(Request.get("/file")).get()) {
                    assertThat(stream.body().readAllBytes()).isEqualTo(bytes);
                }
                assertThat(Files.readAllBytes(
                                connector.download(Request.get("/file"), target).get()))
                        .isEqualTo(bytes);
                Files.delete(target);
                assertThatThrownBy(
                                () -> connector.stream(Request.get("/missing")).get())
                        .isInstanceOf(NotFoundException.class);
            }
        }
        assertThat(upstream.received()).hasSize(3);
    }

    @Test
    void stream_notReadToItsEnd_breaksInTheReplayWhereTheRecordingEnds() throws IOException {
        upstream.on("GET", "/file").answers(Answer.text("abcdef").drip(1, Duration.ofMillis(1)));
        try (Connector connector = recording();
                ReplyStream stream = connector.stream(Request.get("/file")).get()) {
            assertThat(stream.body().read()).isEqualTo('a');
            assertThat(stream.body().available()).isNotNegative();
        }
        try (Connector connector = replaying();
                ReplyStream stream = connector.stream(Request.get("/file")).get()) {
            assertThat(stream.body().read()).isEqualTo('a');
            assertThatThrownBy(() -> stream.body().readAllBytes())
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("recorded body");
        }
    }

    @Test
    void bodies_ofEveryKind_match() {
        upstream.on("POST", "/x").answers(Answer.empty());
        for (Cassette cassette : List.of(Cassette.record(file()), Cassette.replay(file()))) {
            try (Connector connector = connector(upstream.uri(), cassette, config -> config)) {
                for (Body body : List.of(
                        Body.form().with("a", 1).with("b", "ü"),
                        Body.multipart().with("a", "1").withFile("f", "f.bin", Body.bytes("x/y", new byte[] {-1, 0})),
                        Body.bytes("x/y", new byte[] {-1, 2}),
                        Body.text("text/plain", "hello"),
                        Body.once("text/plain", 3, new ByteArrayInputStream("abc".getBytes(StandardCharsets.UTF_8))))) {
                    connector.post("/x", body, Void.class).get();
                }
            }
        }
        assertThat(upstream.received()).hasSize(5);
        assertThat(upstream.received().get(4).text()).isEqualTo("abc");
        assertThat(upstream.received().get(4).header("Content-Length")).contains("3");
    }

    @Test
    void bodies_beyondTheCap_areRefusedAndNotCut() throws IOException {
        upstream.on("*", "/x").answers(Answer.bytes("x/y", new byte[(1 << 20) + 1]));
        try (Connector connector = recording()) {
            Body large = Body.bytes("x/y", new byte[(1 << 20) + 1]);
            assertThatThrownBy(() -> connector.post("/x", large, Void.class).get())
                    .isInstanceOf(CassetteException.class)
                    .hasMessageContaining("body of the request has more than 1048576 bytes");
            assertThatThrownBy(() -> connector.get("/x", byte[].class).get())
                    .isInstanceOfSatisfying(
                            CassetteException.class,
                            e -> assertThat(e.maybeDone()).isTrue())
                    .hasMessageContaining("body of the reply");
            assertThatThrownBy(() -> connector
                            .download(Request.get("/x"), folder.resolve("target"))
                            .get())
                    .isInstanceOf(CassetteException.class);
        }
        assertThat(Files.readString(file())).contains("\"entries\": [ ]");
        assertThat(folder.resolve("target")).doesNotExist();
    }

    @Test
    void tooLarge_forTheConnector_isReplayed() {
        upstream.on("GET", "/x").answers(Answer.text("x".repeat(100)));
        for (Cassette cassette : List.of(Cassette.record(file()), Cassette.replay(file()))) {
            try (Connector connector = connector(upstream.uri(), cassette, config -> config.maxBody(10))) {
                assertThatThrownBy(() -> connector.get("/x", String.class).get())
                        .hasMessageContaining("has more than 10 bytes");
            }
        }
    }

    @Test
    void replayOrRecord_recordsWhereThereIsNoFileAndReplaysAfterwards() {
        upstream.on("GET", "/x").answers(Answer.json(Api.ANN));
        for (int i = 0; i < 3; i++) {
            try (Connector connector = connector(upstream.uri(), Cassette.replayOrRecord(file()), config -> config)) {
                assertThat(connector.get("/x", Player.class).get().id()).isEqualTo(42);
            }
        }
        upstream.assertReceived("GET", "/x").times(1);
    }

    @Test
    void replay_twoThreads_getEachTheirOwn() {
        upstream.on("GET", "/players/{id}")
                .answers(request -> Answer.json("{\"id\":" + request.variable("id") + ",\"name\":\"x\"}"));
        try (Connector connector = recording()) {
            for (int i = 0; i < 64; i++) {
                connector.call(player(i), Player.class).get();
            }
        }
        Cassette cassette = Cassette.replay(file());
        try (Connector connector = replaying(cassette)) {
            List<Call<Player>> calls = java.util.stream.IntStream.range(0, 64)
                    .mapToObj(i -> connector.call(player(63 - i), Player.class))
                    .toList();
            List<Player> players = Call.all(calls, 16).get();
            for (int i = 0; i < 64; i++) {
                assertThat(players.get(i).id()).isEqualTo(63 - i);
            }
        }
        assertThat(cassette.unused()).isEmpty();
    }

    private static Request player(int id) {
        return Request.get("/players/{id}", id).query("api_key", "the-key-of-today-" + id);
    }

    @Test
    void toString_namesTheFile() {
        Cassette cassette = Cassette.record(file());
        assertThat(cassette).hasToString("Cassette[" + file() + "]");
        assertThat(cassette.file()).isEqualTo(file());
        assertThat(cassette.unused()).isEmpty();
    }
}
