// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.connector;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.bracketwire.ConfigurationException;
import dev.bracketwire.Secret;
import dev.bracketwire.testkit.Answer;
import dev.bracketwire.testkit.FakeUpstream;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CassetteSecretsTest {
    private static final String KEY = "canary-key-7f3a";

    @TempDir
    Path folder;

    private final FakeUpstream upstream = FakeUpstream.start();

    @AfterEach
    void close() {
        upstream.close();
    }

    private Cassette record() {
        return Cassette.record(folder.resolve("x.json"));
    }

    private String recorded(Cassette cassette, Auth auth, Request... requests) throws IOException {
        for (Cassette way : new Cassette[] {cassette, Cassette.replay(cassette.file())}) {
            ConnectorConfigBuilder config = ConnectorConfig.builder("chests", upstream.uri());
            try (Connector connector =
                    Connector.create(config.auth(auth).cassette(way).build())) {
                for (Request request : requests) {
                    connector.send(request).get();
                }
            }
            assertThat(way.unused()).isEmpty();
        }
        assertThat(upstream.received()).as("what only the recording sent").hasSize(requests.length);
        return Files.readString(cassette.file());
    }

    /** Plants secrets everywhere a secret may stand, and searches the file. */
    @Test
    void recording_ofSecretsEverywhere_holdsNone() throws IOException {
        upstream.on("*", "/{rest+}")
                .answers(Answer.json("{\"access_token\":\"canary-token\",\"token_type\":\"Bearer\",\"expires_in\":60,"
                                + "\"nested\":{\"password\":[\"canary-list\",{\"n\":871263871}]},"
                                + "\"echo\":\"you sent canary-key-7f3a and canary%20form and canary-arg\","
                                + "\"url\":\"https://u:canary-login@files.example.org/x?sig=canary-sig&page=2\","
                                + "\"code\":50035,\"api_key\":123456,\"client_secret\":null,\"name\":\"Ann\"}")
                        .header("Set-Cookie", "sid=canary-cookie; Path=/")
                        .header("WWW-Authenticate", "Bearer realm=\"canary-realm\"")
                        .header("X-Session-Key", "canary-session")
                        .header("Link", "</x?access_token=canary-link&page=2>; rel=\"next\""));
        String file = recorded(
                record().keepHeaders("Api-Version", "X-Api-Key", "Authorization"),
                Auth.header("X-Api-Key", Secret.of(KEY)),
                Request.post("/hooks/{id}/{token}", 7, "canary-arg")
                        .query("client_secret", "canary-query")
                        .query("code", "canary-code")
                        .query("page_token", "page-two")
                        .header("X-Auth-Token", "canary-header")
                        .header("Cookie", "a=canary-sent")
                        .header("Api-Version", "2026-11")
                        .body(Body.json(Map.of("refreshToken", "canary-json", "note", "canary-json and " + KEY))),
                Request.post("/form")
                        .body(Body.form().with("password", "canary form").with("note", "canary-header")),
                Request.post("/parts")
                        .body(Body.multipart()
                                .with("secret", "canary-part")
                                .with(
                                        "file",
                                        Body.bytes("x/y", (KEY + "\u00ff").getBytes(StandardCharsets.ISO_8859_1)))),
                Request.post("/text").body(Body.text("text/plain", "see ?token=canary-text and canary-cookie")));
        assertThat(file).doesNotContain("canary").doesNotContain("871263871").doesNotContain("123456");
        assertThat(file)
                .contains("\"expires_in\": 60")
                .contains("\"code\": 50035")
                .contains("\"token_type\": \"Bearer\"")
                .contains("page_token=page-two")
                .contains("\"Api-Version\": \"2026-11\"")
                .contains("/hooks/7/***")
                .contains("</x?access_token=***&page=2>")
                .contains("you sent *** and *** and ***");
        List<String> binary = Pattern.compile("\"base64\": \"([^\"]*)\"")
                .matcher(file)
                .results()
                .map(match -> new String(Base64.getDecoder().decode(match.group(1)), StandardCharsets.ISO_8859_1))
                .toList();
        assertThat(binary).hasSize(1).noneMatch(text -> text.contains("canary"));
    }

    @Test
    void recording_underBasicAuthentication_holdsNeitherTheHeaderNorThePassword() throws IOException {
        upstream.on("GET", "/x").answers(Answer.text("wrong: canary-pass, Y2Fu: " + basic()));
        String file = recorded(record(), Auth.basic("ann", Secret.of("canary-pass")), Request.get("/x"));
        assertThat(file).doesNotContain("canary").doesNotContain(basic()).contains("wrong: ***, Y2Fu: ***");
    }

    private static String basic() {
        return Base64.getEncoder().encodeToString("ann:canary-pass".getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void names_redactedOrKept_areAsSaid() throws IOException {
        upstream.on("GET", "/x").answers(Answer.json("{\"key\":\"gold-chest\",\"realName\":\"Ann Example\"}"));
        String file = recorded(
                record().redact("real_name", "nick").keep("key"),
                Auth.none(),
                Request.get("/x").query("nick", "annie-x"));
        assertThat(file).contains("gold-chest").doesNotContain("Ann Example").doesNotContain("annie-x");
    }

    @Test
    void values_ofNumbersAndWords_breakNoReply() throws IOException {
        String json =
                "{\"password\":\"false\",\"api_key\":12345,\"ok\":false,\"id\":12345,\"nr\":9912345,\"t\":\"12345!\"}";
        upstream.on("GET", "/bot{token}/x").answers(Answer.json(json));
        String file = recorded(
                record(),
                Auth.header("X-Key", Secret.of("canary-key")),
                Request.get("/botcanary-key/x").header("Api-Version", "1"));
        assertThat(file)
                .contains("\"template\": \"/bot***/x\"")
                .contains("\"api_key\": 0")
                .contains("\"ok\": false")
                .contains("\"id\": 0")
                .contains("\"nr\": 9912345")
                .contains("\"t\": \"***!\"");
    }

    @Test
    void brokenJson_isRedactedAsFarAsItGoes() throws IOException {
        upstream.on("GET", "/x")
                .answers(Answer.json("{\"token\":\"canary-1\",\"list\":[\"a\",\":\",\"b\"],\"jwt\":\"canary-2\\"));
        String file = recorded(record(), Auth.none(), Request.get("/x"));
        assertThat(file).doesNotContain("canary").contains("text");
    }

    @Test
    void base_withUserAndPassword_isRefused() {
        URI base = URI.create("https://ann:canary@chests.example.org");
        assertThatThrownBy(() -> ConnectorConfig.builder("chests", base)
                        .cassette(record())
                        .build())
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("must not carry a user or password");
    }
}
