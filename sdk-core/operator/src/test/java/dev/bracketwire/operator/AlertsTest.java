// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.operator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.bracketwire.Secret;
import dev.bracketwire.connector.Auth;
import dev.bracketwire.connector.CallListener;
import dev.bracketwire.connector.CallListener.Source;
import dev.bracketwire.connector.Connector;
import dev.bracketwire.connector.ConnectorConfig;
import dev.bracketwire.connector.ConnectorConfigBuilder;
import dev.bracketwire.connector.Credential;
import dev.bracketwire.connector.Request;
import dev.bracketwire.connector.RetryPolicy;
import dev.bracketwire.connector.health.ChecklistItem;
import dev.bracketwire.operator.Alert.State;
import dev.bracketwire.testkit.Answer;
import dev.bracketwire.testkit.FakeUpstream;
import dev.bracketwire.testkit.ManualClock;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AlertsTest {
    private static final URI BASE = URI.create("https://chests.example.org");

    private final ManualClock clock = ManualClock.at(Instant.parse("2026-11-21T10:00:00Z"));
    private final List<Alert> told = new ArrayList<>();
    private final List<AutoCloseable> open = new ArrayList<>();

    @AfterEach
    void close() throws Exception {
        for (AutoCloseable one : open) {
            one.close();
        }
    }

    @Test
    void errors_lasting_areReportedOnceAndAtTheirEnd() {
        Alerts alerts = alerts(AlertRule.errors(0.2));
        connector(alerts, config -> config);
        calls(alerts, 7, 200);
        calls(alerts, 2, 500);
        look();
        assertThat(told).isEmpty(); // nine calls judge nothing

        calls(alerts, 1, 500);
        look();
        look();
        calls(alerts, 3, 200);
        look();
        assertThat(told).extracting(Alert::state).containsExactly(State.RAISED); // 23 % and then between the two
        assertThat(told.get(0).text()).isEqualTo("30 % of 10 calls failed");
        assertThat(told.get(0).toString()).startsWith("chests errors raised: 30 % of 10 calls failed (since 2026-");
        assertThat(alerts.active()).hasSize(1);

        calls(alerts, 20, 200);
        look();
        assertThat(told).extracting(Alert::state).containsExactly(State.RAISED, State.CLEARED);
        assertThat(told.get(1).since()).isEqualTo(told.get(0).since());
        assertThat(alerts.active()).isEmpty();
    }

    @Test
    void errors_longAgo_doNotCount() {
        Alerts alerts = alerts(AlertRule.errors(0.5).over(Duration.ofMinutes(2)).atLeast(5));
        connector(alerts, config -> config);
        calls(alerts, 4, 500);
        clock.advance(Duration.ofMinutes(3));
        calls(alerts, 4, 200);
        calls(alerts, 1, 500);
        look();
        assertThat(told).isEmpty();
    }

    @Test
    void latency_moreThanOneCallInTwentyIsSlow_raisesAnAlert() {
        Alerts alerts = alerts(AlertRule.latency(Duration.ofSeconds(1)));
        connector(alerts, config -> config);
        for (int i = 0; i < 100; i++) {
            call(alerts, 200, i < 5 ? Duration.ofSeconds(9) : Duration.ofMillis(100), Source.UPSTREAM);
        }
        look();
        assertThat(told).isEmpty();
        for (int i = 0; i < 3; i++) {
            call(alerts, 200, Duration.ofSeconds(9), Source.UPSTREAM);
        }
        look();
        assertThat(told).hasSize(1);
        assertThat(told.get(0).text()).startsWith("one in twenty of 103 calls takes more than ");
        for (int i = 0; i < 500; i++) {
            call(alerts, 200, Duration.ofSeconds(9), Source.CACHE);
        }
        look();
        for (int i = 0; i < 100; i++) {
            call(alerts, 200, Duration.ofMillis(100), Source.SHARED);
        }
        look();
        assertThat(told).extracting(Alert::state).containsExactly(State.RAISED, State.CLEARED);
    }

    @Test
    void latency_belowTheThreshold_raisesNoAlert() {
        Alerts alerts = alerts(AlertRule.latency(Duration.ofSeconds(1)));
        connector(alerts, config -> config);
        for (int ms = 900; ms < 1_000; ms++) {
            call(alerts, 200, Duration.ofMillis(ms), Source.UPSTREAM);
        }
        look();
        assertThat(told).isEmpty();
    }

    @Test
    void lasting_problemPersists_isRaisedAfterThatTime() {
        Alerts alerts = alerts(AlertRule.errors(0.2).lasting(Duration.ofSeconds(30)));
        connector(alerts, config -> config);
        calls(alerts, 10, 500);
        look();
        look();
        assertThat(told).isEmpty();
        look();
        assertThat(told).hasSize(1);
        assertThat(told.get(0).since()).isEqualTo(told.get(0).at().minusSeconds(30));
    }

    @Test
    void remind_lastingProblem_isReportedAgain() {
        Alerts alerts = alerts(options -> options.remind(Duration.ofMinutes(1)), AlertRule.errors(0.2));
        connector(alerts, config -> config);
        calls(alerts, 10, 500);
        look();
        clock.advance(Duration.ofMinutes(2));
        assertThat(told).extracting(Alert::state).containsExactly(State.RAISED, State.REMINDED, State.REMINDED);
    }

    @Test
    void quiet_lastingProblem_isReportedAfterwards() {
        clock.advance(Duration.ofHours(12)); // 22:00
        Alerts alerts = alerts(
                options -> options.quiet(LocalTime.of(21, 0), LocalTime.of(7, 0), ZoneOffset.UTC),
                AlertRule.errors(0.2).over(Duration.ofDays(1)),
                AlertRule.errors(0.9).over(Duration.ofDays(1)).critical());
        connector(alerts, config -> config);
        calls(alerts, 10, 500);
        look();
        assertThat(told).extracting(Alert::critical).containsExactly(true);
        assertThat(alerts.active()).hasSize(2);
        clock.advance(Duration.ofHours(9));
        assertThat(told).extracting(Alert::critical).containsExactly(true, false);
        assertThat(told.get(1).since()).isEqualTo(told.get(0).since());
        assertThat(told.get(1).at()).isAfterOrEqualTo(Instant.parse("2026-11-22T07:00:00Z"));
    }

    @Test
    void quiet_problemThatEnded_isNotReported() {
        Alerts alerts = alerts(
                options -> options.quiet(LocalTime.of(9, 0), LocalTime.of(11, 0), ZoneOffset.UTC),
                AlertRule.errors(0.2));
        connector(alerts, config -> config);
        calls(alerts, 10, 500);
        look();
        calls(alerts, 100, 200);
        clock.advance(Duration.ofHours(3));
        assertThat(told).isEmpty();
    }

    @Test
    void receivers_oneThrows_othersStillReceiveTheAlert() {
        List<Alert> broken = new ArrayList<>();
        boolean[] throwing = {true};
        Alerts alerts = Alerts.builder()
                .rule(AlertRule.errors(0.2))
                .to(alert -> {
                    broken.add(alert);
                    if (throwing[0]) {
                        throw new IllegalStateException("Discord is down");
                    }
                })
                .clock(clock)
                .build();
        open.add(alerts);
        connector(alerts, config -> config);
        calls(alerts, 10, 500);
        look();
        look();
        assertThat(broken).hasSize(2); // nobody has taken it, so it is offered again
        throwing[0] = false;
        look();
        look();
        assertThat(broken).hasSize(3);
    }

    @Test
    void down_connectorWithoutCalls_isNoticedByTheProbe() throws Exception {
        Alerts alerts = alerts(
                options -> options.probe(Duration.ofMinutes(1)),
                AlertRule.down().only("chests", "other"));
        try (FakeUpstream upstream = FakeUpstream.start()) {
            upstream.on("GET", "/me").answers(Answer.of(500), Answer.of(500), Answer.json("{}"));
            Connector api = Connector.create(ConnectorConfig.builder("chests", upstream.uri())
                    .retry(RetryPolicy.never())
                    .probe(Request.get("/me"))
                    .listener(alerts)
                    .build());
            open.add(api);
            look();
            upstream.await(1, Duration.ofMinutes(1));
            api.health().get();
            look();
            assertThat(told).extracting(Alert::state).containsExactly(State.RAISED);
            assertThat(told.get(0).text()).contains("it cannot be used: ");
            api.health().get();
            look();
            assertThat(told).extracting(Alert::state).containsExactly(State.RAISED, State.CLEARED);
        }
    }

    @Test
    void credential_expiryAndAge_areWatched(@TempDir Path folder) throws IOException {
        Path key = Files.writeString(folder.resolve("key"), "k");
        Files.setLastModifiedTime(key, FileTime.from(clock.instant().minus(Duration.ofDays(89))));
        Alerts alerts =
                alerts(AlertRule.credentialAge(Duration.ofDays(90)), AlertRule.credentialExpires(Duration.ofDays(7)));
        connector(alerts, config -> config.auth(Auth.bearer(Secret.file(key))));
        connector(
                alerts, "drive", config -> config.auth(expiring(clock.instant().plus(Duration.ofDays(8)))));
        look();
        assertThat(told).isEmpty();
        clock.advance(Duration.ofDays(2));
        assertThat(told)
                .extracting(Alert::text)
                .containsExactlyInAnyOrder(
                        "the credential is 90 days old", "the credential expires at 2026-11-29T10:00:00Z");
    }

    @Test
    void budgetAlert_untilTheNextDay_isRaisedOnce() {
        Usage usage = Usage.builder().budget("chests", 10).clock(clock).build();
        Alerts alerts = alerts(AlertRule.budget(usage, 0.1));
        connector(alerts, config -> config.listener(usage));
        connector(alerts, "drive", config -> config.listener(usage));
        CallListener.Operation operation = new CallListener.Operation("chests", "GET", "h", "/x", 10);
        usage.attempted(new CallListener.Attempt(operation, 1, 200, null, Duration.ZERO, Duration.ZERO, true, false));
        look();
        assertThat(told).extracting(Alert::text).containsExactly("100 % of the day's 10 requests are used up");
        clock.advance(Duration.ofHours(14));
        assertThat(told).extracting(Alert::state).containsExactly(State.RAISED, State.CLEARED);
    }

    @Test
    void only_otherOrClosedConnectors_raiseNoAlert() {
        Alerts alerts = alerts(AlertRule.errors(0.2).only("drive"));
        Connector chests = connector(alerts, config -> config);
        Connector drive = connector(alerts, "drive", config -> config);
        Connector twin = connector(alerts, "drive", config -> config);
        calls(alerts, 10, 500);
        chests.close();
        drive.close();
        twin.close();
        calls(alerts, 10, 500);
        look();
        assertThat(told).isEmpty();
        assertThat(alerts.active()).isEmpty();
    }

    @Test
    void duties_areMetWithRulesAndReceivers() {
        assertThat(alerts(AlertRule.down()).duties()).containsExactly(ChecklistItem.ALERTS);
        try (Alerts nobody = Alerts.builder().rule(AlertRule.down()).build()) {
            assertThat(nobody.duties()).isEmpty();
        }
    }

    @Test
    void options_outOfRange_areRefused() {
        refused(() -> AlertRule.errors(0));
        refused(() -> AlertRule.errors(0.2, 0.3));
        refused(() -> AlertRule.latency(Duration.ZERO));
        refused(() -> AlertRule.down().over(Duration.ofDays(2)));
        refused(() -> AlertRule.down().over(Duration.ZERO));
        refused(() -> AlertRule.down().atLeast(0));
        refused(() -> AlertRule.down().lasting(Duration.ofSeconds(-1)));
        refused(() -> AlertRule.budget(Usage.create(), 1));
        refused(() -> Alerts.builder().every(Duration.ZERO));
        refused(() -> Alerts.builder().quiet(LocalTime.NOON, LocalTime.NOON, ZoneOffset.UTC));
        assertThat(AlertRule.errors(0.25)).hasToString("AlertRule[errors > 0.25]");
    }

    private static void refused(Runnable setting) {
        assertThatThrownBy(setting::run).isInstanceOf(IllegalArgumentException.class);
    }

    private Alerts alerts(AlertRule... rules) {
        return alerts(options -> options, rules);
    }

    private Alerts alerts(UnaryOperator<AlertsBuilder> options, AlertRule... rules) {
        AlertsBuilder builder = options.apply(Alerts.builder().clock(clock)).to(told::add);
        List.of(rules).forEach(builder::rule);
        Alerts alerts = builder.build();
        open.add(alerts);
        return alerts;
    }

    private Connector connector(Alerts alerts, UnaryOperator<ConnectorConfigBuilder> options) {
        return connector(alerts, "chests", options);
    }

    private Connector connector(Alerts alerts, String id, UnaryOperator<ConnectorConfigBuilder> options) {
        Connector connector =
                Connector.create(options.apply(ConnectorConfig.builder(id, BASE).listener(alerts))
                        .build());
        open.add(connector);
        return connector;
    }

    private void look() {
        clock.advance(Duration.ofSeconds(15));
    }

    private static void calls(Alerts alerts, int number, int status) {
        for (int i = 0; i < number; i++) {
            call(alerts, status, Duration.ofMillis(20), Source.UPSTREAM);
        }
    }

    private static void call(Alerts alerts, int status, Duration took, Source source) {
        alerts.finished(new CallListener.Finished(
                new CallListener.Operation("chests", "GET", "chests.example.org", "/x", 1),
                status,
                null,
                1,
                took,
                source));
    }

    private static Auth expiring(Instant at) {
        return new Auth() {
            @Override
            public CompletableFuture<Credential> credential() {
                return CompletableFuture.completedFuture(Credential.NONE);
            }

            @Override
            public String principal() {
                return "ann";
            }

            @Override
            public Optional<Instant> expires() {
                return Optional.of(at);
            }
        };
    }
}
