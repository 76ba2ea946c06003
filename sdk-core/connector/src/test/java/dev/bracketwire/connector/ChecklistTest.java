// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.connector;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.bracketwire.ConfigurationException;
import dev.bracketwire.Secret;
import dev.bracketwire.config.Settings;
import dev.bracketwire.connector.health.Attestation;
import dev.bracketwire.connector.health.Checklist;
import dev.bracketwire.connector.health.Checklist.Entry;
import dev.bracketwire.connector.health.Checklist.State;
import dev.bracketwire.connector.health.ChecklistItem;
import dev.bracketwire.connector.health.Health;
import dev.bracketwire.connector.limit.Limit;
import dev.bracketwire.oauth.OAuth;
import dev.bracketwire.testkit.Answer;
import dev.bracketwire.testkit.FakeUpstream;
import dev.bracketwire.testkit.ManualClock;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.assertj.core.groups.Tuple;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ChecklistTest {
    private static final URI BASE = URI.create("https://chests.example.org");

    private final ManualClock clock = ManualClock.create();
    private final LocalDate today = LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC);

    @Test
    void checklist_bareConnector_saysWhatIsMissingAndWhatToDo() {
        Checklist checklist = checklist(config -> config);

        assertThat(checklist.entries()).extracting(Entry::duty).containsExactly(ChecklistItem.values());
        assertThat(checklist.isComplete()).isFalse();
        assertThat(state(checklist, ChecklistItem.CONFIGURATION)).isEqualTo(State.MET);
        assertThat(state(checklist, ChecklistItem.CREDENTIAL)).isEqualTo(State.NOT_NEEDED);
        assertThat(state(checklist, ChecklistItem.SCOPES)).isEqualTo(State.NOT_NEEDED);
        assertThat(state(checklist, ChecklistItem.NOTICES)).isEqualTo(State.NOT_NEEDED);
        assertThat(state(checklist, ChecklistItem.DEPRECATIONS)).isEqualTo(State.MET);
        assertThat(state(checklist, ChecklistItem.RETRIES)).isEqualTo(State.MET);
        assertThat(checklist.open())
                .extracting(Entry::duty)
                .containsExactly(
                        ChecklistItem.LIMITS,
                        ChecklistItem.HEALTH,
                        ChecklistItem.METRICS,
                        ChecklistItem.ALERTS,
                        ChecklistItem.AUDIT,
                        ChecklistItem.BACKUP,
                        ChecklistItem.RESTORE,
                        ChecklistItem.DOCUMENTATION,
                        ChecklistItem.SECURITY_REVIEW,
                        ChecklistItem.TRAINING);
        assertThat(checklist.toString())
                .contains("chests health          missing    there is no probe request: set one by probe(…)");
    }

    @Test
    void checklist_everythingDone_isComplete(@TempDir Path folder) throws IOException {
        Path key = Files.writeString(folder.resolve("key"), "k");
        Files.setLastModifiedTime(key, FileTime.from(clock.instant().minus(Duration.ofDays(30))));
        CallListener all = new CallListener() {
            @Override
            public Set<ChecklistItem> duties() {
                return Set.of(ChecklistItem.METRICS, ChecklistItem.ALERTS, ChecklistItem.AUDIT);
            }
        };

        Checklist checklist = checklist(config -> config.auth(Auth.bearer(Secret.file(key)))
                .limit(Limit.of(5, Duration.ofSeconds(1)))
                .probe(Request.get("/me"))
                .listener(all)
                .upstream(Upstream.unknown()
                        .documentation(URI.create("https://chests.example.org/docs"))
                        .notice("Not endorsed by Chests."))
                .attest(ChecklistItem.BACKUP, "ann", today.minusDays(3))
                .attest(ChecklistItem.RESTORE, "ann", today.minusDays(100))
                .attest(ChecklistItem.NOTICES, "bob", today)
                .attest(ChecklistItem.SECURITY_REVIEW, "bob", today)
                .attest(ChecklistItem.TRAINING, "bob", today));

        assertThat(checklist.open()).isEmpty();
        assertThat(checklist.isComplete()).isTrue();
        assertThat(note(checklist, ChecklistItem.CREDENTIAL)).isEqualTo("is 30 days old");
        assertThat(note(checklist, ChecklistItem.RESTORE)).startsWith("said ann on ");
    }

    @Test
    void checklist_oldAttestation_isStale() {
        Checklist checklist = checklist(config -> config.attest(ChecklistItem.BACKUP, "ann", today.minusDays(31))
                .attest(ChecklistItem.HEALTH, "ann", today.minusDays(364)));

        assertThat(state(checklist, ChecklistItem.BACKUP)).isEqualTo(State.STALE);
        assertThat(note(checklist, ChecklistItem.BACKUP)).contains("said ann on", "too long ago");
        assertThat(state(checklist, ChecklistItem.HEALTH)).isEqualTo(State.MET);
    }

    @Test
    void checklist_attestationOfTheFuture_isMissing() {
        Checklist checklist = checklist(config -> config.attest(ChecklistItem.BACKUP, "ann", today.plusDays(2)));

        assertThat(state(checklist, ChecklistItem.BACKUP)).isEqualTo(State.MISSING);
        assertThat(note(checklist, ChecklistItem.BACKUP)).contains("which is yet to come");
    }

    @Test
    void checklist_credential_isJudgedByItsAge(@TempDir Path folder) throws IOException {
        Path key = Files.writeString(folder.resolve("key"), "k");
        Files.setLastModifiedTime(key, FileTime.from(clock.instant().minus(Duration.ofDays(91))));

        Checklist old = checklist(config -> config.auth(Auth.bearer(Secret.file(key))));
        Checklist unknown = checklist(config -> config.auth(Auth.bearer(Secret.of("k"))));
        Files.delete(key);
        Checklist gone = checklist(config -> config.auth(Auth.bearer(Secret.file(key))));

        assertThat(state(old, ChecklistItem.CREDENTIAL)).isEqualTo(State.STALE);
        assertThat(note(old, ChecklistItem.CREDENTIAL)).isEqualTo("is 91 days old: change it");
        assertThat(state(unknown, ChecklistItem.CREDENTIAL)).isEqualTo(State.MISSING);
        assertThat(state(gone, ChecklistItem.CREDENTIAL)).isEqualTo(State.MISSING);
    }

    @Test
    void checklist_scopes_areComparedWithWhatIsNeeded() {
        try (FakeUpstream server = FakeUpstream.start()) {
            server.on("POST", "/token").answers(Answer.json("""
                            {"access_token": "t", "token_type": "Bearer", "expires_in": 3600,
                             "scope": "files.read,files.delete"}"""));
            server.on("GET", "/x").answers(Answer.json("{}"));
            try (OAuth oauth = OAuth.builder(server.uri().resolve("/token"), "me")
                            .clientSecret(Secret.of("s"))
                            .scope("files.read")
                            .build();
                    ConnectorRegistry registry = ConnectorRegistry.builder()
                            .add(ConnectorConfig.builder("drive", server.uri())
                                    .auth(oauth.clientCredentials())
                                    .upstream(Upstream.unknown().scopes("files.read", "files.list"))
                                    .build())
                            .build()) {
                assertThat(note(registry.checklist(), ChecklistItem.SCOPES)).isEqualTo("without [files.list]");

                registry.connector("drive").get("/x", Void.class).get();

                assertThat(note(registry.checklist(), ChecklistItem.SCOPES))
                        .isEqualTo("wider than needed by [files.delete], and without [files.list]");
            }
        }
        Checklist unknown = checklist(config -> config.auth(Auth.bearer(Secret.of("k")))
                .upstream(Upstream.unknown().scopes("a")));
        assertThat(note(unknown, ChecklistItem.SCOPES))
                .isEqualTo("the scopes of the credential are not set; needed are [a]");
    }

    @Test
    void checklist_deprecatedOperation_isNamed() {
        try (Api api = Api.create(config -> config.retry(RetryPolicy.never()))) {
            api.upstream.on("GET", "/x").answers(Answer.json("{}").header("Sunset", "Tue, 01 Jun 2027 00:00:00 GMT"));
            api.connector.get("/x", Void.class).get();
            assertThat(ChecklistInspection.of(api.connector))
                    .filteredOn(entry ->
                            entry.duty() == ChecklistItem.DEPRECATIONS || entry.duty() == ChecklistItem.RETRIES)
                    .extracting(Entry::note)
                    .containsExactly("failed calls are not retried", "GET /x ends 2027-06-01T00:00:00Z");
        }
    }

    @Test
    void checklist_connectorThatCannotBeMade_isMissing() {
        try (ConnectorRegistry registry = ConnectorRegistry.builder()
                .add("broken", () -> {
                    throw new IllegalStateException("no key in CHESTS_TOKEN");
                })
                .build()) {
            assertThat(registry.checklist().entries())
                    .containsExactly(
                            new Entry("broken", ChecklistItem.CONFIGURATION, State.MISSING, "no key in CHESTS_TOKEN"));
        }
    }

    @Test
    void health_ofAll_isAskedAtOnce() {
        try (FakeUpstream upstream = FakeUpstream.start();
                ConnectorRegistry registry = ConnectorRegistry.builder()
                        .add(ConnectorConfig.builder("well", upstream.uri())
                                .probe(Request.get("/me"))
                                .build())
                        .add(ConnectorConfig.builder("ill", upstream.uri())
                                .retry(RetryPolicy.never())
                                .probe(Request.get("/none"))
                                .build())
                        .add("broken", () -> {
                            throw new UncheckedIOException(new IOException("no key in CHESTS_TOKEN"));
                        })
                        .add("silent", () -> {
                            throw new UnsupportedOperationException();
                        })
                        .build()) {
            upstream.on("GET", "/me").answers(Answer.json("{}"));
            upstream.on("GET", "/none").answers(Answer.of(500));
            List<Health> all = registry.health().get();
            assertThat(all)
                    .extracting(Health::connector, Health::isUp)
                    .containsExactly(
                            Tuple.tuple("broken", false),
                            Tuple.tuple("ill", false),
                            Tuple.tuple("silent", false),
                            Tuple.tuple("well", true));
            assertThat(all.get(0).reason()).contains("no key in CHESTS_TOKEN");
            assertThat(all.get(2).reason()).contains("UnsupportedOperationException");
        }
    }

    @Test
    void settings_upstreamAndAttestations_areRead(@TempDir Path folder) throws IOException {
        String json = """
                {"base": "https://chests.example.org",
                 "upstream": {"documentation": "https://chests.example.org/docs", "unit": "points",
                              "notices": ["Not endorsed."], "scopes": ["read"]},
                 "attested": {"security-review": {"by": "ann", "on": "2026-09-01"}}}""";
        ConnectorConfig config =
                ConnectorConfig.builder("chests", settings(folder, json)).build();

        assertThat(config.upstream())
                .isEqualTo(Upstream.unknown()
                        .documentation(URI.create("https://chests.example.org/docs"))
                        .unit("points")
                        .notice("Not endorsed.")
                        .scopes("read"));
        assertThat(config.attestations())
                .containsEntry(ChecklistItem.SECURITY_REVIEW, new Attestation("ann", LocalDate.of(2026, 9, 1)));
    }

    @Test
    void settings_unknownDuty_isRefused(@TempDir Path folder) throws IOException {
        String json = """
                {"base": "https://chests.example.org",
                 "attested": {"prayer": {"by": "ann", "on": "2026-09-01"}}}""";
        Settings settings = settings(folder, json);
        assertThatThrownBy(() -> ConnectorConfig.builder("chests", settings))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("knows no duty \"prayer\"")
                .hasMessageContaining("security-review");
    }

    private static Settings settings(Path folder, String json) throws IOException {
        return Settings.builder()
                .file(Files.writeString(folder.resolve("app.json"), json))
                .build();
    }

    private Checklist checklist(UnaryOperator<ConnectorConfigBuilder> options) {
        ConnectorConfig config = options.apply(
                        ConnectorConfig.builder("chests", BASE).clock(clock))
                .build();
        try (ConnectorRegistry registry =
                ConnectorRegistry.builder().add(config).build()) {
            return registry.checklist();
        }
    }

    private static State state(Checklist checklist, ChecklistItem duty) {
        return entry(checklist, duty).state();
    }

    private static String note(Checklist checklist, ChecklistItem duty) {
        return entry(checklist, duty).note();
    }

    private static Entry entry(Checklist checklist, ChecklistItem duty) {
        return checklist.entries().stream()
                .filter(entry -> entry.duty() == duty)
                .findFirst()
                .orElseThrow();
    }
}
