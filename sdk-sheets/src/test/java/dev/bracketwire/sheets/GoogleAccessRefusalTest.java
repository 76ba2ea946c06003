// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.sheets;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.bracketwire.ConfigurationException;
import dev.bracketwire.RejectedException;
import dev.bracketwire.Secret;
import dev.bracketwire.config.Settings;
import dev.bracketwire.connector.Connector;
import dev.bracketwire.testkit.Answer;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPairGenerator;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Credentials that are refused before anything is sent, and several sources. */
class GoogleAccessRefusalTest {
    private static final String SOURCE = "configuration: Secret(given value) ";

    private final AccessScene scene = new AccessScene();

    @TempDir
    private Path folder;

    @AfterEach
    void close() throws Exception {
        scene.close();
    }

    private GoogleAccess json(ObjectNode json) {
        return GoogleAccess.serviceAccountJson(Secret.of(json.toString()));
    }

    private String refusal(GoogleAccess access) {
        var failure = catchThrowableOfType(ConfigurationException.class, () -> scene.open(access));
        assertThat(scene.google.received()).isEmpty();
        return String.valueOf(failure.getMessage());
    }

    private String keyRefusal(String pem) {
        return refusal(json(scene.account().put("private_key", pem)));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://evil.example.org/token",
                "https://oauth2.googleapis.com.evil.example.org/token",
                "https://oauth2.googleapis.com@evil.example.org/token",
                "https://evil.example.org/?https://oauth2.googleapis.com/token",
                "http://oauth2.googleapis.com/token",
                "https://oauth2.googleapis.com/token?x=1",
                "https://oauth2.googleapis.com:8443/token",
                "file:///etc/passwd",
                "no url"
            })
    void tokenUri_notGooglesAndNotAllowed_isRefused(String uri) {
        assertThat(refusal(json(scene.account().put("token_uri", uri))))
                .startsWith(SOURCE + "token_uri is ")
                .endsWith("nothing was sent there; if it is right, allow it by tokenEndpointAllowed(…)");
        assertThat(refusal(json(scene.user().put("token_uri", uri)))).startsWith(SOURCE + "token_uri is ");
    }

    @Test
    void tokenUri_hostileEndpoint_receivesNothing() {
        scene.works();
        GoogleAccess access = json(scene.account());
        assertThatThrownBy(() -> access.open(config -> config)).hasMessageContaining("token_uri is at \"127.0.0.1\"");
        GoogleAccess other = access.tokenEndpointAllowed(URI.create(scene.google.uri() + "/other"));
        assertThatThrownBy(() -> other.open(config -> config)).hasMessageContaining("token_uri is at \"127.0.0.1\"");
        assertThat(scene.google.received()).isEmpty();
        assertThat(scene.google.connections()).isZero();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://oauth2.googleapis.com/token",
                "https://accounts.google.com/o/oauth2/token",
                "https://www.googleapis.com/oauth2/v4/token",
                "https://www.googleapis.com/oauth2/v3/token"
            })
    void tokenUri_ofGoogle_isAccepted(String uri) {
        assertThat(scene.open(json(scene.account().put("token_uri", uri)))
                        .auth()
                        .principal())
                .startsWith(AccessScene.EMAIL);
    }

    @Test
    void universeDomain_ofAnotherCloud_isRefusedByName() {
        assertThat(refusal(json(scene.account().put("universe_domain", "apis-evil.example.org"))))
                .isEqualTo(SOURCE + "universe_domain must be googleapis.com, but is \"apis-evil.example.org\"");
    }

    @Test
    void privateKey_ofAnotherForm_isRefusedWithTheRemedy() throws Exception {
        String good = AccessScene.pem(AccessScene.KEY);
        assertThat(keyRefusal(good.replace("PRIVATE KEY", "RSA PRIVATE KEY")))
                .isEqualTo(SOURCE
                        + "private_key is in PKCS#1 (BEGIN RSA PRIVATE KEY), but must be in PKCS#8 as Google gives"
                        + " it: download the key again, or convert it by openssl pkcs8 -topk8 -nocrypt");
        assertThat(keyRefusal(good.replace("PRIVATE KEY", "ENCRYPTED PRIVATE KEY")))
                .contains("is encrypted");
        assertThat(keyRefusal(good.replace("PRIVATE KEY", "PUBLIC KEY"))).contains("must be a private key");
        assertThat(keyRefusal(good.substring(0, 700))).contains("is cut off or damaged");
        assertThat(keyRefusal(good.replace("\nM", "\n!"))).contains("is damaged, or no RSA key");
        assertThat(keyRefusal("abc")).contains("must be a key in PEM");
        assertThat(keyRefusal(" ")).contains("private_key is missing");
        assertThat(keyRefusal(AccessScene.pem(AccessScene.key(1024)))).contains("at least 2048 bits");
        KeyPairGenerator curve = KeyPairGenerator.getInstance("EC");
        assertThat(keyRefusal(AccessScene.pem(curve.generateKeyPair()))).contains("is damaged, or no RSA key");
    }

    @Test
    void file_withSeveralProblems_namesAll() {
        ObjectNode account =
                scene.account().put("token_uri", "https://evil.example.org").put("client_email", "a\nb");
        account.remove("private_key");
        assertThat(refusal(json(account)).lines()).hasSize(3);
        ObjectNode user = scene.user().put("client_secret", "with blank");
        user.remove("refresh_token");
        assertThat(refusal(json(user)).lines()).hasSize(2);
    }

    @Test
    void json_ofAnotherKind_isRefusedByName() {
        assertThat(refusal(json(scene.account().put("type", "external_account"))))
                .isEqualTo(
                        SOURCE + "is of the type \"external_account\"; known are service_account and authorized_user");
        ObjectNode client = scene.account().removeAll();
        client.putObject("installed").put("client_id", "id");
        assertThat(refusal(json(client))).contains("is the file of an OAuth client");
        for (String text : List.of("credentials.json", "ya29.a0-canary", "!!", "[1]", "bnVsbA==")) {
            assertThat(refusal(GoogleAccess.serviceAccountJson(Secret.of(text))))
                    .isEqualTo(SOURCE
                            + "must hold the JSON of a credential, or base64 of it; the path of a file belongs in"
                            + " GOOGLE_APPLICATION_CREDENTIALS");
        }
        assertThat(refusal(GoogleAccess.serviceAccountJson(Secret.of("{\"type\": canary"))))
                .startsWith(SOURCE + "is damaged or cut off: no JSON at line 1, column")
                .doesNotContain("canary");
        assertThat(refusal(GoogleAccess.serviceAccountJson(Secret.of("{" + " ".repeat(70_000) + "}"))))
                .contains("is longer than 65536 characters");
    }

    @Test
    void onBehalfOf_withoutAServiceAccount_isRefused() {
        assertThat(refusal(GoogleAccess.token(Secret.of("ya29.own")).onBehalfOf("organiser@example.org")))
                .endsWith("cannot act on behalf of another user: onBehalfOf needs a service account");
    }

    @Test
    void environment_empty_namesEachSource() {
        assertThat(refusal(GoogleAccess.environment(Map.of("HOME", folder.toString()))))
                .isEqualTo("configuration: GOOGLE_CREDENTIALS is not set\n"
                        + "  GOOGLE_SERVICE_ACCOUNT_JSON is not set\n"
                        + "  GOOGLE_APPLICATION_CREDENTIALS is not set\n"
                        + "  GOOGLE_ACCESS_TOKEN is not set\n"
                        + "  gcloud's file " + folder.resolve(".config/gcloud/application_default_credentials.json")
                        + " does not exist");
        Path absent = folder.resolve("absent.json");
        Map<String, String> variables = Map.of(
                "GOOGLE_CREDENTIALS", "{}",
                "GOOGLE_APPLICATION_CREDENTIALS", absent.toString(),
                "CLOUDSDK_CONFIG", folder.toString());
        assertThat(refusal(GoogleAccess.environment(variables)))
                .contains("GOOGLE_CREDENTIALS must have a type")
                .contains("GOOGLE_APPLICATION_CREDENTIALS (" + absent + ") does not exist")
                .contains("gcloud's file " + folder.resolve("application_default_credentials.json"));
    }

    @Test
    void firstOf_brokenSources_usesTheNextThatWorks() {
        scene.works();
        GoogleAccess access = GoogleAccess.firstOf(
                GoogleAccess.serviceAccount(folder.resolve("absent.json")),
                json(scene.account().put("private_key", "canary")),
                GoogleAccess.token(Secret.of("ya29.own")));
        assertThat(scene.seen(scene.connector(access))).isEqualTo("Bearer ya29.own");
    }

    @Test
    void firstOf_refusedAtTheFirstCall_usesTheNextAndStaysWithIt() {
        scene.works();
        scene.google.on("POST", "/token").answers(AccessScene.refused("invalid_grant", "account not found"));
        GoogleAccess access = GoogleAccess.firstOf(json(scene.account()), GoogleAccess.token(Secret.of("ya29.own")));
        Connector connector = scene.connector(access);
        String before = connector.config().auth().principal();
        assertThat(scene.seen(connector)).isEqualTo("Bearer ya29.own");
        assertThat(connector.config().auth().principal())
                .isNotEqualTo(before)
                .isEqualTo(scene.open(GoogleAccess.token(Secret.of("ya29.own")))
                        .auth()
                        .principal());
        scene.clock.advance(Duration.ofMinutes(5));
        scene.works();
        assertThat(scene.seen(connector)).isEqualTo("Bearer ya29.own");
        assertThat(scene.google.received()).hasSize(1);
    }

    @Test
    void firstOf_pageOfAProxyInsteadOfAToken_changesNoIdentity() {
        scene.works();
        scene.google
                .on("POST", "/token")
                .answers(Answer.text("<html>sign in</html>").status(403));
        Connector connector =
                scene.connector(GoogleAccess.firstOf(json(scene.account()), GoogleAccess.token(Secret.of("ya29.own"))));
        assertThatThrownBy(() -> scene.seen(connector)).isInstanceOf(RejectedException.class);
        assertThat(scene.sheets.received()).isEmpty();
    }

    @Test
    void firstOf_allRefused_namesEachSourceWithItsReason() {
        scene.works();
        scene.google.on("POST", "/token").answers(AccessScene.refused("invalid_grant", "account not found"));
        Connector connector = scene.connector(GoogleAccess.firstOf(
                GoogleAccess.serviceAccount(folder.resolve("absent.json")),
                json(scene.account()),
                GoogleAccess.refreshToken("id", Secret.of("s3cret"), Secret.of("1//refresh"))));
        var failure = catchThrowableOfType(ConfigurationException.class, () -> scene.seen(connector));
        assertThat(failure.problems()).hasSize(3);
        assertThat(failure)
                .hasMessageContaining("absent.json does not exist")
                .hasMessageContaining("Secret(given value) is refused: oauth POST 127.0.0.1")
                .hasMessageContaining("the refresh token of Secret(given value) is refused");
        scene.clock.advance(Duration.ofMinutes(5));
        scene.google.on("POST", "/token").answers(request -> scene.token());
        assertThat(scene.seen(connector)).isEqualTo("Bearer ya29.t1");
    }

    @Test
    void configured_eachCredential_isThatOfTheFactories() throws Exception {
        scene.works();
        Path file = Files.writeString(folder.resolve("c.json"), scene.account().toString());
        String endpoint = scene.endpoint.toString();
        assertThat(scene.seen(scene.connector(GoogleAccess.configured(Settings.builder()
                        .set("credentials.file", file.toString())
                        .set("scopes", List.of("spreadsheets-readonly", "DRIVE_FILE"))
                        .set("onBehalfOf", "organiser@example.org")
                        .set("tokenEndpoint", endpoint)
                        .build()))))
                .isEqualTo("Bearer ya29.t1");
        assertThat(scene.assertion(1).path("sub").asText()).isEqualTo("organiser@example.org");
        assertThat(scene.assertion(1).path("scope").asText()).contains("spreadsheets.readonly", "drive.file");
        Settings json = Settings.builder()
                .set("google.credentials.json", Base64.getEncoder().encodeToString(Files.readAllBytes(file)))
                .build();
        assertThat(scene.seen(scene.connector(GoogleAccess.configured(json.section("google")))))
                .isEqualTo("Bearer ya29.t2");
        Settings refresh = Settings.builder()
                .set("credentials.refresh.client", "id")
                .set("credentials.refresh.secret", "s3cret")
                .set("credentials.refresh.token", "1//refresh")
                .build();
        assertThat(scene.seen(scene.connector(GoogleAccess.configured(refresh))))
                .isEqualTo("Bearer ya29.t3");
        Settings token = Settings.builder().set("credentials.token", "ya29.own").build();
        assertThat(scene.seen(scene.connector(GoogleAccess.configured(token)))).isEqualTo("Bearer ya29.own");
        assertThat(GoogleAccess.configured(Settings.builder().build()).description())
                .contains("GOOGLE_CREDENTIALS");
    }

    @Test
    void configured_severalProblems_areAllReported() {
        Settings settings = Settings.builder()
                .set("credentials.token", "ya29.canary")
                .set("credentials.json", "canary")
                .set("scopes", List.of("everything"))
                .set("onBehalfOff", "organiser@example.org")
                .build();
        var failure = catchThrowableOfType(ConfigurationException.class, () -> GoogleAccess.configured(settings));
        assertThat(failure.problems()).hasSize(3);
        assertThat(failure)
                .hasMessageContaining("credentials is refused: must hold exactly one of file, json, token, refresh")
                .hasMessageContaining("scopes")
                .hasMessageContaining("onBehalfOff")
                .hasMessageNotContaining("canary");
    }

    @Test
    void close_clientsOfSeveralSources_endsTheirConnections() {
        scene.works();
        GoogleAccess.Opened opened = scene.open(json(scene.account()));
        opened.auth().credential().join();
        opened.close();
        scene.clock.advance(Duration.ofHours(2));
        assertThatThrownBy(() -> opened.auth().credential().join()).isNotNull();
        assertThat(scene.google.received()).hasSize(1);
    }
}
