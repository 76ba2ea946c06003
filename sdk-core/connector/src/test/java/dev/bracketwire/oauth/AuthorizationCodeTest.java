// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.oauth;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.bracketwire.ConfigurationException;
import dev.bracketwire.MalformedReplyException;
import dev.bracketwire.Secret;
import dev.bracketwire.UnauthorizedException;
import dev.bracketwire.connector.Auth;
import dev.bracketwire.keys.TokenStore;
import dev.bracketwire.keys.Tokens;
import dev.bracketwire.oauth.AuthorizationException.Reason;
import dev.bracketwire.testkit.Answer;
import java.net.URI;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.Base64;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AuthorizationCodeTest {
    private static final URI REDIRECT = URI.create("https://cup.example.org/callback");

    private final OAuthScene scene = new OAuthScene();

    @AfterEach
    void close() {
        scene.close();
    }

    private static URI back(Authorization asked, String query) {
        return URI.create(REDIRECT + "?" + query.replace("STATE", asked.state()));
    }

    private static AuthorizationException refused(OAuth oauth, Authorization asked, URI received) {
        return catchThrowableOfType(
                AuthorizationException.class,
                () -> oauth.finish("ann", asked, received).get());
    }

    @Test
    void url_ofAnAuthorization_holdsAllTheServerNeeds() throws Exception {
        OAuth oauth = scene.oauth(options -> options.authorizeAt(URI.create("https://id.example.org/ask?tenant=7%2F8"))
                .scope("a", "b")
                .parameter("prompt", "con sent"));
        Authorization asked = oauth.authorization(REDIRECT);
        assertThat(asked.url().toString()).startsWith("https://id.example.org/ask?tenant=7%2F8&response_type=code&");
        Map<String, String> sent = OAuthScene.parameters(asked.url().getRawQuery());
        byte[] digest = MessageDigest.getInstance("SHA-256")
                .digest(asked.verifier().reveal().getBytes(US_ASCII));
        assertThat(sent)
                .containsEntry("client_id", "my client")
                .containsEntry("redirect_uri", REDIRECT.toString())
                .containsEntry("scope", "a b")
                .containsEntry("prompt", "con sent")
                .containsEntry("state", asked.state())
                .containsEntry("code_challenge_method", "S256")
                .containsEntry(
                        "code_challenge",
                        Base64.getUrlEncoder().withoutPadding().encodeToString(digest))
                .hasSize(9);
        assertThat(asked.state()).matches("[A-Za-z0-9_-]{43}");
        assertThat(asked.verifier().reveal()).matches("[A-Za-z0-9_-]{43}");
        assertThat(oauth.authorization(REDIRECT).state()).isNotEqualTo(asked.state());
        assertThat(asked).hasToString("Authorization[https://cup.example.org/callback]");
    }

    @Test
    void finish_codeThatBelongs_isExchangedAndKept() {
        TokenStore store = TokenStore.inMemory();
        OAuth oauth = scene.oauth(options -> options.store(store).scope("a"));
        scene.serverGives(OAuthScene.TOKENS);
        Authorization asked = oauth.authorization(REDIRECT);
        Auth ann = oauth.finish("ann", asked, back(asked, "code=c%2B1&state=STATE"))
                .get();
        assertThat(scene.asked())
                .containsExactlyInAnyOrderEntriesOf(Map.of(
                        "grant_type", "authorization_code",
                        "client_id", "my client",
                        "code", "c+1",
                        "redirect_uri", REDIRECT.toString(),
                        "code_verifier", asked.verifier().reveal()));
        assertThat(scene.seen(ann)).isEqualTo("Bearer a1");
        assertThat(ann.principal()).startsWith("my client/ann#");
        assertThat(store.find("ann").get()).isPresent();
        assertThat(oauth.user("ann")).isSameAs(ann);
        scene.clock.advance(Duration.ofHours(1));
        scene.serverGives("{\"access_token\":\"a2\",\"expires_in\":3600}");
        assertThat(scene.seen(ann)).isEqualTo("Bearer a2");
        assertThat(scene.asked()).containsEntry("refresh_token", "r1");
    }

    @Test
    void finish_onAnotherNode_needsStateAndVerifierOnly() {
        Authorization asked = scene.oauth().authorization(REDIRECT);
        OAuth elsewhere = scene.oauth();
        scene.serverGives(OAuthScene.TOKENS);
        Authorization again = elsewhere.authorization(
                REDIRECT, asked.state(), Secret.of(asked.verifier().reveal()));
        assertThat(again.url()).isEqualTo(asked.url());
        elsewhere
                .finish("ann", again, URI.create("/callback?state=" + asked.state() + "&code=c"))
                .start()
                .join();
        assertThat(scene.asked())
                .containsEntry("code_verifier", asked.verifier().reveal());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "code=c | its state is missing",
                "code=c&state= | its state is missing",
                "code=c&state=canary-other | its state is missing, there twice, or not the one",
                "code=c&state=STATE&state=STATE | its state is missing, there twice",
                "error=access_denied | its state is missing",
                "code=c&state=STATEx | its state",
                "state=STATE | it holds no code, or more than one",
                "code=&state=STATE | it holds no code",
                "code=canary&code=canary&state=STATE | it holds no code, or more than one"
            })
    void finish_whatDoesNotBelong_isRefusedAndNothingSent(String query, String problem) {
        OAuth oauth = scene.oauth();
        Authorization asked = oauth.authorization(REDIRECT);
        var failure = refused(oauth, asked, back(asked, query));
        assertThat(failure.reason()).isEqualTo(Reason.UNTRUSTED);
        assertThat(failure.problem()).startsWith(problem);
        assertThat(failure)
                .hasMessageContaining("oauth GET 127.0.0.1:")
                .hasMessageContaining("/authorize: what the browser brought back was not accepted")
                .hasMessageNotContaining("canary");
        assertThat(scene.server.received()).isEmpty();
    }

    @Test
    void finish_wrongStateFirst_doesNotUseTheAuthorisationUp() {
        OAuth oauth = scene.oauth();
        scene.serverGives(OAuthScene.TOKENS);
        Authorization asked = oauth.authorization(REDIRECT);
        refused(oauth, asked, back(asked, "code=evil&state=x"));
        oauth.finish("ann", asked, back(asked, "code=c&state=STATE")).get();
        assertThat(scene.asked()).containsEntry("code", "c");
    }

    @Test
    void parameters_badlyEncoded_areRefusedAndNotShown() {
        assertThatThrownBy(() -> RedirectParameters.parse("code=canary%zz"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("the query is not well encoded")
                .hasNoCause();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://cup.example.org/other",
                "https://evil.example.org/callback",
                "http://cup.example.org/callback",
                "https://cup.example.org:8443/callback",
                "https://ann@cup.example.org/callback",
                "//evil.example.org/callback",
                "/callback/"
            })
    void finish_anotherPlace_isRefused(String place) {
        OAuth oauth = scene.oauth();
        Authorization asked = oauth.authorization(REDIRECT);
        var failure = refused(oauth, asked, URI.create(place + "?code=c&state=" + asked.state()));
        assertThat(failure.reason()).isEqualTo(Reason.UNTRUSTED);
        assertThat(failure.problem()).isEqualTo("it came to another URL than https://cup.example.org/callback");
    }

    @Test
    void finish_twice_isRefusedByOurselves() {
        OAuth oauth = scene.oauth();
        scene.serverGives(OAuthScene.TOKENS);
        Authorization asked = oauth.authorization(REDIRECT);
        var call = oauth.finish("ann", asked, back(asked, "code=c&state=STATE"));
        call.get();
        assertThatThrownBy(call::get)
                .isInstanceOf(AuthorizationException.class)
                .hasMessageContaining("each authorisation is good for once");
        assertThat(scene.server.received()).hasSize(1);
    }

    @Test
    void finish_codeReplayedElsewhere_isTheServersRefusal() {
        OAuth oauth = scene.oauth();
        Authorization asked = oauth.authorization(REDIRECT);
        scene.serverRefuses(
                400,
                "{\"error\":\"invalid_grant\",\"error_description\":\"code canary-code or "
                        + asked.verifier().reveal() + " was used\"}");
        var failure = catchThrowableOfType(
                UnauthorizedException.class,
                () -> oauth.finish("ann", asked, back(asked, "code=canary-code&state=STATE"))
                        .get());
        assertThat(failure.problem()).isEqualTo("invalid_grant: code *** or *** was used");
        assertThatThrownBy(() -> scene.seen(oauth.user("ann"))).isInstanceOf(AuthorizationException.class);
    }

    @Test
    void finish_userRefuses_isDenied() {
        OAuth oauth = scene.oauth();
        Authorization asked = oauth.authorization(REDIRECT);
        var failure = refused(oauth, asked, back(asked, "error=access_denied&state=STATE"));
        assertThat(failure.reason()).isEqualTo(Reason.DENIED);
        assertThat(failure.problem()).isEqualTo("access_denied");
    }

    @Test
    void finish_errorWithALongForgedDescription_isShownShortAndInOneLine() {
        OAuth oauth = scene.oauth();
        Authorization asked = oauth.authorization(REDIRECT);
        var failure = refused(
                oauth,
                asked,
                back(
                        asked,
                        "error=invalid_scope&state=STATE&error_description=no%0D%0AERROR+forged%1B%5B2J+STATE+"
                                + "x".repeat(10_000)));
        assertThat(failure.reason()).isEqualTo(Reason.REFUSED);
        assertThat(failure.problem())
                .startsWith("invalid_scope: no ERROR forged?[2J *** xxx")
                .hasSize(200);
    }

    @Test
    void finish_severalErrors_isRefused() {
        OAuth oauth = scene.oauth();
        Authorization asked = oauth.authorization(REDIRECT);
        var failure = refused(oauth, asked, back(asked, "error=a&error=b&code=c&state=STATE"));
        assertThat(failure.reason()).isEqualTo(Reason.REFUSED);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "&iss=https%3A%2F%2Fevil.example.org", "&iss=https%3A%2F%2Fid.example.org%2F", "&iss=a&iss=a"
            })
    void finish_issuerKnownAndAnother_isRefused(String issuer) {
        OAuth oauth = scene.oauth(options -> options.issuer("https://id.example.org"));
        Authorization asked = oauth.authorization(REDIRECT);
        var failure = refused(oauth, asked, back(asked, "code=c&state=STATE" + issuer));
        assertThat(failure.problem()).isEqualTo("it does not come from https://id.example.org");
    }

    @Test
    void finish_issuerKnownAndRight_isTaken() {
        OAuth oauth = scene.oauth(options -> options.issuer("https://id.example.org"));
        scene.serverGives(OAuthScene.TOKENS);
        Authorization asked = oauth.authorization(REDIRECT);
        assertThat(oauth.finish("ann", asked, back(asked, "code=c&state=STATE&iss=https%3A%2F%2Fid.example.org"))
                        .get())
                .isNotNull();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {"{} | access_token", "{\"access_token\":\"t\",\"token_type\":\"mac\"} | token_type"})
    void finish_answerWithoutAToken_isMalformedAndNothingIsKept(String body, String path) {
        TokenStore store = TokenStore.inMemory();
        OAuth oauth = scene.oauth(options -> options.store(store));
        scene.serverGives(body);
        Authorization asked = oauth.authorization(REDIRECT);
        var failure = catchThrowableOfType(
                MalformedReplyException.class,
                () -> oauth.finish("ann", asked, back(asked, "code=c&state=STATE"))
                        .get());
        assertThat(failure.path()).isEqualTo(path);
        assertThat(store.find("ann").get()).isEmpty();
    }

    @Test
    void user_nothingKept_saysSoAndWorksOnceTheUserHasAuthorised() {
        OAuth oauth = scene.oauth();
        Auth ann = oauth.user("ann");
        var failure = catchThrowableOfType(AuthorizationException.class, () -> scene.seen(ann));
        assertThat(failure.reason()).isEqualTo(Reason.ABSENT);
        assertThat(failure).hasMessageContaining("have the user authorise anew");
        scene.serverGives("{\"access_token\":\"a1\"}");
        Authorization asked = oauth.authorization(REDIRECT);
        oauth.finish("ann", asked, back(asked, "code=c&state=STATE")).get();
        assertThat(scene.seen(ann)).isEqualTo("Bearer a1");
    }

    @Test
    void user_keptWithoutARefreshToken_isUsedAsLongAsItIsGood() {
        TokenStore store = TokenStore.inMemory();
        store.keep("ann", new Tokens(Secret.of("kept"), null, null)).get();
        store.keep("ben", new Tokens(Secret.of("kept"), null, scene.clock.instant()))
                .get();
        OAuth oauth = scene.oauth(options -> options.store(store));
        assertThat(scene.seen(oauth.user("ann"))).isEqualTo("Bearer kept");
        assertThatThrownBy(() -> scene.seen(oauth.user("ben"))).isInstanceOf(AuthorizationException.class);
    }

    @Test
    void user_anotherNodeHasRenewed_takesWhatItKept() {
        TokenStore store = TokenStore.inMemory();
        OAuth oauth = scene.oauth(options -> options.store(store));
        store.keep(
                        "ann",
                        new Tokens(
                                Secret.of("a1"),
                                Secret.of("r1"),
                                scene.clock.instant().plusSeconds(3600)))
                .get();
        Auth ann = oauth.user("ann");
        assertThat(scene.seen(ann)).isEqualTo("Bearer a1");
        scene.clock.advance(Duration.ofHours(1));
        store.keep(
                        "ann",
                        new Tokens(
                                Secret.of("a2"),
                                Secret.of("r2"),
                                scene.clock.instant().plusSeconds(3600)))
                .get();
        assertThat(scene.seen(ann)).isEqualTo("Bearer a2");
        assertThat(scene.server.received()).isEmpty();
    }

    @Test
    void user_anotherNodeWasFasterWithTheRefreshToken_takesWhatItKept() {
        TokenStore store = TokenStore.inMemory();
        OAuth oauth = scene.oauth(options -> options.store(store));
        store.keep("ann", new Tokens(Secret.of("a1"), Secret.of("r1"), scene.clock.instant()))
                .get();
        Tokens kept = new Tokens(
                Secret.of("a2"), Secret.of("r2"), scene.clock.instant().plusSeconds(3600));
        scene.server.on("POST", "/token").answers(request -> {
            store.keep("ann", kept).get();
            return Answer.json("{\"error\":\"invalid_grant\"}").status(400);
        });
        assertThat(scene.seen(oauth.user("ann"))).isEqualTo("Bearer a2");
        assertThat(scene.server.received()).hasSize(1);
    }

    @Test
    void authorization_misused_isRefused() {
        OAuth oauth = scene.oauth();
        assertThatThrownBy(() -> oauth.authorization(URI.create("/callback")))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> oauth.authorization(URI.create(REDIRECT + "#x")))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> oauth.user(" ")).hasMessageContaining("name must say who");
        try (OAuth without =
                OAuth.builder(URI.create("https://id.example.org/token"), "c").build()) {
            assertThatThrownBy(() -> without.authorization(REDIRECT))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("authorizeAt");
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "http://id.example.org/ask | must be https",
                "/ask | must be an absolute URL",
                "https://id.example.org/ask#x | must be an absolute URL",
                "https://u:p@id.example.org/ask | must be an absolute URL",
                "https://id.example.org/ask?state=1 | must not hold state"
            })
    void build_pageThatCannotBe_isAProblem(String page, String problem) {
        assertThatThrownBy(() -> OAuth.builder(URI.create("https://id.example.org/token"), "c")
                        .authorizeAt(URI.create(page))
                        .parameter("code_verifier", "x")
                        .deviceAt(URI.create("http://devices.example.org/x"))
                        .build())
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("authorizeAt " + problem)
                .hasMessageContaining("parameter code_verifier is set by this client itself")
                .hasMessageContaining("deviceAt base must be https");
    }
}
