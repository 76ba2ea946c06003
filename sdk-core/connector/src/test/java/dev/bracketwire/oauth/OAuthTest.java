// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.oauth;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.bracketwire.ConfigurationException;
import dev.bracketwire.MalformedReplyException;
import dev.bracketwire.RejectedException;
import dev.bracketwire.Secret;
import dev.bracketwire.UnauthorizedException;
import dev.bracketwire.UnavailableException;
import dev.bracketwire.connector.Auth;
import dev.bracketwire.connector.Connector;
import dev.bracketwire.connector.ConnectorConfig;
import dev.bracketwire.connector.RetryPolicy;
import dev.bracketwire.keys.TokenStore;
import dev.bracketwire.testkit.Answer;
import dev.bracketwire.testkit.FakeUpstream;
import dev.bracketwire.testkit.ManualClock;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OAuthTest {
    private final ManualClock clock = ManualClock.create();
    private final FakeUpstream server = FakeUpstream.start();
    private final FakeUpstream upstream = FakeUpstream.start();
    private final List<AutoCloseable> open = new ArrayList<>();
    private final AtomicInteger given = new AtomicInteger();

    @AfterEach
    void close() throws Exception {
        for (AutoCloseable resource : open) {
            resource.close();
        }
        upstream.close();
        server.close();
    }

    private Connector connector(UnaryOperator<OAuthBuilder> options, Function<OAuth, Auth> auth) {
        OAuth oauth = options.apply(OAuth.builder(URI.create(server.uri() + "/token"), "my client")
                        .server(config -> config.clock(clock).retry(RetryPolicy.never())))
                .build();
        Connector connector = Connector.create(ConnectorConfig.builder("chests", upstream.uri())
                .clock(clock)
                .retry(RetryPolicy.never())
                .auth(auth.apply(oauth))
                .build());
        open.add(connector);
        open.add(oauth);
        return connector;
    }

    private Connector connector() {
        return connector(options -> options.clientSecret(Secret.of("p@ss")), OAuth::clientCredentials);
    }

    private void serverGives(int seconds) {
        server.on("POST", "/token")
                .answers(request -> Answer.json("{\"access_token\":\"t" + given.incrementAndGet()
                        + "\",\"token_type\":\"bearer\",\"expires_in\":" + seconds + "}"));
    }

    private String seen(int number) {
        return upstream.received().get(number).header("Authorization").orElse("none");
    }

    @Test
    void clientCredentials_firstCall_obtainsATokenAndTheNextUsesIt() {
        serverGives(3600);
        upstream.on("GET", "/x").answers(Answer.json("1"));
        Connector api = connector(
                options ->
                        options.clientSecret(Secret.of("p@ss")).scope("a", "b").parameter("audience", "https://chests"),
                OAuth::clientCredentials);
        assertThat(api.get("/x", Integer.class).get()).isEqualTo(1);
        assertThat(api.get("/x", Integer.class).start().join()).isEqualTo(1);
        assertThat(seen(0)).isEqualTo("Bearer t1");
        assertThat(seen(1)).isEqualTo("Bearer t1");
        assertThat(server.received()).hasSize(1);
        var request = server.received().get(0);
        assertThat(request.text()).isEqualTo("grant_type=client_credentials&scope=a+b&audience=https%3A%2F%2Fchests");
        assertThat(request.header("Authorization"))
                .contains("Basic " + Base64.getEncoder().encodeToString("my+client:p%40ss".getBytes(US_ASCII)));
    }

    @Test
    void clientCredentials_secretInBody_sendsNoHeader() {
        serverGives(3600);
        upstream.on("GET", "/x").answers(Answer.json("1"));
        connector(options -> options.clientSecret(Secret.of("p@ss")).secretInBody(), OAuth::clientCredentials)
                .get("/x", Integer.class)
                .get();
        assertThat(server.received().get(0).text())
                .isEqualTo("grant_type=client_credentials&client_id=my+client&client_secret=p%40ss");
        assertThat(server.received().get(0).header("Authorization")).isEmpty();
    }

    @Test
    void credential_fiftyCallsOverOneExpiredToken_makeOneRefresh() {
        serverGives(3600);
        upstream.on("GET", "/x").answers(Answer.json("1"));
        Connector api = connector();
        api.get("/x", Integer.class).get();
        clock.advance(Duration.ofHours(1));
        List<CompletableFuture<Integer>> calls = new ArrayList<>();
        for (int i = 0; i < 50; i++) {
            calls.add(api.get("/x", Integer.class).start());
        }
        assertThat(calls).allMatch(call -> call.join() == 1);
        assertThat(server.received()).hasSize(2);
        assertThat(seen(50)).isEqualTo("Bearer t2");
    }

    @Test
    void credential_beforeItExpires_isRenewedWhileTheOldOneIsUsed() {
        serverGives(3600);
        upstream.on("GET", "/x").answers(Answer.json("1"));
        Connector api = connector();
        api.get("/x", Integer.class).get();
        clock.advance(Duration.ofSeconds(3570));
        api.get("/x", Integer.class).get();
        assertThat(seen(1)).isEqualTo("Bearer t1");
        server.await(2, Duration.ofMinutes(1));
        while (!seen(upstream.received().size() - 1).equals("Bearer t2")) {
            api.get("/x", Integer.class).get();
        }
        assertThat(server.received()).hasSize(2);
    }

    @Test
    void call_tokenRefused_isRepeatedOnceWithANewOne() {
        serverGives(3600);
        AtomicBoolean revoked = new AtomicBoolean();
        upstream.on("GET", "/x")
                .answers(request ->
                        revoked.get() && request.header("Authorization").equals(Optional.of("Bearer t1"))
                                ? Answer.of(401)
                                : Answer.json("1"));
        Connector api = connector();
        api.get("/x", Integer.class).get();
        revoked.set(true);
        clock.advance(Duration.ofMinutes(1));
        assertThat(api.get("/x", Integer.class).get()).isEqualTo(1);
        assertThat(seen(1)).isEqualTo("Bearer t1");
        assertThat(seen(2)).isEqualTo("Bearer t2");
    }

    @Test
    void call_everyTokenRefused_requestsNoFurtherTokens() {
        serverGives(3600);
        upstream.on("GET", "/x").answers(Answer.of(401));
        Connector api = connector();
        for (int i = 0; i < 20; i++) {
            assertThatThrownBy(() -> api.get("/x", Integer.class).get()).isInstanceOf(UnauthorizedException.class);
        }
        assertThat(server.received()).hasSize(1);
        assertThat(upstream.received()).hasSize(20);
    }

    @Test
    void user_refreshTokenRotates_usesTheLatestAndKeepsIt() {
        AtomicInteger number = new AtomicInteger();
        server.on("POST", "/token")
                .answers(request -> Answer.json("{\"access_token\":\"a" + number.incrementAndGet()
                        + "\",\"refresh_token\":\"r" + number.get() + "\",\"expires_in\":\"3600\"}"));
        upstream.on("GET", "/x").answers(Answer.json("1"));
        TokenStore store = TokenStore.inMemory();
        Connector api = connector(options -> options.store(store), oauth -> oauth.user("ann", Secret.of("r0")));
        api.get("/x", Integer.class).get();
        clock.advance(Duration.ofHours(1));
        api.get("/x", Integer.class).get();
        assertThat(server.received().get(0).text())
                .isEqualTo("grant_type=refresh_token&client_id=my+client&refresh_token=r0");
        assertThat(server.received().get(1).text()).endsWith("refresh_token=r1");
        assertThat(store.find("ann").get().orElseThrow().refresh())
                .satisfies(kept -> assertThat(kept).isNotNull())
                .extracting(kept -> kept == null ? "" : kept.reveal())
                .isEqualTo("r2");

        Connector restarted = connector(options -> options.store(store), oauth -> oauth.user("ann", Secret.of("r0")));
        restarted.get("/x", Integer.class).get();
        assertThat(seen(2)).isEqualTo("Bearer a2");
        assertThat(server.received()).hasSize(2);
    }

    @Test
    void user_serverGivesNoNewRefreshToken_keepsTheOldOne() {
        serverGives(3600);
        upstream.on("GET", "/x").answers(Answer.json("1"));
        Connector api = connector(options -> options, oauth -> oauth.user("ann", Secret.of("r0")));
        api.get("/x", Integer.class).get();
        clock.advance(Duration.ofHours(1));
        api.get("/x", Integer.class).get();
        assertThat(server.received()).allMatch(request -> request.text().endsWith("refresh_token=r0"));
    }

    @Test
    void user_authorisationRevoked_isTypedAndNotAskedForAgainAtOnce() {
        server.on("POST", "/token")
                .answers(Answer.json("{\"error\":\"invalid_grant\",\"error_description\":\"revoked\"}")
                        .status(400));
        Connector api = connector(options -> options, oauth -> oauth.user("ann", Secret.of("r0-secret")));
        for (int i = 0; i < 20; i++) {
            var failure = catchThrowableOfType(
                    UnauthorizedException.class,
                    () -> api.get("/x", Integer.class).get());
            assertThat(failure.problem()).isEqualTo("invalid_grant: revoked");
            assertThat(failure).hasMessageContaining("oauth POST 127.0.0.1").hasMessageNotContaining("r0-secret");
        }
        assertThat(server.received()).hasSize(1);
        clock.advance(Duration.ofSeconds(10));
        assertThatThrownBy(() -> api.get("/x", Integer.class).get()).isInstanceOf(UnauthorizedException.class);
        assertThat(server.received()).hasSize(2);
        assertThat(upstream.received()).isEmpty();
    }

    @Test
    void credential_serverDownWhileTheTokenIsValid_isReturned() {
        AtomicInteger asked = new AtomicInteger();
        server.on("POST", "/token")
                .answers(request -> asked.getAndIncrement() == 0
                        ? Answer.json("{\"access_token\":\"t1\",\"expires_in\":3600}")
                        : Answer.of(503));
        upstream.on("GET", "/x").answers(Answer.json("1"));
        Connector api = connector();
        api.get("/x", Integer.class).get();
        clock.advance(Duration.ofSeconds(3560));
        api.get("/x", Integer.class).get();
        server.await(2, Duration.ofMinutes(1));
        clock.advance(Duration.ofSeconds(11));
        assertThat(api.get("/x", Integer.class).get()).isEqualTo(1);
        clock.advance(Duration.ofSeconds(29));
        assertThatThrownBy(() -> api.get("/x", Integer.class).start().get(1, TimeUnit.MINUTES))
                .hasCauseInstanceOf(UnavailableException.class);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{} | access_token",
                "<html> | access_token",
                "{\"access_token\":\"\"} | access_token",
                "{\"access_token\":\"s3cret\",\"token_type\":\"mac\"} | token_type"
            })
    void clientCredentials_answerWithoutAToken_isMalformed(String body, String path) {
        server.on("POST", "/token").answers(Answer.json(body));
        Connector api = connector();
        var failure = catchThrowableOfType(
                MalformedReplyException.class,
                () -> api.get("/x", Integer.class).get());
        assertThat(failure.path()).isEqualTo(path);
        assertThat(failure).hasMessageNotContaining("s3cret");
    }

    @Test
    void clientCredentials_scopeRefused_isRejected() {
        server.on("POST", "/token")
                .answers(Answer.json("{\"error\":\"invalid_scope\"}").status(400));
        Connector api = connector();
        assertThatThrownBy(() -> api.get("/x", Integer.class).get())
                .isInstanceOf(RejectedException.class)
                .hasMessageContaining("invalid_scope");
    }

    @Test
    void build_misconfigured_reportsAllProblems() {
        var failure = catchThrowableOfType(
                ConfigurationException.class,
                () -> OAuth.builder(URI.create("http://id.example.org/token?x=1"), " ")
                        .secretInBody()
                        .build());
        assertThat(failure.problems()).hasSize(4);
        assertThat(failure).hasMessageContaining("tokenEndpoint base must be https");
    }
}
