// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.oauth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.bracketwire.CancelledException;
import dev.bracketwire.DeadlineException;
import dev.bracketwire.MalformedReplyException;
import dev.bracketwire.RejectedException;
import dev.bracketwire.UnauthorizedException;
import dev.bracketwire.connector.Auth;
import dev.bracketwire.connector.RetryPolicy;
import dev.bracketwire.connector.Timeouts;
import dev.bracketwire.oauth.AuthorizationException.Reason;
import dev.bracketwire.testkit.Answer;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DeviceCodeTest {
    private static final Duration LONG = Duration.ofHours(5);
    private static final Answer PENDING =
            Answer.json("{\"error\":\"authorization_pending\"}").status(400);
    private static final Answer SLOWER =
            Answer.json("{\"error\":\"slow_down\"}").status(400);
    private static final Answer GIVEN = Answer.json(OAuthScene.TOKENS);

    private final OAuthScene scene = new OAuthScene();
    private final CompletableFuture<DeviceCode> shown = new CompletableFuture<>();

    // No timeout of a request is nearer than the next question, so that the clock's next task is that.
    private final OAuth oauth = scene.oauth(options -> options.scope("a", "b")
            .server(config -> config.clock(scene.clock)
                    .retry(RetryPolicy.never())
                    .timeouts(new Timeouts(Duration.ofSeconds(30), LONG, LONG, LONG))));

    @AfterEach
    void close() {
        scene.close();
    }

    private void serverAsks(String more) {
        scene.server
                .on("POST", "/device")
                .answers(Answer.json("{\"device_code\":\"canary-device\",\"user_code\":\"WDJB-MJHT\","
                        + "\"verification_uri\":\"https://id.example.org/device\"" + more + "}"));
    }

    private void serverAnswers(Answer first, Answer... more) {
        scene.server.on("POST", "/token").answers(first, more);
    }

    private CompletableFuture<Auth> started() {
        return oauth.device("ann", shown::complete).start();
    }

    /** Waits until the next question is planned for then, and lets it be then. */
    private void pass(String seconds) {
        Duration expected = Duration.ofSeconds(Long.parseLong(seconds));
        long since = System.nanoTime();
        while (!scene.clock.nextDue().equals(Optional.of(expected))) {
            if (System.nanoTime() - since > TimeUnit.MINUTES.toNanos(1)) {
                throw new AssertionError("next is " + scene.clock.nextDue() + ", not " + expected);
            }
            LockSupport.parkNanos(1_000_000);
        }
        scene.clock.advance(expected);
    }

    private static void assertReason(CompletableFuture<Auth> result, Reason reason) throws Exception {
        assertThat(OAuthScene.failure(result))
                .isInstanceOfSatisfying(
                        AuthorizationException.class,
                        failure -> assertThat(failure.reason()).isEqualTo(reason))
                .hasMessageNotContaining("canary");
    }

    @Test
    void device_userAnswersInTime_givesTheCredential() throws Exception {
        serverAsks(",\"verification_uri_complete\":\"https://id.example.org/device?c=1\",\"expires_in\":900");
        serverAnswers(PENDING, PENDING, GIVEN);
        var result = started();
        DeviceCode code = shown.get(1, TimeUnit.MINUTES);
        assertThat(code)
                .isEqualTo(new DeviceCode(
                        "WDJB-MJHT",
                        URI.create("https://id.example.org/device"),
                        URI.create("https://id.example.org/device?c=1"),
                        scene.clock.instant().plusSeconds(900)));
        assertThat(scene.server.received("POST", "/device").get(0).text()).isEqualTo("scope=a+b&client_id=my+client");
        pass("5");
        pass("5");
        assertThat(result).isNotDone();
        pass("5");
        assertThat(scene.seen(result.get(1, TimeUnit.MINUTES))).isEqualTo("Bearer a1");
        assertThat(scene.asked())
                .containsEntry("grant_type", "urn:ietf:params:oauth:grant-type:device_code")
                .containsEntry("device_code", "canary-device")
                .containsEntry("client_id", "my client")
                .hasSize(3);
        assertThat(scene.server.received("POST", "/token")).hasSize(3);
    }

    @Test
    void device_get_waitsOnThisThread() throws Exception {
        serverAsks("");
        serverAnswers(PENDING, GIVEN);
        CompletableFuture<Auth> result = CompletableFuture.supplyAsync(
                () -> oauth.device("ann", shown::complete).get());
        // A thread that reads is looked after more often than it asks.
        long since = System.nanoTime();
        while (!result.isDone() && System.nanoTime() - since < TimeUnit.MINUTES.toNanos(1)) {
            scene.clock
                    .nextDue()
                    .filter(due -> shown.isDone() && due.toSeconds() <= 5)
                    .ifPresent(scene.clock::advance);
            LockSupport.parkNanos(100_000);
        }
        assertThat(scene.seen(result.get(1, TimeUnit.MINUTES))).isEqualTo("Bearer a1");
    }

    @Test
    void device_serverWantsItSlower_isAskedMoreSlowlyEachTime() throws Exception {
        serverAsks(",\"interval\":2");
        serverAnswers(PENDING, SLOWER, PENDING, SLOWER, GIVEN);
        var result = started();
        for (String pause : "2 2 7 7 12".split(" ", -1)) {
            pass(pause);
        }
        assertThat(result.get(1, TimeUnit.MINUTES)).isNotNull();
    }

    @Test
    void device_serverCannotBeReached_isAskedHalfAsOftenEachTime() throws Exception {
        serverAsks("");
        serverAnswers(
                Answer.dropBeforeHead(), Answer.of(503), Answer.tooManyRequests(), Answer.of(500), PENDING, GIVEN);
        var result = started();
        for (String pause : "5 10 20 40 80 80".split(" ", -1)) {
            pass(pause);
        }
        assertThat(result.get(1, TimeUnit.MINUTES)).isNotNull();
    }

    @ParameterizedTest
    @CsvSource({"0,5", "-7,5", "'\"x\"',5", "null,5", "1e300,60", "'\"3\"',3", "61,60"})
    void device_anyInterval_givesABoundedWait(String interval, String wait) throws Exception {
        serverAsks(",\"expires_in\":600,\"interval\":" + interval);
        serverAnswers(GIVEN);
        var result = started();
        pass(wait);
        assertThat(result.get(1, TimeUnit.MINUTES)).isNotNull();
    }

    @Test
    void device_userRefuses_isDenied() throws Exception {
        serverAsks("");
        serverAnswers(Answer.json("{\"error\":\"access_denied\",\"error_description\":\"canary-device\"}")
                .status(400));
        var result = started();
        pass("5");
        assertReason(result, Reason.DENIED);
    }

    @Test
    void device_serverSaysExpired_isExpired() throws Exception {
        serverAsks("");
        serverAnswers(Answer.json("{\"error\":\"expired_token\"}").status(400));
        var result = started();
        pass("5");
        assertReason(result, Reason.EXPIRED);
    }

    @Test
    void device_codeExpiresByOurClock_isExpiredAndNotAskedFor() throws Exception {
        serverAsks(",\"expires_in\":12");
        serverAnswers(PENDING);
        var result = started();
        pass("5");
        pass("5");
        pass("2");
        assertReason(result, Reason.EXPIRED);
        assertThat(scene.server.received("POST", "/token")).hasSize(2);
    }

    @Test
    void device_withoutExpiry_endsAfterFiveMinutes() throws Exception {
        serverAsks(",\"expires_in\":-3,\"interval\":60");
        serverAnswers(PENDING);
        var result = started();
        for (int i = 0; i < 5; i++) {
            assertThat(result).isNotDone();
            pass("60");
        }
        assertReason(result, Reason.EXPIRED);
    }

    @Test
    void device_codeReplayed_isTheServersRefusal() throws Exception {
        serverAsks("");
        serverAnswers(Answer.json("{\"error\":\"invalid_grant\",\"error_description\":\"canary-device\"}")
                .status(400));
        var result = started();
        pass("5");
        assertThat(OAuthScene.failure(result))
                .isInstanceOf(UnauthorizedException.class)
                .hasMessageNotContaining("canary");
    }

    @Test
    void device_answerWithoutAToken_isMalformed() throws Exception {
        serverAsks("");
        serverAnswers(Answer.json("{}"));
        var result = started();
        pass("5");
        assertThat(OAuthScene.failure(result)).isInstanceOf(MalformedReplyException.class);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{} | device_code",
                "{\"device_code\":\"canary\"} | user_code",
                "{\"device_code\":\"canary\",\"user_code\":\"a\\u001b[2J\"} | user_code",
                "{\"device_code\":\"canary\",\"user_code\":\"A\"} | verification_uri",
                "{\"device_code\":\"canary\",\"user_code\":\"A\",\"verification_uri\":\"javascript:x\"} | verification_uri",
                "{\"device_code\":\"canary\",\"user_code\":\"A\",\"verification_uri\":\"file:///etc\"} | verification_uri",
                "{\"device_code\":\"canary\",\"user_code\":\"A\",\"verification_uri\":\"http://\"} | verification_uri",
                "{\"device_code\":\"canary\",\"user_code\":\"A\",\"verification_uri\":\"https://a@b/\"} | verification_uri",
                "{\"device_code\":\"canary\",\"user_code\":\"A\",\"verification_uri\":\"https://a\",\"verification_uri_complete\":\"data:x\"} | verification_uri_complete"
            })
    void device_answerThatCannotBeShown_isMalformed(String body, String path) {
        scene.server.on("POST", "/device").answers(Answer.json(body));
        var failure = catchThrowableOfType(
                MalformedReplyException.class,
                () -> oauth.device("ann", shown::complete).get());
        assertThat(failure.path()).isEqualTo(path);
        assertThat(failure).hasMessageNotContaining("canary");
        assertThat(shown).isNotDone();
    }

    @Test
    void device_pageNamedAsGoogleDoes_isShown() throws Exception {
        scene.server
                .on("POST", "/device")
                .answers(Answer.json("{\"device_code\":\"d\",\"user_code\":\"A\","
                        + "\"verification_url\":\"https://www.google.com/device\"}"));
        started();
        assertThat(shown.get(1, TimeUnit.MINUTES).verificationUri()).hasHost("www.google.com");
    }

    @Test
    void device_clientRefused_isTyped() {
        scene.server
                .on("POST", "/device")
                .answers(Answer.json("{\"error\":\"invalid_scope\"}").status(400));
        assertThatThrownBy(() -> oauth.device("ann", shown::complete).get()).isInstanceOf(RejectedException.class);
    }

    @Test
    void device_showFails_failsWithThat() throws Exception {
        serverAsks("");
        var result = oauth.device("ann", code -> {
                    throw new IllegalStateException("no screen");
                })
                .start();
        assertThat(OAuthScene.failure(result)).hasMessage("no screen");
    }

    @Test
    void device_deadlineOfTheCall_isKept() throws Exception {
        serverAsks("");
        serverAnswers(PENDING);
        var result = oauth.device("ann", shown::complete)
                .within(Duration.ofSeconds(7))
                .start();
        pass("5");
        pass("2");
        assertThat(OAuthScene.failure(result)).isInstanceOf(DeadlineException.class);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void device_cancelledOrClosed_asksNoMore(boolean cancelled) throws Exception {
        serverAsks("");
        serverAnswers(PENDING);
        var result = started();
        pass("5");
        scene.server.await(2, Duration.ofMinutes(1));
        if (cancelled) {
            result.cancel(false);
        } else {
            oauth.close();
            assertThat(OAuthScene.failure(result)).isInstanceOf(CancelledException.class);
        }
        scene.clock.advance(Duration.ofMinutes(3));
        assertThat(scene.server.received("POST", "/token")).hasSize(1);
    }

    @Test
    void device_withoutAnEndpoint_saysWhatToSet() {
        try (OAuth without =
                OAuth.builder(URI.create("https://id.example.org/token"), "c").build()) {
            assertThatThrownBy(() -> without.device("ann", shown::complete))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("deviceAt");
        }
    }
}
