// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.speedgaming;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.bracketwire.Call;
import dev.bracketwire.CallException;
import dev.bracketwire.MalformedReplyException;
import dev.bracketwire.NotFoundException;
import dev.bracketwire.RateLimitedException;
import dev.bracketwire.RejectedException;
import dev.bracketwire.TransportException;
import dev.bracketwire.UnavailableException;
import dev.bracketwire.connector.Timeouts;
import dev.bracketwire.connector.TransportOptions;
import dev.bracketwire.connector.health.Health;
import dev.bracketwire.testkit.Answer;
import dev.bracketwire.testkit.FakeUpstream;
import java.nio.charset.StandardCharsets;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Answers with the errors of the upstream, of proxies and of the network. */
class ScheduleFaultsTest {
    private static final Instant FROM = Instant.parse("2026-09-01T00:00:00Z");
    private final FakeUpstream upstream = FakeUpstream.start();
    private final SpeedGaming client = SpeedGaming.builder("Example League, admin@league.example")
            .base(upstream.uri())
            .spacing(Duration.ofMillis(1))
            .maxBody(100_000)
            .timeouts(Timeouts.defaults().attempt(Duration.ofSeconds(2)))
            .build();

    @AfterEach
    void close() {
        client.close();
        upstream.close();
    }

    private void fails(Answer answer, Asked call, Class<? extends CallException> failure) {
        int before = upstream.received().size();
        upstream.on("GET", "/api/{rest+}").answers(answer);
        assertThatThrownBy(() -> call.of(client).get()).isInstanceOf(failure);
        assertThat(upstream.received()).as("one attempt a call").hasSize(before + 1);
    }

    private static Answer html(String text) {
        return Answer.bytes("text/html; charset=UTF-8", text.getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void errorObject_thatNamesWhatWasAskedFor_isNotFound() {
        Answer event = html("{\"error\": \"Failed to find event.\"}");
        fails(event, Asked.EVENT, NotFoundException.class);
        fails(event, Asked.SLUG, NotFoundException.class);
        Answer episode = html("\uFEFF {\"error\": \"Failed to find episode with id 7.\"}");
        fails(episode, Asked.EPISODE, NotFoundException.class);
        fails(episode.status(404), Asked.EPISODE, NotFoundException.class);
    }

    @Test
    void errorObject_ofAnythingElse_saysNothingOfTheEpisode() {
        fails(html("{\"error\": \"Failed to find event.\"}"), Asked.ALL, UnavailableException.class);
        fails(html("{\"error\": \"Failed to find event.\"}"), Asked.EPISODE, UnavailableException.class);
        fails(html("{\"error\": \"Failed to find episode with id 70.\"}"), Asked.EPISODE, UnavailableException.class);
        fails(html("{\"error\": \"Failed to find episode with id 7. \"}"), Asked.EPISODE, UnavailableException.class);
        fails(html("{\"error\": \"Failed to find episode with id 7.\"}"), Asked.EVENT, UnavailableException.class);
        fails(
                html("{\"error\": \"Failed to find episode with id 7.\"}").status(500),
                Asked.EPISODE,
                UnavailableException.class);
        for (Asked call : Asked.values()) {
            fails(html("{\"error\": \"Internal error, try again later.\"}"), call, UnavailableException.class);
            fails(html("{\"error\": {\"code\": 5}}"), call, UnavailableException.class);
        }
    }

    @Test
    void status_thatIsAnError_isUnavailable() {
        for (Asked call : Asked.values()) {
            for (int status : new int[] {400, 401, 403, 404, 410, 418, 500, 502, 503, 520}) {
                fails(html("<html>no</html>").status(status), call, UnavailableException.class);
            }
            fails(Answer.json("[]").status(404), call, UnavailableException.class);
        }
    }

    @Test
    void page_withStatus200_isUnavailable_andHealthSaysSo() {
        for (Asked call : Asked.values()) {
            fails(html("\r\n<!DOCTYPE html><html><h1>Down</h1></html>"), call, UnavailableException.class);
        }
        assertThat(client.connector().lastHealth().status()).isEqualTo(Health.Status.DOWN);
        assertThatThrownBy(() -> Asked.ALL.of(client).get()).hasMessageContaining("it says: a page of HTML");
    }

    @Test
    void errorObject_isQuoted_onOneLine() {
        upstream.on("GET", "/api/{rest+}").answers(html("{\"error\": \"Down\\u0000 for\\nnow\\u202e.\"}"));
        assertThatThrownBy(() -> Asked.ALL.of(client).get())
                .isInstanceOf(UnavailableException.class)
                .hasMessageContaining("it says: \"Down\uFFFD for\uFFFDnow\uFFFD.\"");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "null",
                "false",
                "\"text\"",
                "{}",
                "{\"episodes\": []}",
                "[{\"id\": 7, \"tit",
                "Fatal error: no"
            })
    void body_thatIsNoList_isMalformed(String body) {
        for (Asked call : Asked.values()) {
            fails(html(body), call, MalformedReplyException.class);
        }
    }

    @Test
    void episode_thatIsAnotherOrCannotBeRead_isMalformed() {
        fails(html(FeedBody.episode(8)), Asked.EPISODE, MalformedReplyException.class);
        fails(html(FeedBody.list(FeedBody.episode(7))), Asked.EPISODE, MalformedReplyException.class);
        fails(html(FeedBody.episode(7) + FeedBody.episode(7)), Asked.EPISODE, MalformedReplyException.class);
        upstream.on("GET", "/api/episode/")
                .answers(html(FeedBody.episode(7).replace("2026-09-01T18:00:00+00:00", "at noon")));
        assertThatThrownBy(() -> client.episode(7).get()).isInstanceOfSatisfying(MalformedReplyException.class, e -> {
            assertThat(e.path()).isEqualTo("when");
            assertThat(e).hasMessageNotContaining("noon");
        });
    }

    @Test
    void connection_thatFails_isATransportProblem() {
        Answer list = Answer.json(FeedBody.list(FeedBody.episode(7)));
        for (Answer answer : List.of(
                list.contentLength(100_000),
                list.dropInsideHead(),
                list.dropInsideBody(),
                list.stallInsideBody(),
                list.drip(1, Duration.ofSeconds(1)),
                Answer.stall(),
                Answer.dropBeforeHead(),
                Answer.bytes("text/html", new byte[] {0x1f, (byte) 0x8b, 8, 0, 0, 0, 0, 0, 0, 3, 1, 2, 3})
                        .header("Content-Encoding", "gzip"))) {
            fails(answer, Asked.ALL, TransportException.class);
        }
    }

    @Test
    void body_thatIsCutOrTooLarge_isMalformed() {
        fails(Answer.json(FeedBody.list(FeedBody.episode(7))).truncated(), Asked.ALL, MalformedReplyException.class);
        fails(Answer.json("[" + " ".repeat(100_001) + "]"), Asked.ALL, MalformedReplyException.class);
        fails(Answer.gzipBomb(50 << 20), Asked.ALL, MalformedReplyException.class);
    }

    @Test
    void redirect_toAnotherOrigin_isNotFollowed() {
        try (FakeUpstream other = FakeUpstream.start()) {
            other.on("*", "/{rest+}").answers(Answer.json("[]"));
            fails(Answer.redirect(302, other.uri() + "/api/schedule/"), Asked.ALL, RejectedException.class);
            fails(Answer.redirect(301, "http://speedgaming.example/api/"), Asked.ALL, RejectedException.class);
            assertThat(other.received()).isEmpty();
        }
    }

    @Test
    void redirect_fromHttpsToHttp_isNotFollowed() {
        try (FakeUpstream secure = FakeUpstream.startTls();
                SpeedGaming tls = SpeedGaming.builder("Example League, admin@league.example")
                        .base(secure.uri())
                        .transport(TransportOptions.defaults()
                                .trust(secure.tls().certificates().toArray(X509Certificate[]::new)))
                        .build()) {
            secure.on("GET", "/api/schedule/")
                    .answers(Answer.redirect(
                            301, "http://localhost:" + secure.uri().getPort() + "/api/schedule/"));
            assertThatThrownBy(() -> tls.schedule().get()).isInstanceOf(RejectedException.class);
            assertThat(secure.received()).hasSize(1);
        }
    }

    @Test
    void retryAfter_isWaitedFor() {
        fails(Answer.tooManyRequests().retryAfterSeconds(600), Asked.ALL, RateLimitedException.class);
        assertThatThrownBy(() -> client.episode(7).get())
                .isInstanceOfSatisfying(
                        RateLimitedException.class,
                        e -> assertThat(e.retryAt()).isAfter(Instant.now().plusSeconds(300)));
        assertThat(upstream.received()).hasSize(1);
    }

    @Test
    void retryAfter_ofAnUnavailableUpstream_isWaitedForToo() {
        fails(Answer.of(503).retryAfterSeconds(600), Asked.ALL, UnavailableException.class);
        assertThatThrownBy(() -> client.schedule().get()).isInstanceOf(RateLimitedException.class);
        assertThat(upstream.received()).hasSize(1);
    }

    /** The calls of the client. */
    private enum Asked {
        ALL,
        EVENT,
        EPISODE,
        SLUG;

        Call<?> of(SpeedGaming client) {
            return switch (this) {
                case ALL -> client.schedule();
                case EVENT -> client.schedule("examplecup", FROM, FROM.plusSeconds(60));
                case EPISODE -> client.episode(7);
                case SLUG -> client.event("examplecup");
            };
        }
    }
}
