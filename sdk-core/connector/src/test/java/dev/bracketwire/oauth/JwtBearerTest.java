// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.oauth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.bracketwire.ConfigurationException;
import dev.bracketwire.Secret;
import dev.bracketwire.UnauthorizedException;
import dev.bracketwire.connector.Auth;
import dev.bracketwire.connector.RetryPolicy;
import dev.bracketwire.testkit.Answer;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class JwtBearerTest {
    private final OAuthScene scene = new OAuthScene();

    @AfterEach
    void close() {
        scene.close();
    }

    @Test
    void jwtBearer_eachToken_isAskedForByANewAssertion() {
        scene.serverGives("{\"access_token\":\"a1\",\"expires_in\":3600}");
        List<Instant> times = new ArrayList<>();
        Auth auth = scene.oauth(options -> options.scope("a", "b").parameter("audience", "chests"))
                .jwtBearer("bot", now -> {
                    times.add(now);
                    return "header.claims" + times.size() + ".signature";
                });
        assertThat(times).isEmpty();
        assertThat(scene.seen(auth)).isEqualTo("Bearer a1");
        scene.seen(auth);
        assertThat(scene.server.received()).hasSize(1);
        assertThat(scene.server.received().get(0).header("Authorization")).isEmpty();
        assertThat(scene.server.received().get(0).text())
                .isEqualTo("grant_type=urn%3Aietf%3Aparams%3Aoauth%3Agrant-type%3Ajwt-bearer&scope=a+b&audience=chests"
                        + "&assertion=header.claims1.signature");
        assertThat(times).containsExactly(scene.clock.instant());
        scene.clock.advance(Duration.ofHours(1));
        scene.seen(auth);
        assertThat(scene.asked()).containsEntry("assertion", "header.claims2.signature");
        assertThat(times).hasSize(2).endsWith(scene.clock.instant());
    }

    @Test
    void jwtBearer_assertionRefused_saysWhatToDoAndShowsNoPartOfIt() {
        scene.server
                .on("POST", "/token")
                .answers(
                        request -> Answer.json("{\"error\":\"invalid_grant\",\"error_description\":\"no claims-part\"}")
                                .status(400)
                                .date(scene.clock.instant().plusSeconds(120)));
        Auth auth = scene.oauth().jwtBearer("bot", now -> "header-part.claims-part.signature");
        var failure = catchThrowableOfType(UnauthorizedException.class, () -> scene.seen(auth));
        assertThat(failure.problem()).isEqualTo("invalid_grant: no ***");
        assertThat(failure)
                .hasMessageEndingWith(
                        "that its key was not revoked, and set the clock of this machine, which is 120 s behind"
                                + " the server's");
        assertThatThrownBy(() -> scene.seen(auth)).isSameAs(failure);
        assertThat(scene.server.received()).hasSize(1);
    }

    @Test
    void jwtBearer_clientWithASecret_provesItself() {
        scene.serverGives("{\"access_token\":\"a1\"}");
        scene.seen(
                scene.oauth(options -> options.clientSecret(Secret.of("p@ss")).secretInBody())
                        .jwtBearer("bot", now -> "a.b.c"));
        assertThat(scene.asked())
                .containsEntry("client_id", "my client")
                .containsEntry("client_secret", "p@ss")
                .containsEntry("assertion", "a.b.c");
    }

    @Test
    void jwtBearer_keyMissing_isTheFailureOfTheCall() {
        Auth auth = scene.oauth().jwtBearer("bot", now -> {
            throw new ConfigurationException(List.of(new ConfigurationException.Problem("key", "is missing")));
        });
        assertThatThrownBy(() -> scene.seen(auth)).hasMessage("configuration: key is missing");
        assertThat(scene.server.received()).isEmpty();
    }

    @Test
    void principal_accountsUsersAndTheApplication_areApart() {
        OAuth oauth = scene.oauth();
        Function<Instant, String> assertion = now -> "a.b.c";
        assertThat(List.of(
                        oauth.jwtBearer("bot", assertion).principal(),
                        oauth.jwtBearer("other", assertion).principal(),
                        oauth.user("bot").principal(),
                        oauth.clientCredentials().principal()))
                .doesNotHaveDuplicates();
        assertThat(oauth.jwtBearer("bot", assertion).principal())
                .isEqualTo(oauth.jwtBearer("bot", assertion).principal());
    }

    @Test
    void reusableRefreshTokens_serverErrorOnce_isAskedForAgain() {
        AtomicInteger asked = new AtomicInteger();
        scene.server
                .on("POST", "/token")
                .answers(request ->
                        asked.getAndIncrement() % 2 == 0 ? Answer.of(502).html() : Answer.json(OAuthScene.TOKENS));
        RetryPolicy retry = RetryPolicy.defaults().base(Duration.ofMillis(1));
        OAuth reusing = scene.oauth(options -> options.reusableRefreshTokens().server(config -> config.retry(retry)));
        assertThat(scene.seen(reusing.user("ann", Secret.of("r0")))).isEqualTo("Bearer a1");
        OAuth rotating = scene.oauth(options -> options.server(config -> config.retry(retry)));
        assertThatThrownBy(() -> scene.seen(rotating.user("ann", Secret.of("r0"))))
                .hasMessageContaining("502");
        assertThat(asked.get()).isEqualTo(3);
    }
}
