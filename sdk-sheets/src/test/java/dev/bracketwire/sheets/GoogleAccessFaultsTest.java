// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.sheets;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.bracketwire.Secret;
import dev.bracketwire.TransportException;
import dev.bracketwire.UnauthorizedException;
import dev.bracketwire.UnavailableException;
import dev.bracketwire.connector.Connector;
import dev.bracketwire.testkit.Answer;
import dev.bracketwire.testkit.FakeUpstream;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Token endpoints and upstreams that do not behave. */
class GoogleAccessFaultsTest {
    private final AccessScene scene = new AccessScene();

    @AfterEach
    void close() throws Exception {
        scene.close();
    }

    private GoogleAccess account() {
        return GoogleAccess.serviceAccountJson(Secret.of(scene.account().toString()));
    }

    private GoogleAccess user() {
        return GoogleAccess.refreshToken("id", Secret.of("s3cret"), Secret.of("1//refresh"));
    }

    /** Answers the first request for a token by this, and all others by a token. */
    private void firstToken(Answer answer) {
        scene.works();
        AtomicBoolean asked = new AtomicBoolean();
        scene.google.on("POST", "/token").answers(request -> asked.getAndSet(true) ? scene.token() : answer);
    }

    @Test
    void credential_thousandThreadsOverAnExpiredToken_makeOneRequest() throws Exception {
        scene.works();
        var auth = scene.open(account()).auth();
        auth.credential().get(1, TimeUnit.MINUTES);
        scene.clock.advance(Duration.ofHours(1));
        CountDownLatch start = new CountDownLatch(1);
        List<CompletableFuture<String>> given = new ArrayList<>();
        ExecutorService threads = Executors.newFixedThreadPool(1_000);
        try {
            for (int i = 0; i < 1_000; i++) {
                CompletableFuture<String> result = new CompletableFuture<>();
                given.add(result);
                threads.execute(() -> {
                    try {
                        start.await();
                        result.complete(auth.credential()
                                .get(1, TimeUnit.MINUTES)
                                .headers()
                                .first("Authorization")
                                .orElseThrow());
                    } catch (Exception e) {
                        result.completeExceptionally(e);
                    }
                });
            }
            start.countDown();
            for (CompletableFuture<String> result : given) {
                assertThat(result.get(2, TimeUnit.MINUTES)).isEqualTo("Bearer ya29.t2");
            }
        } finally {
            threads.shutdownNow();
        }
        assertThat(scene.google.received()).hasSize(2);
    }

    @ParameterizedTest
    @ValueSource(ints = {500, 502, 503, 504})
    void token_serverError_isAskedForAgain(int status) {
        scene.retrying = true;
        firstToken(Answer.of(status));
        assertThat(scene.seen(scene.connector(account()))).isEqualTo("Bearer ya29.t1");
        firstToken(Answer.of(status));
        assertThat(scene.seen(scene.connector(user()))).isEqualTo("Bearer ya29.t2");
        assertThat(scene.google.received()).hasSize(4);
    }

    @Test
    void token_htmlOf502OrNoAnswer_isAskedForAgain() {
        scene.retrying = true;
        for (Answer answer : List.of(
                Answer.text("<html><title>Error 502 (Server Error)!!1</title></html>")
                        .contentType("text/html")
                        .status(502),
                Answer.dropBeforeHead(),
                Answer.json("{\"access_token\":\"half").contentLength(200).dropInsideBody())) {
            for (GoogleAccess access : List.of(account(), user())) {
                firstToken(answer);
                assertThat(scene.seen(scene.connector(access))).startsWith("Bearer ya29.t");
            }
        }
    }

    @Test
    void token_serverStaysDown_failsAsUnavailableAndTriesNoOtherSource() {
        scene.retrying = true;
        scene.works();
        scene.google.on("POST", "/token").answers(Answer.of(503));
        Connector connector =
                scene.connector(GoogleAccess.firstOf(account(), GoogleAccess.token(Secret.of("ya29.other"))));
        assertThatThrownBy(() -> scene.seen(connector)).isInstanceOf(UnavailableException.class);
        scene.google.close();
        Connector unreachable =
                scene.connector(GoogleAccess.firstOf(account(), GoogleAccess.token(Secret.of("ya29.other"))));
        assertThatThrownBy(() -> scene.seen(unreachable)).isInstanceOf(TransportException.class);
        assertThat(scene.sheets.received()).isEmpty();
    }

    @Test
    void token_invalidGrant_isNotAskedForAgainAndSaysWhatToDo() {
        scene.retrying = true;
        scene.works();
        scene.google
                .on("POST", "/token")
                .answers(AccessScene.refused("invalid_grant", "Invalid JWT Signature.")
                        .date(Instant.now()));
        Connector connector = scene.connector(account());
        var failure = catchThrowableOfType(UnauthorizedException.class, () -> scene.seen(connector));
        assertThat(failure)
                .hasMessageContaining("400 \"invalid_grant: Invalid JWT Signature.\"")
                .hasMessageEndingWith(
                        "the server did not accept what the account signed: check that the account was not"
                                + " deleted or disabled, that its key was not revoked, and that the clock of this machine is right");
        assertThat(scene.google.received()).hasSize(1);
        scene.retrying = false;
        scene.google
                .on("POST", "/token")
                .answers(AccessScene.refused("invalid_grant", "Invalid JWT: iat")
                        .date(scene.clock.instant().minusSeconds(600)));
        assertThatThrownBy(() -> scene.seen(scene.connector(account())))
                .hasMessageEndingWith("set the clock of this machine, which is 600 s ahead of the server's");
        scene.google.on("POST", "/token").answers(AccessScene.refused("unauthorized_client", "Client is unauthorized"));
        assertThatThrownBy(() -> scene.seen(scene.connector(account())))
                .hasMessageEndingWith(
                        "the account may not act for this user, or not with these scopes: allow it at the server");
        assertThat(scene.google.received()).hasSize(3);
        assertThat(scene.sheets.received()).isEmpty();
    }

    @Test
    void token_expiresWhileRequestsAreUnderWay_isRenewedOnceForAll() {
        scene.works();
        AtomicInteger waiting = new AtomicInteger();
        scene.sheets.on("GET", "/x").answers(request -> {
            if (request.header("Authorization").equals(Optional.of("Bearer ya29.t1"))) {
                waiting.incrementAndGet();
                return Answer.of(401).after(Duration.ofMillis(50));
            }
            return Answer.json("1");
        });
        Connector connector = scene.connector(account());
        connector.config().auth().credential().join();
        scene.clock.advance(Duration.ofMinutes(50));
        List<CompletableFuture<Integer>> calls = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            calls.add(connector.get("/x", Integer.class).start());
        }
        assertThat(calls).allMatch(call -> call.join() == 1);
        assertThat(waiting.get()).isPositive();
        assertThat(scene.google.received()).hasSize(2);
    }

    @Test
    void call_everyTokenRefused_renewsOnceAndFails() {
        scene.works();
        scene.sheets.on("GET", "/x").answers(Answer.of(401));
        Connector connector = scene.connector(account());
        connector.config().auth().credential().join();
        scene.clock.advance(Duration.ofMinutes(5));
        assertThatThrownBy(() -> scene.seen(connector)).isInstanceOf(UnauthorizedException.class);
        assertThat(scene.sheets.received()).hasSize(2);
        assertThatThrownBy(() -> scene.seen(connector)).isInstanceOf(UnauthorizedException.class);
        assertThat(scene.google.received()).hasSize(2);
        Connector fixed = scene.connector(GoogleAccess.token(Secret.of("ya29.own")));
        assertThatThrownBy(() -> scene.seen(fixed)).isInstanceOf(UnauthorizedException.class);
        assertThat(scene.google.received()).hasSize(2);
    }

    @Test
    void token_quotaProjectOfAUser_isRenewedAfterARefusalAsWell() {
        scene.works();
        AtomicBoolean revoked = new AtomicBoolean();
        scene.sheets
                .on("GET", "/x")
                .answers(request ->
                        revoked.get() && request.header("Authorization").equals(Optional.of("Bearer ya29.t1"))
                                ? Answer.of(401)
                                : Answer.json("1"));
        Connector connector = scene.connector(
                GoogleAccess.serviceAccountJson(Secret.of(scene.user().toString())));
        assertThat(scene.seen(connector)).isEqualTo("Bearer ya29.t1");
        revoked.set(true);
        scene.clock.advance(Duration.ofMinutes(1));
        assertThat(scene.seen(connector)).isEqualTo("Bearer ya29.t2");
        assertThat(AccessScene.last(scene.sheets).header("X-Goog-User-Project")).contains("cup-2");
    }

    @Test
    void redirect_toAnotherHost_carriesNoCredential() {
        scene.works();
        try (FakeUpstream other = FakeUpstream.start()) {
            scene.sheets.on("GET", "/x").answers(Answer.redirect(307, other.uri() + "/x"));
            scene.google.on("POST", "/token").answers(Answer.redirect(307, other.uri() + "/token"));
            assertThatThrownBy(() -> scene.seen(scene.connector(GoogleAccess.token(Secret.of("ya29.own")))))
                    .hasMessageContaining("redirected to another origin");
            assertThatThrownBy(() -> scene.seen(scene.connector(account()))).hasMessageContaining("/token: 307");
            assertThat(other.received()).isEmpty();
        }
    }
}
