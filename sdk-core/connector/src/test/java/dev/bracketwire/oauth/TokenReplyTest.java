// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.oauth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.bracketwire.Call;
import dev.bracketwire.MalformedReplyException;
import dev.bracketwire.RateLimitedException;
import dev.bracketwire.RejectedException;
import dev.bracketwire.Secret;
import dev.bracketwire.StoreException;
import dev.bracketwire.UnauthorizedException;
import dev.bracketwire.UnavailableException;
import dev.bracketwire.keys.TokenStore;
import dev.bracketwire.keys.Tokens;
import dev.bracketwire.testkit.Answer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TokenReplyTest {
    private final OAuthScene scene = new OAuthScene();

    @AfterEach
    void close() {
        scene.close();
    }

    @Test
    void tokens_of200Kilobytes_areRefusedAndNotShown() {
        scene.serverGives("{\"access_token\":\"" + "canary".repeat(34_000) + "\"}");
        OAuth oauth = scene.oauth();
        assertThatThrownBy(() -> scene.seen(oauth.clientCredentials()))
                .isInstanceOf(MalformedReplyException.class)
                .hasMessageContaining("access_token should be visible ASCII of at most 32768 characters")
                .hasMessageNotContaining("canary");
    }

    @ParameterizedTest
    @ValueSource(strings = {"a\\r\\nX-Evil: 1", "a b", "ä", "\\u0000"})
    void tokens_thatNoHeaderCanCarry_failAndDoNotHang(String token) {
        scene.serverGives("{\"access_token\":\"t" + token + "\"}");
        OAuth oauth = scene.oauth();
        assertThatThrownBy(() -> scene.seen(oauth.clientCredentials())).isInstanceOf(MalformedReplyException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"-1", "0", "\"soon\"", "null", "[]", "\"\"", "1e400", "99999999999999999999999999"})
    void expiresIn_invalid_givesATokenWithoutExpiry(String expires) {
        scene.serverGives("{\"access_token\":\"t\",\"expires_in\":" + expires + "}");
        OAuth oauth = scene.oauth();
        var auth = oauth.clientCredentials();
        assertThat(scene.seen(auth)).isEqualTo("Bearer t");
        scene.clock.advance(Duration.ofDays(300));
        assertThat(scene.seen(auth)).isEqualTo("Bearer t");
        assertThat(scene.server.received()).hasSize(1);
    }

    @Test
    void refusal_withRetryAfter_saysWhenToComeAgain() {
        OAuth oauth = scene.oauth();
        scene.server.on("POST", "/token").answers(Answer.tooManyRequests().retryAfterSeconds(120));
        var limited = catchThrowableOfType(RateLimitedException.class, () -> scene.seen(oauth.clientCredentials()));
        assertThat(limited.retryAt()).isEqualTo(scene.clock.instant().plusSeconds(120));
        scene.clock.advance(Duration.ofMinutes(3));
        scene.server.on("POST", "/token").answers(Answer.of(503).retryAfterSeconds(60));
        var down = catchThrowableOfType(UnavailableException.class, () -> scene.seen(oauth.clientCredentials()));
        assertThat(down.retryAt()).isEqualTo(scene.clock.instant().plusSeconds(60));
    }

    @Test
    void refusal_withStatusOfSuccess_isARefusal() {
        scene.serverGives("{\"error\":\"bad_verification_code\"}");
        OAuth oauth = scene.oauth();
        assertThatThrownBy(() -> scene.seen(oauth.clientCredentials()))
                .isInstanceOf(RejectedException.class)
                .hasMessageContaining("bad_verification_code");
    }

    @Test
    void refusal_longWithControlCharactersAndTheSecret_isShownShortAndWithoutIt() {
        scene.serverRefuses(
                401,
                "{\"error\":\"invalid_client\",\"error_description\":\"bad canary-secret\\r\\n\\u001b[2Jforged line "
                        + "x".repeat(10_000) + "\"}");
        OAuth oauth = scene.oauth(options -> options.clientSecret(Secret.of("canary-secret")));
        var failure = catchThrowableOfType(UnauthorizedException.class, () -> scene.seen(oauth.clientCredentials()));
        assertThat(failure.problem())
                .startsWith("invalid_client: bad *** ?[2Jforged line xxx")
                .hasSize(200);
        assertThat(failure.getMessage())
                .doesNotContain("canary")
                .doesNotContain("\n")
                .doesNotContain("\u001b");
    }

    @Test
    void clientSecret_changedWhileInUse_isSentWithTheNextRequest(@TempDir Path folder) throws Exception {
        Path file = Files.writeString(folder.resolve("secret"), "before");
        OAuth oauth =
                scene.oauth(options -> options.clientSecret(Secret.file(file)).secretInBody());
        scene.serverGives("{\"access_token\":\"t\",\"expires_in\":3600}");
        var auth = oauth.clientCredentials();
        scene.seen(auth);
        assertThat(scene.asked()).containsEntry("client_secret", "before");
        Files.writeString(file, "after");
        scene.clock.advance(Duration.ofHours(1));
        scene.seen(auth);
        assertThat(scene.asked()).containsEntry("client_secret", "after");
    }

    @Test
    void clientSecret_changedWhileInUse_isSentInTheHeaderToo(@TempDir Path folder) throws Exception {
        Path file = Files.writeString(folder.resolve("secret"), "before");
        OAuth oauth = scene.oauth(options -> options.clientSecret(Secret.file(file)));
        scene.serverGives("{\"access_token\":\"t\",\"expires_in\":3600}");
        var auth = oauth.clientCredentials();
        scene.seen(auth);
        Files.writeString(file, "after");
        scene.clock.advance(Duration.ofHours(1));
        scene.seen(auth);
        assertThat(scene.server.received().get(0).header("Authorization"))
                .isNotEqualTo(scene.server.received().get(1).header("Authorization"));
    }

    @Test
    void user_storeFails_theTokensAreKeptAtTheNextAttemptAndNotLost() {
        scene.serverGives(OAuthScene.TOKENS);
        AtomicInteger tries = new AtomicInteger();
        TokenStore memory = TokenStore.inMemory();
        TokenStore failing = new TokenStore() {
            @Override
            public Call<Optional<Tokens>> find(String name) {
                return memory.find(name);
            }

            @Override
            public Call<Void> keep(String name, Tokens tokens) {
                return tries.getAndIncrement() == 0
                        ? Call.failed(new StoreException(StoreException.Reason.UNAVAILABLE, "the disk is full", null))
                        : memory.keep(name, tokens);
            }

            @Override
            public Call<Void> forget(String name) {
                return memory.forget(name);
            }
        };
        OAuth oauth = scene.oauth(options -> options.store(failing));
        var auth = oauth.user("ann", Secret.of("r0"));
        assertThatThrownBy(() -> scene.seen(auth)).isInstanceOf(StoreException.class);
        scene.clock.advance(Duration.ofSeconds(10));
        assertThat(scene.seen(auth)).isEqualTo("Bearer a1");
        assertThat(scene.server.received()).hasSize(1);
    }
}
