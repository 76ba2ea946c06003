// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.connector;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.bracketwire.CallException;
import dev.bracketwire.ConfigurationException;
import dev.bracketwire.RateLimitedException;
import dev.bracketwire.RejectedException;
import dev.bracketwire.TransportException;
import dev.bracketwire.UnauthorizedException;
import dev.bracketwire.UnavailableException;
import dev.bracketwire.connector.Api.Player;
import dev.bracketwire.testkit.Answer;
import dev.bracketwire.testkit.FakeUpstream;
import java.io.ByteArrayInputStream;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class RetryTest {
    private static final RetryPolicy TWICE =
            new RetryPolicy(2, Duration.ofMillis(1), Duration.ofMillis(1), Duration.ofMillis(5));

    static Stream<Answer> brokenAnswers() {
        return Stream.of(
                Answer.dropBeforeHead(),
                Answer.json(Api.ANN).dropInsideHead(),
                Answer.json(Api.ANN).dropInsideBody(),
                Answer.json(Api.ANN).chunked().dropInsideBody(),
                Answer.of(503).header("Retry-After", "0"),
                Answer.of(503),
                Answer.of(500),
                Answer.of(502),
                Answer.of(504),
                Answer.of(408));
    }

    @ParameterizedTest
    @MethodSource("brokenAnswers")
    void get_answerBroken_isRepeated(Answer broken) {
        try (Api api = Api.create()) {
            api.upstream.on("GET", "/players/{id}").answers(broken, Answer.json(Api.ANN));
            assertThat(api.connector.get("/players/{id}", Player.class, 42).get())
                    .isEqualTo(new Player(42, "Ann"));
            assertThat(api.upstream.received()).hasSize(2);
        }
    }

    @ParameterizedTest
    @MethodSource("brokenAnswers")
    void start_answerBroken_isRepeated(Answer broken) {
        try (Api api = Api.create()) {
            api.upstream.on("GET", "/players/{id}").answers(broken, Answer.json(Api.ANN));
            assertThat(api.connector
                            .get("/players/{id}", Player.class, 42)
                            .start()
                            .join())
                    .isEqualTo(new Player(42, "Ann"));
            assertThat(api.upstream.received()).hasSize(2);
        }
    }

    @ParameterizedTest
    @MethodSource("brokenAnswers")
    void post_answerBroken_isSentOnce(Answer broken) {
        try (Api api = Api.create()) {
            api.upstream.on("GET", "/warm").answers(Answer.json("{}"));
            api.connector.send(Request.get("/warm")).get(); // so that a kept connection is used
            api.upstream.on("POST", "/players").answers(broken, Answer.json(Api.ANN));
            Request post = Request.post("/players").body(Body.json(new Player(42, "Ann")));
            assertThatThrownBy(() -> api.connector.call(post, Player.class).get())
                    .isInstanceOf(CallException.class);
            assertThat(api.upstream.received("POST", "/players")).hasSize(1);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {421, 429, 529})
    void post_serverSaysNotDone_isRepeated(int status) {
        try (Api api = Api.create()) {
            api.upstream
                    .on("POST", "/players")
                    .answers(Answer.of(status).header("Retry-After", "0"), Answer.json(Api.ANN));
            Request post = Request.post("/players").body(Body.json(new Player(42, "Ann")));
            assertThat(api.connector.call(post, Player.class).get().id()).isEqualTo(42);
            assertThat(api.upstream.received()).hasSize(2);
        }
    }

    @Test
    void put_forbiddenToRepeat_isSentOnce() {
        try (Api api = Api.create()) {
            api.upstream.on("PUT", "/players").answers(Answer.of(503), Answer.json(Api.ANN));
            Request put = Request.put("/players").body(Body.json(List.of("Ann")));
            assertThatThrownBy(
                            () -> api.connector.call(put.once(), Player.class).get())
                    .isInstanceOfSatisfying(
                            UnavailableException.class,
                            failure -> assertThat(failure.maybeDone()).isTrue());
            assertThat(api.upstream.received()).hasSize(1);
            assertThat(put.isIdempotent()).isTrue();
            assertThat(put.once().isIdempotent()).isFalse();
        }
    }

    @Test
    void post_withIdempotencyHeader_isRepeatedUnderOneKey() {
        try (Api api = Api.create(config -> config.idempotencyHeader("Idempotency-Key"))) {
            api.upstream.on("POST", "/players").answers(Answer.dropBeforeHead(), Answer.json(Api.ANN));
            api.connector.call(Request.post("/players"), Player.class).get();
            assertThat(api.upstream.received())
                    .extracting(request -> request.header("Idempotency-Key").orElseThrow())
                    .hasSize(2)
                    .containsOnly(api.upstream
                            .received()
                            .get(0)
                            .header("Idempotency-Key")
                            .orElseThrow());
        }
    }

    @Test
    void post_markedIdempotent_isRepeated() {
        try (Api api = Api.create()) {
            api.upstream.on("POST", "/query").answers(Answer.of(500), Answer.json(Api.ANN));
            api.connector
                    .call(Request.post("/query").idempotent(), Player.class)
                    .get();
            assertThat(api.upstream.received()).hasSize(2);
        }
    }

    @Test
    void put_bodyThatCannotBeReopened_isSentOnce() {
        try (Api api = Api.create()) {
            api.upstream.on("PUT", "/file").answers(Answer.of(500), Answer.empty());
            byte[] bytes = "once".getBytes(StandardCharsets.UTF_8);
            Request put = Request.put("/file").body(Body.once("text/plain", 4, new ByteArrayInputStream(bytes)));
            assertThatThrownBy(() -> api.connector.call(put, Void.class).get())
                    .isInstanceOf(UnavailableException.class);
            assertThat(api.upstream.received()).hasSize(1);
        }
    }

    @Test
    void put_bodyThatCanBeReopened_isSentWhole() {
        try (Api api = Api.create()) {
            api.upstream.on("PUT", "/file").answers(Answer.of(500), Answer.empty());
            byte[] bytes = "again".getBytes(StandardCharsets.UTF_8);
            Body body = Body.stream("text/plain", -1, () -> new ByteArrayInputStream(bytes));
            api.connector.call(Request.put("/file").body(body), Void.class).get();
            assertThat(api.upstream.received())
                    .hasSize(2)
                    .allMatch(request -> request.text().equals("again"));
        }
    }

    @Test
    void get_alwaysFailing_stopsAfterItsAttempts() {
        try (Api api = Api.create()) {
            api.upstream.on("GET", "/x").answers(Answer.of(500).header("X-Request-Id", "r-1"));
            var failure = catchThrowableOfType(
                    UnavailableException.class,
                    () -> api.connector.get("/x", Player.class).get());
            assertThat(failure.reason()).isEqualTo(UnavailableException.Reason.UPSTREAM);
            assertThat(failure.attempts()).isEqualTo(4);
            assertThat(failure.status()).isEqualTo(500);
            assertThat(failure.requestId()).isEqualTo("r-1");
            assertThat(failure).hasMessageContaining("GET 127.0.0.1").hasMessageContaining("4 attempts");
        }
    }

    @Test
    void get_retryAfterBeyondDeadline_failsAtOnceAndSaysWhen() {
        try (Api api = Api.create()) {
            api.upstream.on("GET", "/x").answers(Answer.tooManyRequests().retryAfterSeconds(600));
            Instant before = Instant.now();
            var failure = catchThrowableOfType(
                    RateLimitedException.class,
                    () -> api.connector
                            .get("/x", Player.class)
                            .within(Duration.ofMinutes(5))
                            .get());
            assertThat(failure.retryAt())
                    .isBetween(before.plusSeconds(599), Instant.now().plusSeconds(700));
            assertThat(Duration.between(before, Instant.now())).isLessThan(Duration.ofMinutes(1));
            assertThat(api.upstream.received()).hasSize(1);
        }
    }

    @Test
    void get_retryAfterHalfASecond_isNeverShortened() {
        try (Api api = Api.create()) {
            api.upstream.on("GET", "/x").answers(Answer.tooManyRequests().retryAfter("0.5"), Answer.json(Api.ANN));
            long before = System.nanoTime();
            api.connector.get("/x", Player.class).get();
            assertThat(Duration.ofNanos(System.nanoTime() - before)).isGreaterThanOrEqualTo(Duration.ofMillis(500));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"abc", "-1", "", "99999999999999999999999", "Mon, 99 Foo 2026 00:00:00 GMT"})
    void get_retryAfterUnusable_isRetriedOrFailsWithTheTime(String raw) {
        try (Api api = Api.create()) {
            api.upstream.on("GET", "/x").answers(Answer.of(503).header("Retry-After", raw), Answer.json(Api.ANN));
            try {
                api.connector.get("/x", Player.class).get();
                assertThat(api.upstream.received()).hasSize(2);
            } catch (UnavailableException e) {
                assertThat(e.retryAt()).isNotNull(); // a number of seconds too large to wait for
            }
        }
    }

    @Test
    void get_budgetSpent_isNotRepeatedAndSaysSo() {
        try (Api api = Api.create(config -> config.breaker(new BreakerPolicy(1000, 1000, Duration.ofSeconds(1))))) {
            api.upstream.on("GET", "/x").answers(Answer.of(500));
            for (int i = 0; i < 20; i++) {
                api.connector.send(Request.get("/x")).get();
            }
            var last = catchThrowableOfType(
                    UnavailableException.class,
                    () -> api.connector.get("/x", Player.class).get());
            assertThat(last.reason()).isEqualTo(UnavailableException.Reason.BUDGET);
            assertThat(last.attempts()).isEqualTo(1);
        }
    }

    @Test
    void get_hostKeepsFailing_breakerOpensAndSendsNothing() {
        try (Api api = Api.create(config -> config.breaker(new BreakerPolicy(4, 4, Duration.ofMinutes(1))))) {
            api.upstream.on("GET", "/x").answers(Answer.of(500));
            assertThatThrownBy(() -> api.connector.get("/x", Player.class).get())
                    .isInstanceOf(UnavailableException.class);
            var failure = catchThrowableOfType(
                    UnavailableException.class,
                    () -> api.connector.get("/x", Player.class).get());
            assertThat(failure.reason()).isEqualTo(UnavailableException.Reason.BREAKER);
            assertThat(failure.retryAt()).isNotNull();
            assertThat(api.upstream.received()).hasSize(4);
        }
    }

    @Test
    void get_ruleSaysThatA500IsAboutTheRequest_breakerStaysClosed() {
        try (Api api = Api.create(config -> config.breaker(new BreakerPolicy(4, 4, Duration.ofMinutes(1)))
                .rule((request, reply) -> reply.status() == 500 ? ReplyRule.Verdict.rejected("of this id") : null))) {
            api.upstream.on("GET", "/x").answers(Answer.of(500));
            for (int i = 0; i < 10; i++) {
                assertThatThrownBy(() -> api.connector.get("/x", Player.class).get())
                        .isInstanceOf(RejectedException.class);
            }
            assertThat(api.upstream.received()).hasSize(10);
        }
    }

    @Test
    void send_anyStatus_isAReply() {
        try (Api api = Api.create()) {
            api.upstream.on("GET", "/x").answers(Answer.of(500));
            Reply reply = api.connector.send(Request.get("/x")).get();
            assertThat(reply.status()).isEqualTo(500);
            assertThat(reply.attempts()).isEqualTo(4);
            assertThat(reply.took()).isPositive();
        }
    }

    @Test
    void put_firstAnswerLostAndThenThrottled_mayHaveBeenDone() {
        try (Api api = Api.create(config -> config.retry(TWICE))) {
            api.upstream.on("PUT", "/x").answers(Answer.dropBeforeHead(), Answer.of(429));
            RateLimitedException failure = catchThrowableOfType(
                    RateLimitedException.class,
                    () -> api.connector
                            .call(Request.put("/x").body(Body.json("a")), String.class)
                            .get());
            assertThat(failure.maybeDone()).isTrue();
        }
    }

    @Test
    void post_repeatedUnderAKeyAndThenNotSent_stillSaysThatItMayHaveBeenCarriedOut() {
        try (FakeUpstream upstream = FakeUpstream.start()) {
            upstream.on("POST", "/x").answers(Answer.of(500).header("Connection", "close"));
            AtomicInteger looks = new AtomicInteger();
            TransportOptions once = TransportOptions.defaults().resolver(host -> {
                if (looks.getAndIncrement() > 0) {
                    throw new UnknownHostException(host);
                }
                return List.of(InetAddress.getByAddress(new byte[] {127, 0, 0, 1}));
            });
            URI base = URI.create("http://localhost:" + upstream.uri().getPort());
            ConnectorConfig config = ConnectorConfig.builder("chests", base)
                    .transport(once)
                    .idempotencyHeader("Idempotency-Key")
                    .build();
            try (Connector connector = Connector.create(config)) {
                var failure = catchThrowableOfType(
                        TransportException.class,
                        () -> connector.call(Request.post("/x"), Void.class).get());
                assertThat(upstream.received()).hasSize(1);
                assertThat(failure.maybeDone()).isTrue();
            }
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void put_firstAnswerLostAndThenNoCredential_mayHaveBeenDone(boolean refused) {
        AtomicInteger asked = new AtomicInteger();
        RuntimeException gone = refused
                ? new UnauthorizedException(CallException.Where.of("oauth", "POST id.test/token"), "revoked")
                : new ConfigurationException(List.of(new ConfigurationException.Problem("secret", "has no value")));
        Auth once = new Auth() {
            @Override
            public CompletableFuture<Credential> credential() {
                return asked.getAndIncrement() == 0
                        ? CompletableFuture.completedFuture(Credential.NONE)
                        : CompletableFuture.failedFuture(gone);
            }

            @Override
            public String principal() {
                return "";
            }
        };
        try (Api api = Api.create(config -> config.retry(TWICE).auth(once))) {
            api.upstream.on("PUT", "/x").answers(Answer.dropBeforeHead());
            TransportException failure = catchThrowableOfType(
                    TransportException.class,
                    () -> api.connector.put("/x", Body.json("a"), String.class).get());
            assertThat(failure.maybeDone()).isTrue();
            assertThat(failure)
                    .hasMessageContaining("no credential for another attempt")
                    .hasCause(gone);
            assertThat(api.upstream.received()).hasSize(1);
        }
    }

    @Test
    void put_throttledEachTime_wasSurelyNotDone() {
        try (Api api = Api.create(config -> config.retry(TWICE))) {
            api.upstream.on("PUT", "/x").answers(Answer.of(429));
            RateLimitedException failure = catchThrowableOfType(
                    RateLimitedException.class,
                    () -> api.connector
                            .call(Request.put("/x").body(Body.json("a")), String.class)
                            .get());
            assertThat(failure.maybeDone()).isFalse();
        }
    }

    @Test
    void get_nothingListens_saysThatNothingWasSent() {
        try (Api api = Api.create()) {
            api.upstream.close();
            var failure = catchThrowableOfType(
                    TransportException.class,
                    () -> api.connector.get("/x", Player.class).get());
            assertThat(failure.maybeDone()).isFalse();
            assertThat(failure)
                    .hasMessageContaining("was not carried out")
                    .hasMessageContaining("check that the upstream runs");
        }
    }

    @Test
    void post_dropped_saysThatItMayHaveBeenCarriedOut() {
        try (Api api = Api.create()) {
            api.upstream.on("POST", "/x").answers(Answer.dropBeforeHead());
            var failure = catchThrowableOfType(
                    TransportException.class,
                    () -> api.connector.call(Request.post("/x"), Void.class).get());
            assertThat(failure.maybeDone()).isTrue();
            assertThat(failure).hasMessageContaining("may have been carried out");
        }
    }

    @Test
    void rule_successThatIsAnError_isRejectedWithItsProblem() {
        ReplyRule slack = (request, reply) ->
                reply.text().contains("\"ok\":false") ? ReplyRule.Verdict.rejected("channel_not_found") : null;
        try (Api api = Api.create(config -> config.rule(slack))) {
            api.upstream.on("POST", "/chat").answers(Answer.json("{\"ok\":false}"));
            assertThatThrownBy(() -> api.connector
                            .call(Request.post("/chat"), Player.class)
                            .get())
                    .isInstanceOf(dev.bracketwire.RejectedException.class)
                    .hasMessageContaining("channel_not_found");
        }
    }
}
