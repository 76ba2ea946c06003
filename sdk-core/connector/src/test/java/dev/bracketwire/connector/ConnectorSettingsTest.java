// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.connector;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.bracketwire.ConfigurationException;
import dev.bracketwire.UnauthorizedException;
import dev.bracketwire.config.Settings;
import dev.bracketwire.connector.Api.Player;
import dev.bracketwire.testkit.Answer;
import dev.bracketwire.testkit.FakeUpstream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ConnectorSettingsTest {
    private static Settings settings(Path folder, String json) throws Exception {
        Path file = Files.writeString(folder.resolve("app.json"), json);
        return Settings.builder()
                .file(file)
                .variables(Map.of("CHESTS_TOKEN", "t0ken"))
                .build();
    }

    @Test
    void configured_jsonFile_isAWorkingConnector(@TempDir Path folder) throws Exception {
        try (FakeUpstream upstream = FakeUpstream.start()) {
            upstream.on("GET", "/api/players/{id}").answers(Answer.of(503), Answer.json(Api.ANN));
            Settings settings = settings(folder, """
                    {"connectors": {"chests": {
                        "base": "%s/api",
                        "auth": {"bearer": "${CHESTS_TOKEN}"},
                        "headers": {"Accept-Version": "3"},
                        "limits": [{"units": 5, "window": "1s"}, {"units": 100, "window": "2m"}],
                        "timeouts": {"call": "20s"},
                        "attempts": 2,
                        "cache": {"ttl": "1m", "routes": {"/players/{id}": "1h"}, "stale-if-error": "1h"},
                        "idempotency-header": "Idempotency-Key",
                        "concurrency": 4, "waiting": 100, "max-body": 1000000}}}
                    """.formatted(upstream.uri()));
            try (ConnectorRegistry registry = ConnectorRegistry.builder()
                    .configured(settings.section("connectors"))
                    .build()) {
                Connector chests = registry.connector("chests");
                assertThat(chests.get("/players/{id}", Player.class, 42).get().name())
                        .isEqualTo("Ann");
                assertThat(chests.get("/players/{id}", Player.class, 42).get().name())
                        .isEqualTo("Ann");
                assertThat(upstream.received()).hasSize(2);
                assertThat(upstream.received().get(0).header("Authorization")).contains("Bearer t0ken");
                assertThat(upstream.received().get(0).header("Accept-Version")).contains("3");
                ConnectorConfig config = chests.config();
                assertThat(config.timeouts()).isEqualTo(Timeouts.defaults().call(Duration.ofSeconds(20)));
                assertThat(config.concurrency()).isEqualTo(4);
                assertThat(config.cache().ttl("/players/{id}")).isEqualTo(Duration.ofHours(1));
                assertThat(config.limiter().state()).hasSize(2);
            }
        }
    }

    @Test
    void builder_exampleOfTheJavadoc_isTaken(@TempDir Path folder) throws Exception {
        Settings settings = settings(folder, """
                {"base": "https://chests.example.org/api",
                 "auth": {"bearer": "${CHESTS_TOKEN}"},
                 "limits": [{"units": 5, "window": "1s"}],
                 "cache": {"ttl": "1m", "routes": {"/players/{id}": "1h"}}}
                """);
        assertThat(ConnectorConfig.builder("chests", settings).build())
                .hasToString("ConnectorConfig[chests, https://chests.example.org/api]");
    }

    @Test
    void builder_cacheOfHttp_isTakenAndHasNoTimeOfItsOwn(@TempDir Path folder) throws Exception {
        String cache = "{\"base\": \"https://chests.example.org\", \"cache\": {\"http\": true%s}}";
        ConnectorConfig config = ConnectorConfig.builder(
                        "chests", settings(folder, cache.formatted(", \"routes\": {\"/live\": \"5s\"}")))
                .build();
        assertThat(config.cache().isHttp("/players/{id}")).isTrue();
        assertThat(config.cache().ttl("/live")).isEqualTo(Duration.ofSeconds(5));
        Settings both = settings(folder, cache.formatted(", \"ttl\": \"1m\""));
        assertThatThrownBy(() -> ConnectorConfig.builder("chests", both))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("one of http and ttl");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"basic\":{\"user\":\"ann\",\"password\":\"p\"}} | Authorization | Basic YW5uOnA=",
                "{\"header\":{\"name\":\"X-Key\",\"value\":\"k\"}} | X-Key | k",
                "{\"scheme\":{\"name\":\"Bot\",\"token\":\"b\"}} | Authorization | Bot b"
            })
    void builder_eachKindOfCredential_isSent(String auth, String name, String value, @TempDir Path folder)
            throws Exception {
        try (FakeUpstream upstream = FakeUpstream.start()) {
            upstream.on("GET", "/x").answers(Answer.json("1"));
            Settings settings = settings(folder, "{\"base\":\"" + upstream.uri() + "\",\"auth\":" + auth + "}");
            try (Connector api = Connector.create(
                    ConnectorConfig.builder("api", settings).maxBody(100).build())) {
                api.get("/x", Integer.class).get();
                assertThat(upstream.received().get(0).header(name)).contains(value);
            }
        }
    }

    @Test
    void configured_wrongInSeveralPlaces_reportsAll(@TempDir Path folder) throws Exception {
        Settings settings = settings(folder, """
                {"connectors": {
                    "a": {"base": "http://example.org", "auth": {"bearer": "s3cret"}},
                    "b": {"base": "https://user:pw@example.org?x=1", "attempts": 0},
                    "C!": {"base": "https://example.org"}}}
                """);
        var failure = catchThrowableOfType(
                ConfigurationException.class,
                () -> ConnectorRegistry.builder()
                        .configured(settings.section("connectors"))
                        .build());
        assertThat(failure)
                .hasMessageContaining("a.base must be https where a credential is sent")
                .hasMessageContaining("b is refused: attempts must be at least 1, not 0")
                .hasMessageContaining("C!.id must be lower-case letters")
                .hasMessageNotContaining("s3cret");
    }

    @Test
    void configured_settingsThatDoNotFit_areNamedWithTheirPlace(@TempDir Path folder) throws Exception {
        Settings settings = settings(folder, """
                {"connectors": {"a": {
                    "bas": "https://example.org",
                    "auth": {"bearer": "s3cret", "basic": {"user": "u", "password": "s3cret"}},
                    "timeouts": {"call": "-PT5S"},
                    "limits": [{"units": 0, "window": "1s"}]}}}
                """);
        var failure = catchThrowableOfType(
                ConfigurationException.class,
                () -> ConnectorRegistry.builder()
                        .configured(settings.section("connectors"))
                        .build());
        assertThat(failure)
                .hasMessageContaining("connectors.a.bas is no setting; did you mean base?")
                .hasMessageContaining("connectors.a.base is missing")
                .hasMessageContaining("connectors.a.auth is refused: must hold exactly one of bearer, basic")
                .hasMessageContaining("connectors.a.timeouts is refused: must be positive")
                .hasMessageContaining("units must be at least 1, not 0")
                .hasMessageNotContaining("s3cret");
    }

    @Test
    void configured_noSuchSection_addsNothing(@TempDir Path folder) throws Exception {
        try (ConnectorRegistry registry = ConnectorRegistry.builder()
                .configured(settings(folder, "{}").section("connectors"))
                .build()) {
            assertThat(registry.ids()).isEmpty();
        }
    }

    @Test
    void limits_bucketAndFile_areKept(@TempDir Path folder) throws Exception {
        Path file = folder.resolve("limits.json");
        Settings settings = settings(folder, """
                {"base": "http://localhost:9", "limitsFile": "%s",
                 "limits": [{"units": 2, "window": "2m", "kind": "bucket"}]}
                """.formatted(file));
        try (Connector connector =
                Connector.create(ConnectorConfig.builder("chests", settings).build())) {
            assertThat(connector.config().limiter().state()).isEmpty();
        }
        assertThat(file).exists();
    }

    @Test
    void builder_oauth_obtainsTokensAndIsClosedWithTheLastConnector(@TempDir Path folder) throws Exception {
        try (FakeUpstream server = FakeUpstream.start();
                FakeUpstream upstream = FakeUpstream.start()) {
            server.on("POST", "/token").answers(Answer.json("{\"access_token\":\"t\"}"));
            upstream.on("GET", "/x").answers(Answer.json("1"));
            Settings settings = settings(folder, """
                    {"base": "%s", "auth": {"oauth": {
                        "token": "%s/token", "client": "me", "secret": "${CHESTS_TOKEN}", "secret-in-body": true,
                        "scopes": ["a", "b"], "parameters": {"audience": "chests"}}}}
                    """.formatted(upstream.uri(), server.uri()));
            ConnectorConfig config = ConnectorConfig.builder("api", settings).build();
            Connector other = Connector.create(config);
            try (Connector one = Connector.create(config)) {
                other.close();
                other.close();
                assertThat(one.get("/x", Integer.class).get()).isEqualTo(1);
                assertThat(upstream.received().get(0).header("Authorization")).contains("Bearer t");
                assertThat(server.received().get(0).text())
                        .isEqualTo("grant_type=client_credentials&scope=a+b&client_id=me&client_secret=t0ken"
                                + "&audience=chests");
                assertThat(config.auth().principal()).startsWith("me#");
                assertThat(one.health().get().credentialExpires()).isNull();
                assertThat(server.openConnections()).isEqualTo(1);
            }
            long since = System.nanoTime();
            while (server.openConnections() > 0 && System.nanoTime() - since < 60_000_000_000L) {
                LockSupport.parkNanos(1_000_000);
            }
            assertThat(server.openConnections()).isZero();
            assertThatThrownBy(() -> config.auth().credential().join())
                    .hasMessageContaining("the connector of this credential is closed");
            try (Connector again = Connector.create(config)) {
                assertThat(again.get("/x", Integer.class).get()).isEqualTo(1);
            }
        }
    }

    @Test
    void builder_oauthRefused_asksForAnotherToken(@TempDir Path folder) throws Exception {
        try (FakeUpstream server = FakeUpstream.start();
                FakeUpstream upstream = FakeUpstream.start()) {
            server.on("POST", "/token").answers(Answer.json("{\"access_token\":\"t\"}"));
            upstream.on("GET", "/x").answers(Answer.of(401));
            Settings settings = settings(
                    folder,
                    "{\"base\":\"" + upstream.uri() + "\",\"auth\":{\"oauth\":{\"client\":\"me\",\"token\":\""
                            + server.uri() + "/token\"}}}");
            try (Connector api =
                    Connector.create(ConnectorConfig.builder("api", settings).build())) {
                assertThatThrownBy(() -> api.get("/x", Integer.class).get()).isInstanceOf(UnauthorizedException.class);
                assertThat(server.received()).hasSize(1);
            }
        }
    }

    @Test
    void builder_oauthInvalid_isReportedWithItsPath(@TempDir Path folder) throws Exception {
        Settings settings = settings(folder, """
                {"connectors": {"a": {"base": "https://example.org", "auth": {"oauth": {
                    "token": "http://id.example.org/token?x=1", "client": " ", "secret": "s3cret",
                    "parameters": {"scope": "x"}}}}}}
                """);
        assertThatThrownBy(() -> ConnectorRegistry.builder()
                        .configured(settings.section("connectors"))
                        .build())
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("connectors.a.auth.oauth.tokenEndpoint base must be https")
                .hasMessageContaining("connectors.a.auth.oauth.clientId must not be blank")
                .hasMessageContaining("connectors.a.auth.oauth.parameter scope is set by this client itself")
                .hasMessageNotContaining("s3cret");
    }
}
