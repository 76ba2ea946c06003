// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.speedgaming;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.bracketwire.ConfigurationException;
import dev.bracketwire.NotFoundException;
import dev.bracketwire.RateLimitedException;
import dev.bracketwire.config.Settings;
import dev.bracketwire.connector.Timeouts;
import dev.bracketwire.connector.health.Checklist;
import dev.bracketwire.connector.health.ChecklistItem;
import dev.bracketwire.connector.health.Health;
import dev.bracketwire.testkit.Answer;
import dev.bracketwire.testkit.FakeUpstream;
import dev.bracketwire.testkit.ManualClock;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SpeedGamingTest {
    private static final Instant FROM = Instant.parse("2026-09-01T00:00:00.700Z");
    private static final Instant TO = Instant.parse("2026-10-01T00:00:00.300Z");

    private static SpeedGamingBuilder client(FakeUpstream upstream) {
        return SpeedGaming.builder("Example League, admin@league.example")
                .base(upstream.uri())
                .spacing(Duration.ofMillis(1));
    }

    @Test
    void schedule_ofAllEvents_asksWithoutParameters() {
        try (FakeUpstream upstream = FakeUpstream.start();
                SpeedGaming speedGaming = client(upstream).build()) {
            upstream.on("GET", "/api/schedule/")
                    .answers(Answer.bytes(
                            "text/html", FeedBody.list(FeedBody.episode(7)).getBytes(StandardCharsets.UTF_8)));
            assertThat(speedGaming.schedule().get().episodes())
                    .extracting(Episode::id)
                    .containsExactly(7L);
            var request = upstream.received().get(0);
            assertThat(request.rawQuery()).isEmpty();
            assertThat(request.header("User-Agent"))
                    .contains("bracketwire-speedgaming (Example League, admin@league.example)");
            assertThat(request.header("Accept")).contains("application/json, text/html");
        }
    }

    @Test
    void schedule_ofAnEvent_asksInUtcWithTheOffsetWritten() {
        try (FakeUpstream upstream = FakeUpstream.start();
                SpeedGaming speedGaming = client(upstream).build()) {
            upstream.on("GET", "/api/schedule/").answers(Answer.json("[]"));
            assertThat(speedGaming.schedule("examplecup", FROM, TO).get().episodes())
                    .isEmpty();
            assertThat(upstream.received().get(0).rawQuery().orElse("").replace("%3A", ":"))
                    .isEqualTo("event=examplecup&from=2026-09-01T00:00:00%2B00:00&to=2026-10-01T00:00:01%2B00:00");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a b", "a&b=c", "../x", "caf\u00e9", "a\n"})
    void slug_withOtherCharacters_isRefused(String slug) {
        try (SpeedGaming speedGaming = SpeedGaming.create("Example League, admin@league.example")) {
            assertThatThrownBy(() -> speedGaming.schedule(slug, FROM, TO)).isInstanceOf(IllegalArgumentException.class);
            assertThatThrownBy(() -> speedGaming.event(slug)).isInstanceOf(IllegalArgumentException.class);
        }
    }

    @Test
    void window_thatIsEmpty_isRefused() {
        try (SpeedGaming speedGaming = SpeedGaming.create("Example League, admin@league.example")) {
            assertThatThrownBy(() -> speedGaming.schedule("a", TO, TO)).isInstanceOf(IllegalArgumentException.class);
            assertThatThrownBy(() -> speedGaming.episode(0)).isInstanceOf(IllegalArgumentException.class);
        }
    }

    @Test
    void episode_isAskedByItsId() {
        try (FakeUpstream upstream = FakeUpstream.start();
                SpeedGaming speedGaming = client(upstream).build()) {
            upstream.on("GET", "/api/episode/").answers(Answer.json(FeedBody.episode(7)));
            assertThat(speedGaming.episode(7).get().matches().get(0).title()).isEqualTo("Round 1");
            assertThat(upstream.received().get(0).rawQuery()).contains("id=7");
        }
    }

    @Test
    void event_isTheOneOfTheSlug() {
        try (FakeUpstream upstream = FakeUpstream.start();
                SpeedGaming speedGaming = client(upstream).build()) {
            upstream.on("GET", "/api/event/")
                    .answers(
                            Answer.json("[{\"name\": \"Example Cup\"}]"),
                            Answer.json(
                                    "[{\"slug\": \"other\"}, {\"slug\": \"ExampleCup\", \"id\": 9, \"active\": true}]"),
                            Answer.json("[{\"slug\": \"other\"}]"),
                            Answer.json("[]"),
                            Answer.json("{\"error\": \"Failed to find event.\"}"));
            assertThat(speedGaming.event("examplecup").get())
                    .isEqualTo(new Episode.Event(0, "examplecup", "Example Cup", "", "", false));
            assertThat(speedGaming.event("examplecup").get())
                    .isEqualTo(new Episode.Event(9, "ExampleCup", "", "", "", true));
            for (int i = 0; i < 3; i++) {
                assertThatThrownBy(() -> speedGaming.event("examplecup").get()).isInstanceOf(NotFoundException.class);
            }
        }
    }

    @Test
    void calls_waitForTheirTurn() throws Exception {
        ManualClock clock = ManualClock.create();
        try (FakeUpstream upstream = FakeUpstream.builder().clock(clock).start();
                SpeedGaming speedGaming = SpeedGaming.builder("Example League, admin@league.example")
                        .base(upstream.uri())
                        .clock(clock)
                        .build()) {
            upstream.on("GET", "/api/schedule/").answers(Answer.json("[]"));
            speedGaming.schedule().get();
            CompletableFuture<Schedule> next = speedGaming.schedule().start();
            CompletableFuture<Schedule> impatient = speedGaming
                    .schedule("a", FROM, TO)
                    .within(Duration.ofSeconds(30))
                    .start();
            assertThatThrownBy(() -> impatient.get(20, TimeUnit.SECONDS))
                    .hasCauseInstanceOf(RateLimitedException.class);
            clock.advance(Duration.ofSeconds(60));
            assertThat(upstream.received()).hasSize(1);
            clock.advance(Duration.ofMillis(250));
            next.get(20, TimeUnit.SECONDS);
            assertThat(Duration.between(
                            upstream.received().get(0).at(),
                            upstream.received().get(1).at()))
                    .isEqualTo(Duration.ofMillis(60_250));
        }
    }

    @Test
    void checklist_holdsTheNotice_andHealthSendsNothing() {
        try (FakeUpstream upstream = FakeUpstream.start();
                SpeedGaming speedGaming = client(upstream).build()) {
            assertThat(speedGaming.connector().checklist().entries())
                    .filteredOn(entry -> entry.duty() == ChecklistItem.NOTICES)
                    .allSatisfy(entry -> assertThat(entry.note()).contains("one request a minute"));
            assertThat(speedGaming.connector().checklist().entries())
                    .filteredOn(entry -> entry.duty() == ChecklistItem.LIMITS)
                    .extracting(Checklist.Entry::state)
                    .containsExactly(Checklist.State.MET);
            assertThat(speedGaming.connector().health().get().status()).isEqualTo(Health.Status.UNKNOWN);
            assertThat(upstream.received()).isEmpty();
            assertThat(speedGaming).hasToString("SpeedGaming(" + upstream.uri() + ")");
        }
    }

    @Test
    void build_reportsAllProblems() {
        assertThatThrownBy(() -> SpeedGaming.builder("caf\u00e9")
                        .id("No Id")
                        .base(URI.create("http://speedgaming.org"))
                        .spacing(Duration.ZERO)
                        .maxBody(0)
                        .build())
                .isInstanceOfSatisfying(
                        ConfigurationException.class,
                        e -> assertThat(e.problems())
                                .extracting(ConfigurationException.Problem::path)
                                .containsExactlyInAnyOrder("contact", "id", "base", "spacing", "maxBody"));
    }

    @Test
    void settings_holdTheOptions() {
        try (SpeedGaming speedGaming = SpeedGaming.builder(Settings.builder()
                        .set("contact", "Example League, admin@league.example")
                        .set("id", "sg-2")
                        .set("base", "https://schedules.example")
                        .set("spacing", "PT2M")
                        .set("maxBody", "1000")
                        .set("timeouts.attempt", "PT20S")
                        .build())
                .build()) {
            var config = speedGaming.connector().config();
            assertThat(config.id()).isEqualTo("sg-2");
            assertThat(config.base()).isEqualTo(URI.create("https://schedules.example"));
            assertThat(config.maxBody()).isEqualTo(1000);
            assertThat(config.timeouts())
                    .isEqualTo(new Timeouts(
                            Duration.ofSeconds(5),
                            Duration.ofSeconds(20),
                            Duration.ofMinutes(3),
                            Timeouts.defaults().transfer()));
        }
    }

    @Test
    void settings_withoutAContact_areRefused() {
        assertThatThrownBy(() ->
                        SpeedGaming.builder(Settings.builder().set("id", "sg").build()))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("contact");
    }
}
