// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.examples.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.bracketwire.ConfigurationException;
import dev.bracketwire.store.Database;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ServerSettingsTest {
    private static final Map<String, Object> GOOD = Map.of(
            "discord.clientId", "1234567890",
            "discord.clientSecret", "s3cret-of-discord",
            "riot.key", "RGAPI-0123456789");

    private static Map<String, Object> with(String path, Object value) {
        Map<String, Object> all = new TreeMap<>(GOOD);
        all.put(path, value);
        return all;
    }

    @Test
    void defaults_areTheUsualPorts() {
        ServerSettings settings = ServerSettings.read(null, GOOD);
        assertThat(settings.apiPort()).isEqualTo(8000);
        assertThat(settings.webPort()).isEqualTo(3000);
        assertThat(settings.address()).hasToString("http://127.0.0.1:3000");
        assertThat(settings.discord().base()).hasToString("https://discord.com");
        assertThat(settings.demo()).isFalse();
        assertThat(settings.on(1, 2).address()).hasToString("http://127.0.0.1:2");
        assertThat(settings.toString()).doesNotContain("s3cret", "RGAPI");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "changeme", "Secret", "PASSWORD", "put-your-secret-here", "short"})
    void secret_weak_isRefused(String secret) {
        assertThatThrownBy(() -> ServerSettings.read(null, with("discord.clientSecret", secret)))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("clientSecret");
        assertThatThrownBy(() -> ServerSettings.read(null, with("riot.key", secret)))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("key");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://cup.example.org",
                "https://cup.example.org/",
                "https://cup.example.org?x=1",
                "https://cup.example.org#x",
                "https://maya@cup.example.org",
                "ftp://127.0.0.1",
                "cup.example.org"
            })
    void publicAddress_unsafe_isRefused(String address) {
        assertThatThrownBy(() -> ServerSettings.read(null, with("publicAddress", address)))
                .hasMessageContaining("publicAddress");
    }

    @Test
    void sheetsToken_ofAnExample_isRefused() {
        assertThatThrownBy(() -> ServerSettings.read(null, with("sheets.token", "put-the-token-here")))
                .hasMessageContaining("sheets.token");
    }

    @Test
    void publicAddress_byHttps_isTaken() {
        assertThat(ServerSettings.read(null, with("publicAddress", "https://cup.example.org"))
                        .address())
                .hasToString("https://cup.example.org");
    }

    @Test
    void everything_wrong_isReportedAtOnce() {
        assertThatThrownBy(() -> ServerSettings.read(
                        null,
                        Map.of(
                                "apiPort", 99_999,
                                "discord.clientId", "put-your-id-here",
                                "discord.clientSecret", "changeme",
                                "riot.key", "secret",
                                "database.url", "jdbc:mysql://x",
                                "sheets.token", "t",
                                "sheets.serviceAccount", "key.json",
                                "services.bot.ports", "1")))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("clientId")
                .hasMessageContaining("clientSecret")
                .hasMessageContaining("riot")
                .hasMessageContaining("jdbc:postgresql:")
                .hasMessageContaining("apiPort must be 0 to 65535")
                .hasMessageContaining("serviceAccount or token")
                .hasMessageContaining("services.bot.command must name a program");
    }

    @Test
    void storage_contradictory_isRefused() {
        Map<String, Object> both = new TreeMap<>(with("database.url", "jdbc:postgresql://localhost/x"));
        both.put("database.file", "x.db");
        both.put("database.password", "changeme");
        assertThatThrownBy(() -> ServerSettings.read(null, both))
                .hasMessageContaining("database.file must not be set")
                .hasMessageContaining("database.user must be set")
                .hasMessageContaining("password is still the value of an example");
    }

    @Test
    void secrets_missing_areNamedTogether() {
        assertThatThrownBy(() -> ServerSettings.read(null, Map.of()))
                .hasMessageContaining("discord.clientId")
                .hasMessageContaining("discord.clientSecret is missing or empty")
                .hasMessageContaining("riot.key is missing or empty");
    }

    @Test
    void ports_equalOrOutOfRange_areRefused() {
        assertThatThrownBy(() -> ServerSettings.read(null, with("apiPort", 3000)))
                .hasMessageContaining("must differ from apiPort");
        assertThatThrownBy(() -> ServerSettings.read(null, with("webPort", -1))).hasMessageContaining("0 to 65535");
    }

    @Test
    void example_asItIs_refusesToStart() {
        StringWriter complaints = new StringWriter();
        int code = TournamentServer.commandLine()
                .setErr(new PrintWriter(complaints, true))
                .execute("check", "--config", "tournament-server.example.json");
        assertThat(code).isEqualTo(2);
        assertThat(complaints.toString())
                .contains("clientId", "clientSecret", "riot", "password")
                .doesNotContain("put-", "unknown");
    }

    @Test
    void readme_explainsEachSetting() throws Exception {
        String readme = Files.readString(Path.of("README.md"));
        for (Class<?> type : Arrays.asList(
                ServerSettings.class,
                ServerSettings.Storage.class,
                ServerSettings.Discord.class,
                ServerSettings.RiotAccess.class,
                ServerSettings.SheetsAccess.class,
                ServerSettings.WebhookAccess.class,
                ServerSettings.ScheduleAccess.class,
                ServerSettings.OwnService.class)) {
            String prefix = Map.of(
                            "ServerSettings", "",
                            "Storage", "database.",
                            "Discord", "discord.",
                            "RiotAccess", "riot.",
                            "SheetsAccess", "sheets.",
                            "WebhookAccess", "webhooks.",
                            "ScheduleAccess", "speedgaming.",
                            "OwnService", "services.NAME.")
                    .get(type.getSimpleName());
            for (var component : type.getRecordComponents()) {
                if (!component.getType().isRecord()
                        && !component.getGenericType().getTypeName().contains("ServerSettings$")) {
                    assertThat(readme).contains("| `" + prefix + component.getName() + "` |");
                }
            }
        }
    }

    @Test
    void webhooks_areForPublicAddressesUnlessRangesAreAllowed(@TempDir Path folder) {
        assertThat(ServerSettings.read(null, GOOD).webhooks())
                .isEqualTo(new ServerSettings.WebhookAccess(java.util.Optional.empty(), false, List.of()));
        assertThatThrownBy(() -> ServerSettings.read(null, with("webhooks.ranges", List.of("10.20.0.0/16"))))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("10.20.0.0/16:8443");
        ServerSettings wrong = ServerSettings.read(null, with("webhooks.ranges", List.of("10.20.0.0/99:8443")));
        try (Database db = Database.inMemory()) {
            var builder = dev.bracketwire.webhooks.Webhooks.builder(db, WebhookKeys.of(in(folder)));
            assertThatThrownBy(() -> wrong.webhooks().allow(builder))
                    .isInstanceOf(ConfigurationException.class)
                    .hasMessageContaining("webhooks.ranges");
        }
    }

    @Test
    void schedules_needAnAddressAndAreAskedForOnceAMinute() {
        assertThat(ServerSettings.read(null, GOOD).speedgaming()).isEmpty();
        ServerSettings.ScheduleAccess access = ServerSettings.read(
                        null, with("speedgaming.contact", "admin@cup.example"))
                .speedgaming()
                .orElseThrow();
        assertThat(access.every()).isEqualTo(Duration.ofMinutes(1));
        Map<String, Object> wrong = with("speedgaming.contact", "put-your-address-here");
        wrong.put("speedgaming.period", "PT10S");
        assertThatThrownBy(() -> ServerSettings.read(null, wrong))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("speedgaming.contact")
                .hasMessageContaining("speedgaming.period");
        Map<String, Object> unsafe = with("speedgaming.contact", "admin@cup.example");
        unsafe.put("speedgaming.base", "http://schedule.example");
        assertThatThrownBy(() -> ServerSettings.read(null, unsafe))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("speedgaming.base");
    }

    private static ServerSettings in(Path folder) {
        return ServerSettings.read(null, with("state", folder.toString()));
    }

    @Test
    void webhookKeys_areMadeOnceAndReadableByTheirUserOnly(@TempDir Path folder) throws Exception {
        Path state = folder.resolve("new");
        String id = WebhookKeys.of(in(state)).current().id();

        assertThat(WebhookKeys.of(in(state)).current().id()).isEqualTo(id);
        assertThat(Files.getPosixFilePermissions(state.resolve("webhook-keys")))
                .isEqualTo(java.nio.file.attribute.PosixFilePermissions.fromString("rw-------"));
        try (var files = Files.list(state)) {
            assertThat(files).hasSize(1);
        }
        Path own = folder.resolve("own-keys");
        Files.writeString(own, "mine " + "A".repeat(43) + "=\n");
        assertThat(WebhookKeys.of(ServerSettings.read(null, with("webhooks.keys", own.toString())))
                        .current()
                        .id())
                .isEqualTo("mine");
    }

    @Test
    void check_andToken_workOnASqliteFile(@TempDir Path folder) throws Exception {
        Path config = folder.resolve("server.json");
        Files.writeString(config, """
                {"state": "%s", "discord": {"clientId": "1", "clientSecret": "s3cret-of-discord"},
                 "riot": {"key": "RGAPI-0123456789"}}""".formatted(folder));
        StringWriter out = new StringWriter();
        var line = TournamentServer.commandLine().setOut(new PrintWriter(out, true));
        assertThat(line.execute("check", "--config", config.toString())).isZero();
        assertThat(out.toString()).contains("The settings are complete");
        assertThat(line.execute("token", "--config", config.toString(), "--name", "desk", "--level", "ORGANISER"))
                .isZero();
        assertThat(out.toString()).containsPattern("(?m)^bw_[A-Za-z0-9_-]{43}$");
        assertThat(line.execute("token", "--config", folder.resolve("none.json").toString(), "--name", "x"))
                .isEqualTo(2);
    }
}
