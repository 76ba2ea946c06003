// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.oauth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.bracketwire.ConfigurationException;
import dev.bracketwire.MalformedReplyException;
import dev.bracketwire.NotFoundException;
import dev.bracketwire.Secret;
import dev.bracketwire.oauth.AuthorizationException.Reason;
import dev.bracketwire.testkit.Answer;
import java.math.BigInteger;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.security.interfaces.RSAPublicKey;
import java.util.Base64;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class IdTokenTest {
    private static final URI REDIRECT = URI.create("https://cup.example.org/callback");
    private static final KeyPair KEY = pair(2048);
    private static final KeyPair OTHER = pair(2048);
    private static final KeyPair SHORT = pair(1024);

    private final OAuthScene scene = new OAuthScene();
    private OAuth oauth;

    @BeforeEach
    void open() {
        oauth = scene.oauth(options -> options.clientSecret(Secret.of("canary"))
                .openId(URI.create(scene.server.uri() + "/keys"), "https://id.example.org"));
        serverHas("one", KEY);
    }

    @AfterEach
    void close() {
        scene.close();
    }

    private static KeyPair pair(int bits) {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
            generator.initialize(bits);
            return generator.generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new AssertionError(e);
        }
    }

    private static String encoded(byte[] bytes) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    private static String encoded(String text) {
        return encoded(text.getBytes(StandardCharsets.UTF_8));
    }

    private static String jwk(String id, KeyPair pair) {
        RSAPublicKey key = (RSAPublicKey) pair.getPublic();
        return "{\"kty\":\"RSA\",\"use\":\"sig\",\"kid\":\"" + id + "\",\"n\":\"" + number(key.getModulus())
                + "\",\"e\":\"" + number(key.getPublicExponent()) + "\"}";
    }

    private static String number(BigInteger number) {
        return encoded(number.toByteArray());
    }

    private void serverHas(String id, KeyPair pair) {
        scene.server
                .on("GET", "/keys")
                .answers(Answer.json("{\"keys\":[{\"kty\":\"EC\",\"kid\":\"one\"}," + jwk(id, pair) + "]}"));
    }

    private static String signed(String header, String claims, KeyPair by) throws GeneralSecurityException {
        String body = encoded(header) + "." + encoded(claims);
        Signature signature = Signature.getInstance("SHA256withRSA");
        signature.initSign(by.getPrivate());
        signature.update(body.getBytes(StandardCharsets.US_ASCII));
        return body + "." + encoded(signature.sign());
    }

    private String claims(String iss, String aud, long exp, long iat) {
        long now = scene.clock.instant().getEpochSecond();
        return "{\"iss\":\"" + iss + "\",\"aud\":" + aud + ",\"exp\":" + (now + exp) + ",\"iat\":" + (now + iat)
                + ",\"sub\":\"ann\"}";
    }

    private String good() {
        return claims("https://id.example.org", "\"my client\"", 3600, 0);
    }

    private void finish(String idToken) {
        scene.serverGives(
                "{\"access_token\":\"a1\"" + (idToken.isEmpty() ? "" : ",\"id_token\":\"" + idToken + "\"") + "}");
        Authorization asked = oauth.authorization(REDIRECT);
        oauth.finish("ann", asked, URI.create(REDIRECT + "?code=c&state=" + asked.state()))
                .get();
    }

    private void refused(String idToken, String problem) {
        var failure = catchThrowableOfType(AuthorizationException.class, () -> finish(idToken));
        assertThat(failure.reason()).isEqualTo(Reason.UNTRUSTED);
        assertThat(failure.problem()).isEqualTo("its id token " + problem);
    }

    @Test
    void finish_withAGoodIdToken_isTaken_andTheKeysAreAskedForWithoutOurSecret() throws Exception {
        finish(signed("{\"alg\":\"RS256\",\"kid\":\"one\"}", good(), KEY));
        finish(signed(
                "{\"alg\":\"RS256\",\"kid\":\"one\"}",
                claims("https://id.example.org", "[\"x\",\"my client\"]", -30, 30),
                KEY));
        assertThat(oauth.authorization(REDIRECT).url().getQuery()).contains("scope=openid");
        assertThat(scene.server.received())
                .filteredOn(request -> request.method().equals("GET"))
                .hasSize(2)
                .allSatisfy(
                        request -> assertThat(request.header("Authorization")).isEmpty());
    }

    @Test
    void finish_withoutAnIdToken_orWithNone_isRefused() throws Exception {
        refused("", "is missing");
        refused("a.b", "is none");
        refused("a.b.c", "is none");
        refused(encoded("{\"alg\":\"none\"}") + "." + encoded(good()) + ".", "is not signed by RS256");
        refused(signed("{\"alg\":\"HS256\",\"kid\":\"one\"}", good(), KEY), "is not signed by RS256");
    }

    @Test
    void finish_signedByAnother_isRefused() throws Exception {
        String header = "{\"alg\":\"RS256\",\"kid\":\"one\"}";
        refused(signed(header, good(), OTHER), "is not signed by the server");
        String token = signed(header, good(), KEY);
        String forged = claims("https://id.example.org", "\"my client\"", 9999, 0);
        refused(
                token.substring(0, token.indexOf('.') + 1) + encoded(forged) + token.substring(token.lastIndexOf('.')),
                "is not signed by the server");
        refused(token + "!", "is not signed by the server");
        refused(
                signed("{\"alg\":\"RS256\",\"kid\":\"two\"}", good(), KEY),
                "is signed by a key that the server does not have");
        serverHas("one", SHORT);
        refused(signed(header, good(), SHORT), "is not signed by the server");
    }

    @ParameterizedTest
    @CsvSource({
        "https://evil.example.org,my client,3600,0,is not from https://id.example.org",
        "https://id.example.org,another,3600,0,is for another client",
        "https://id.example.org,my client,-90,0,is expired",
        "https://id.example.org,my client,3600,90,is from the future: look at the clock of this machine"
    })
    void finish_notForUsNow_isRefused(String iss, String aud, long exp, long iat, String problem) throws Exception {
        refused(signed("{\"alg\":\"RS256\",\"kid\":\"one\"}", claims(iss, "\"" + aud + "\"", exp, iat), KEY), problem);
    }

    @Test
    void finish_keysThatCannotBeRead_failsAsACallDoes_andKeepsNothing() throws Exception {
        String token = signed("{\"alg\":\"RS256\",\"kid\":\"one\"}", good(), KEY);
        scene.server.on("GET", "/keys").answers(Answer.of(404));
        assertThatThrownBy(() -> finish(token)).isInstanceOf(NotFoundException.class);
        scene.server.on("GET", "/keys").answers(Answer.json("{"));
        assertThatThrownBy(() -> finish(token)).isInstanceOf(MalformedReplyException.class);
        scene.server.on("GET", "/keys").answers(Answer.json("[7]"));
        refused(token, "is signed by a key that the server does not have");
        scene.server
                .on("GET", "/keys")
                .answers(Answer.json("{\"keys\":[{\"kty\":\"RSA\",\"kid\":\"one\",\"n\":\"!\"}]}"));
        refused(token, "is not signed by the server");
        assertThatThrownBy(() -> scene.seen(oauth.user("ann"))).isInstanceOf(AuthorizationException.class);
    }

    @Test
    void openId_keysWithAQuery_isAConfigurationProblem() {
        assertThatThrownBy(
                        () -> scene.oauth(options -> options.openId(URI.create("https://id.example.org/k?x=1"), "x")))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("openId must be an absolute URL without a query");
    }
}
