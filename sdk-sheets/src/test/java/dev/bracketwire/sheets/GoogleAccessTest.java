// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.sheets;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.bracketwire.ConfigurationException;
import dev.bracketwire.Secret;
import dev.bracketwire.connector.Connector;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.time.Duration;
import java.util.Base64;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GoogleAccessTest {
    private final AccessScene scene = new AccessScene();

    @TempDir
    private Path folder;

    @AfterEach
    void close() throws Exception {
        scene.close();
    }

    private Path file(String name, ObjectNode content) throws Exception {
        return Files.writeString(folder.resolve(name), content.toPrettyString());
    }

    private GoogleAccess json(String text) {
        return GoogleAccess.serviceAccountJson(Secret.of(text));
    }

    private Map<String, String> variables(String name, String value) {
        return Map.of(name, value, "HOME", folder.toString());
    }

    @Test
    void serviceAccount_firstCall_exchangesASignedAssertion() throws Exception {
        scene.works();
        Connector connector = scene.connector(GoogleAccess.serviceAccount(file("credentials.json", scene.account())));
        assertThat(scene.seen(connector)).isEqualTo("Bearer ya29.t1");
        assertThat(scene.seen(connector)).isEqualTo("Bearer ya29.t1");
        assertThat(scene.google.received()).hasSize(1);
        assertThat(scene.asked()).containsOnlyKeys("grant_type", "assertion");
        assertThat(scene.asked()).containsEntry("grant_type", "urn:ietf:params:oauth:grant-type:jwt-bearer");
        assertThat(scene.assertion(0).toString()).isEqualTo("{\"alg\":\"RS256\",\"typ\":\"JWT\",\"kid\":\"0a1b2c\"}");
        long issued = scene.clock.instant().getEpochSecond() - 30;
        assertThat(scene.assertion(1).toString())
                .isEqualTo("{\"iss\":\"" + AccessScene.EMAIL
                        + "\",\"scope\":\"https://www.googleapis.com/auth/spreadsheets\",\"aud\":\"" + scene.endpoint
                        + "\",\"iat\":" + issued + ",\"exp\":" + (issued + 3600) + "}");
        assertThat(scene.isSignedBy(AccessScene.KEY)).isTrue();
    }

    @Test
    void scopesAndOnBehalfOf_areInTheAssertionAndTellPrincipalsApart() throws Exception {
        scene.works();
        GoogleAccess plain = json(scene.account().toString());
        GoogleAccess other = plain.scopes(GoogleScope.DRIVE_FILE, GoogleScope.SPREADSHEETS_READONLY)
                .onBehalfOf("organiser@example.org");
        scene.seen(scene.connector(other));
        assertThat(scene.assertion(1).path("sub").asText()).isEqualTo("organiser@example.org");
        assertThat(scene.assertion(1).path("scope").asText())
                .isEqualTo("https://www.googleapis.com/auth/spreadsheets.readonly"
                        + " https://www.googleapis.com/auth/drive.file");
        assertThat(scene.open(other).auth().principal())
                .startsWith(AccessScene.EMAIL + "/organiser@example.org spreadsheets.readonly+drive.file#")
                .isEqualTo(scene.open(other).auth().principal())
                .isNotEqualTo(scene.open(plain).auth().principal());
        assertThat(scene.open(other).scopes())
                .containsExactly(GoogleScope.SPREADSHEETS_READONLY, GoogleScope.DRIVE_FILE);
    }

    @Test
    void serviceAccount_keyReplacedInItsFile_signsTheNextAssertion() throws Exception {
        scene.works();
        Path file = file("credentials.json", scene.account());
        Connector connector = scene.connector(GoogleAccess.serviceAccount(file));
        scene.seen(connector);
        KeyPair next = AccessScene.key(2048);
        file("credentials.json", scene.account().put("private_key", AccessScene.pem(next)));
        scene.clock.advance(Duration.ofHours(1));
        assertThat(scene.seen(connector)).isEqualTo("Bearer ya29.t2");
        assertThat(scene.isSignedBy(next)).isTrue();
        file("credentials.json", scene.account().put("client_email", "other@cup-1.iam.gserviceaccount.com"));
        scene.clock.advance(Duration.ofHours(1));
        assertThatThrownBy(() -> scene.seen(connector))
                .isInstanceOf(ConfigurationException.class)
                .hasMessage("configuration: " + file
                        + " holds another account than when this client was built: build a new client");
        assertThat(scene.google.received()).hasSize(2);
    }

    @Test
    void json_inBase64OrWithBrokenLineEnds_isRepaired() throws Exception {
        scene.works();
        String plain = scene.account().toString();
        String doubled = scene.account()
                .put("private_key", AccessScene.pem(AccessScene.KEY).replace("\n", "\\n"))
                .toString();
        String windows = scene.account()
                .put("private_key", AccessScene.pem(AccessScene.KEY).replace("\n", "\r\n"))
                .toString();
        String oneLine = scene.account()
                .put("private_key", AccessScene.pem(AccessScene.KEY).replace("\n", " "))
                .toString();
        String expanded = plain.replace("\\n", "\n");
        String[] forms = {
            plain,
            doubled,
            windows,
            oneLine,
            expanded,
            "\ufeff" + plain,
            "'" + plain + "'\n",
            Base64.getEncoder().encodeToString(plain.getBytes(UTF_8)),
            Base64.getMimeEncoder().encodeToString(plain.getBytes(UTF_8)),
            Base64.getUrlEncoder().withoutPadding().encodeToString(plain.getBytes(UTF_8))
        };
        for (String form : forms) {
            assertThat(scene.seen(scene.connector(json(form)))).startsWith("Bearer ya29.t");
            assertThat(scene.isSignedBy(AccessScene.KEY)).isTrue();
        }
        assertThat(scene.google.received()).hasSize(forms.length);
    }

    @Test
    void refreshToken_isExchangedAndNamesNoScope() {
        scene.works();
        GoogleAccess access = GoogleAccess.refreshToken("id", Secret.of("s3cret"), Secret.of("1//refresh"));
        assertThat(scene.seen(scene.connector(access))).isEqualTo("Bearer ya29.t1");
        assertThat(AccessScene.last(scene.google).text())
                .isEqualTo("grant_type=refresh_token&client_id=id&client_secret=s3cret&refresh_token=1%2F%2Frefresh");
        GoogleAccess other = GoogleAccess.refreshToken("id", Secret.of("s3cret"), Secret.of("1//other"));
        assertThat(scene.open(access).auth().principal())
                .isNotEqualTo(scene.open(other).auth().principal())
                .doesNotContain("refresh");
    }

    @Test
    void token_isSentAsItIs() {
        scene.works();
        assertThat(scene.seen(scene.connector(GoogleAccess.token(Secret.of("ya29.own")))))
                .isEqualTo("Bearer ya29.own");
        assertThat(scene.google.received()).isEmpty();
    }

    @Test
    void environment_variablesInTheirOrder() throws Exception {
        scene.works();
        Path user = file("user.json", scene.user());
        Path folderOfGcloud = Files.createDirectories(folder.resolve(".config/gcloud"));
        Map<String, String> all = Map.of(
                "GOOGLE_CREDENTIALS",
                        scene.account().put("client_email", "one@example.org").toString(),
                "GOOGLE_SERVICE_ACCOUNT_JSON",
                        scene.account().put("client_email", "two@example.org").toString(),
                "GOOGLE_APPLICATION_CREDENTIALS", user.toString(),
                "GOOGLE_ACCESS_TOKEN", "ya29.own",
                "HOME", folder.toString());
        assertThat(scene.open(GoogleAccess.environment(all)).auth()).isNotNull();
        scene.seen(scene.connector(GoogleAccess.environment(all)));
        assertThat(scene.assertion(1).path("iss").asText()).isEqualTo("one@example.org");
        scene.seen(scene.connector(GoogleAccess.environment(variables(
                "GOOGLE_SERVICE_ACCOUNT_JSON",
                scene.account().put("client_email", "two@example.org").toString()))));
        assertThat(scene.assertion(1).path("iss").asText()).isEqualTo("two@example.org");
        scene.seen(scene.connector(
                GoogleAccess.environment(variables("GOOGLE_APPLICATION_CREDENTIALS", user.toString()))));
        assertThat(scene.asked()).containsEntry("refresh_token", "1//canary-refresh");
        assertThat(AccessScene.last(scene.sheets).header("X-Goog-User-Project")).contains("cup-2");
        assertThat(scene.seen(
                        scene.connector(GoogleAccess.environment(variables("GOOGLE_ACCESS_TOKEN", "ya29.own\n")))))
                .isEqualTo("Bearer ya29.own");
        Files.writeString(
                folderOfGcloud.resolve("application_default_credentials.json"),
                scene.user().put("refresh_token", "1//gcloud").toString());
        scene.seen(scene.connector(GoogleAccess.environment(Map.of("HOME", folder.toString()))));
        assertThat(scene.asked()).containsEntry("refresh_token", "1//gcloud");
    }
}
