// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.connector;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.bracketwire.ConfigurationException;
import dev.bracketwire.NotFoundException;
import dev.bracketwire.TransportException;
import dev.bracketwire.UnavailableException;
import dev.bracketwire.config.Settings;
import dev.bracketwire.connector.Api.Player;
import dev.bracketwire.testkit.Answer;
import dev.bracketwire.testkit.FakeUpstream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FailoverTest {
    private static final String PLAYER = "/players/{id}";

    private final FakeUpstream first = FakeUpstream.start();
    private final FakeUpstream second = FakeUpstream.start();
    private final List<CallListener.Attempt> attempts = new ArrayList<>();

    @AfterEach
    void close() {
        first.close();
        second.close();
    }

    private Connector connector(RetryPolicy retry) {
        return Connector.create(ConnectorConfig.builder("chests", first.uri())
                .alsoAt(second.uri())
                .auth(Auth.bearer(dev.bracketwire.Secret.of("t0ken")))
                .retry(retry)
                .breaker(new BreakerPolicy(2, 2, Duration.ofMinutes(5)))
                .listener(new CallListener() {
                    @Override
                    public void attempted(Attempt attempt) {
                        attempts.add(attempt);
                    }
                })
                .build());
    }

    @Test
    void get_firstUrlFails_secondAnswersAtOnceAndIsUsedFromThenOn() {
        first.on("GET", PLAYER).answers(Answer.of(503));
        second.on("GET", PLAYER).answers(Answer.json(Api.ANN));
        try (Connector connector = connector(RetryPolicy.never())) {
            for (int i = 0; i < 3; i++) {
                assertThat(connector.get(PLAYER, Player.class, 42).get().name()).isEqualTo("Ann");
            }
        }
        assertThat(first.received()).hasSize(1);
        assertThat(second.received()).hasSize(3);
        assertThat(second.received().get(0).header("Authorization")).contains("Bearer t0ken");
        assertThat(attempts.get(0).operation().host()).isEqualTo(first.uri().getAuthority());
        assertThat(attempts.get(0).again()).isTrue();
        assertThat(attempts.get(1).operation().host()).isEqualTo(second.uri().getAuthority());
    }

    @Test
    void get_firstUrlGone_secondAnswers() {
        URI gone = first.uri();
        first.close();
        second.on("GET", PLAYER).answers(Answer.json(Api.ANN));
        try (Connector connector = connector(RetryPolicy.never())) {
            assertThat(connector.config().base()).isEqualTo(gone);
            assertThat(connector.get(PLAYER, Player.class, 42).get().name()).isEqualTo("Ann");
            assertThat(connector.get(PLAYER, Player.class, 42).start().join().name())
                    .isEqualTo("Ann");
        }
    }

    @Test
    void get_allUrlsFail_triesEachAndThrowsTheLastFailure() {
        first.on("GET", PLAYER).answers(Answer.of(500));
        second.on("GET", PLAYER).answers(Answer.of(502));
        try (Connector connector = connector(RetryPolicy.never())) {
            UnavailableException failure = catchThrowableOfType(
                    UnavailableException.class,
                    () -> connector.get(PLAYER, Player.class, 42).get());
            assertThat(failure.status()).isEqualTo(502);
            assertThat(failure.attempts()).isEqualTo(2);
        }
    }

    @Test
    void get_retriesLeft_alternateBetweenUrls() {
        first.on("GET", PLAYER).answers(Answer.of(500), Answer.json(Api.ANN));
        second.on("GET", PLAYER).answers(Answer.of(502));
        RetryPolicy soon = new RetryPolicy(2, Duration.ofMillis(2), Duration.ofMillis(4), Duration.ofMillis(20));
        try (Connector connector = connector(soon)) {
            assertThat(connector.get(PLAYER, Player.class, 42).get().name()).isEqualTo("Ann");
        }
        assertThat(first.received()).hasSize(2);
        assertThat(second.received()).hasSize(1);
    }

    @Test
    void get_breakerOfOneUrlOpen_usesTheOther() {
        first.on("GET", PLAYER).answers(Answer.of(500));
        second.on("GET", PLAYER).answers(Answer.of(500), Answer.of(500), Answer.json(Api.ANN));
        try (Connector connector = connector(RetryPolicy.never())) {
            for (int i = 0; i < 2; i++) {
                assertThatThrownBy(() -> connector.get(PLAYER, Player.class, 42).get())
                        .isInstanceOf(UnavailableException.class);
            }
            UnavailableException both = catchThrowableOfType(
                    UnavailableException.class,
                    () -> connector.get(PLAYER, Player.class, 42).get());
            assertThat(both.reason()).isEqualTo(UnavailableException.Reason.BREAKER);
        }
    }

    @Test
    void get_notFoundOrRateLimited_doesNotTryTheNextUrl() {
        first.on("GET", PLAYER).answers(Answer.of(404));
        try (Connector connector = connector(RetryPolicy.never())) {
            assertThatThrownBy(() -> connector.get(PLAYER, Player.class, 42).get())
                    .isInstanceOf(NotFoundException.class);
        }
        assertThat(second.received()).isEmpty();
    }

    @Test
    void post_firstUrlFails_isNotSentToTheNext() {
        first.on("POST", "/players").answers(Answer.of(503));
        second.on("POST", "/players").answers(Answer.of(201));
        try (Connector connector = connector(RetryPolicy.never())) {
            for (int i = 0; i < 2; i++) {
                assertThatThrownBy(() -> connector
                                .post("/players", Body.json(Map.of()), Void.class)
                                .get())
                        .isInstanceOf(UnavailableException.class);
            }
        }
        assertThat(second.received()).isEmpty();
        assertThat(first.received()).hasSize(2);
    }

    @Test
    void delete_firstUrlGone_isNotSentToTheNext() {
        first.close();
        try (Connector connector = connector(RetryPolicy.never())) {
            assertThatThrownBy(() -> connector.delete(PLAYER, Void.class, 42).get())
                    .isInstanceOf(TransportException.class);
        }
        assertThat(second.received()).isEmpty();
    }

    @Test
    void redirect_atTheSecondUrl_isFollowedThere() {
        first.on("GET", PLAYER).answers(Answer.of(500));
        second.on("GET", PLAYER).answers(Answer.of(302).header("Location", "/elsewhere"));
        second.on("GET", "/elsewhere").answers(Answer.json(Api.ANN));
        try (Connector connector = connector(RetryPolicy.never())) {
            assertThat(connector.get(PLAYER, Player.class, 42).get().name()).isEqualTo("Ann");
        }
    }

    @Test
    void build_badUrls_areAllReported() {
        ConfigurationException failure = catchThrowableOfType(
                ConfigurationException.class,
                () -> ConnectorConfig.builder("chests", URI.create("https://a.test"))
                        .alsoAt(URI.create("ftp://b.test"), URI.create("https://a.test"), URI.create("http://c.test"))
                        .auth(Auth.bearer(dev.bracketwire.Secret.of("t0ken")))
                        .probe(Request.post("/x"))
                        .build());
        assertThat(failure.problems())
                .extracting(ConfigurationException.Problem::path)
                .containsExactly("alsoAt[0]", "alsoAt[2]", "alsoAt", "probe");
    }

    @Test
    void parameter_ofTheConnector_goesWithEachRequestUnlessItHasItsOwn() {
        first.on("GET", PLAYER).answers(Answer.json(Api.ANN));
        try (Connector connector = Connector.create(ConnectorConfig.builder("chests", first.uri())
                .parameter("locale", "de DE")
                .parameter("v", "3")
                .version("X-Version", "2026-01")
                .build())) {
            connector.get(PLAYER, Player.class, 42).get();
            connector
                    .call(Request.get(PLAYER, 42).query("locale", "en").query("av", 1), Player.class)
                    .get();
        }
        assertThat(first.received().get(0).query()).isEqualTo(Map.of("locale", List.of("de DE"), "v", List.of("3")));
        assertThat(first.received().get(1).query())
                .isEqualTo(Map.of("locale", List.of("en"), "av", List.of("1"), "v", List.of("3")));
        assertThat(first.received().get(1).header("X-Version")).contains("2026-01");
    }

    @Test
    void pages_linkToTheSecondUrl_isAllowed(@TempDir Path folder) throws Exception {
        first.on("GET", "/players").answers(Answer.of(503));
        second.on("GET", "/players")
                .answers(request -> request.query().isEmpty()
                        ? Answer.json("[1, 2]").header("Link", "<" + second.uri() + "/players?p=2>; rel=\"next\"")
                        : Answer.json("[3]"));
        Path file = Files.writeString(folder.resolve("app.json"), """
                {"base": "%s", "alsoAt": ["%s"], "attempts": 1,
                 "operations": {"players": {"path": "/players", "items": "", "page": {"link": "header"}}}}
                """.formatted(first.uri(), second.uri()));
        Settings settings = Settings.builder().file(file).build();
        try (Connector connector =
                Connector.create(ConnectorConfig.builder("chests", settings).build())) {
            assertThat(connector.operation("players").pages(Integer.class)).containsExactly(1, 2, 3);
        }
    }
}
