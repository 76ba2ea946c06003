// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.speedgaming;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.bracketwire.NotFoundException;
import dev.bracketwire.Outcome;
import dev.bracketwire.Plan;
import dev.bracketwire.UnavailableException;
import dev.bracketwire.store.Database;
import dev.bracketwire.testkit.ManualClock;
import dev.bracketwire.testkit.speedgaming.FakeSpeedGaming;
import dev.bracketwire.testkit.speedgaming.FeedFault;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ImportRunTest {
    private static final Instant START = Instant.parse("2026-09-01T18:00:00Z");

    private final ManualClock clock = ManualClock.at(Instant.parse("2026-09-01T12:00:00Z"));
    private final FakeSpeedGaming fake = FakeSpeedGaming.builder().clock(clock).start();
    private final Database db = Database.inMemory();
    private final SpeedGaming speedGaming = client();
    private final List<String> alerts = new ArrayList<>();
    private ScheduleImport schedule = open();

    private SpeedGaming client() {
        return SpeedGaming.builder("Example League, admin@league.example")
                .base(fake.uri())
                .spacing(Duration.ofMillis(1))
                .build();
    }

    private ScheduleImport open() {
        return ScheduleImport.builder(speedGaming, db)
                .clock(clock)
                .listener(new MatchListener() {
                    @Override
                    public void alerted(ImportRun run, String alert) {
                        alerts.add(alert);
                    }
                })
                .open();
    }

    @BeforeEach
    void begin() {
        for (String slug : List.of("acup", "bcup", "ccup")) {
            fake.event(slug).name("The " + slug);
        }
        fake.episode(1).event("acup").at(START).player("Alpha").player("Beta");
        fake.episode(2)
                .event("bcup")
                .at(START.plusSeconds(3600))
                .player("Gamma")
                .player("Delta");
    }

    @AfterEach
    void end() {
        schedule.close();
        speedGaming.close();
        db.close();
        fake.close();
    }

    private void enable(String... slugs) {
        for (String slug : slugs) {
            schedule.enable(TournamentFeed.of(slug)).get();
        }
    }

    private List<String> scopes(int turns) {
        List<String> scopes = new ArrayList<>();
        for (int i = 0; i < turns; i++) {
            clock.advance(Duration.ofMinutes(1));
            scopes.add(schedule.importNext().get().orElseThrow().scope());
        }
        return scopes;
    }

    @Test
    void enable_slugThatIsKnown_takesItsName() {
        assertThat(schedule.enable(TournamentFeed.of("acup")).get().name()).isEqualTo("The acup");
        assertThat(schedule.enable(TournamentFeed.of("bcup").name("Our cup"))
                        .get()
                        .name())
                .isEqualTo("Our cup");
        assertThat(schedule.enabled().get()).extracting(TournamentFeed::slug).containsExactly("acup", "bcup");
        assertThat(schedule.disable("acup").get()).isTrue();
        assertThat(schedule.disable("acup").get()).isFalse();
        assertThat(schedule.enabled().get()).extracting(TournamentFeed::slug).containsExactly("bcup");
    }

    @Test
    void enable_unknownSlug_isRefused() {
        assertThatThrownBy(() -> schedule.enable(TournamentFeed.of("nocup")).get())
                .isInstanceOf(NotFoundException.class);
        assertThat(schedule.enabled().get()).isEmpty();
    }

    @Test
    void importNext_nothingEnabled_sendsNothing() {
        assertThat(schedule.importNext().get()).isEmpty();
        assertThat(fake.requests()).isEmpty();
        assertThat(schedule.health().get().status()).isEqualTo(ImportHealth.Status.UP);
    }

    @Test
    void health_beforeTheFirstImport_isDegraded_andDownAfterTenPeriods() {
        enable("acup");
        assertThat(schedule.health().get().status()).isEqualTo(ImportHealth.Status.DEGRADED);
        assertThat(schedule.health().get().reason()).isEqualTo("no import was applied yet");
        fake.failNextSchedule(FeedFault.ERROR_OBJECT);
        assertThatThrownBy(() -> scopes(1)).isInstanceOf(UnavailableException.class);
        assertThat(schedule.health().get().reason()).startsWith("1 import failed since the beginning; the newest: ");
        clock.advance(Duration.ofMinutes(51));
        assertThat(schedule.health().get().status()).isEqualTo(ImportHealth.Status.DOWN);
        assertThat(schedule.health().get().reason()).startsWith("no import was applied for 51 minutes; the newest: ");
    }

    @Test
    void health_ofOthersThanTheEnabled_doesNotCount() {
        enable("acup");
        scopes(1);
        fake.failNextSchedule(FeedFault.ERROR_OBJECT);
        assertThatThrownBy(() -> schedule.planImport("bcup").get()).isInstanceOf(UnavailableException.class);
        assertThatThrownBy(() -> schedule.planImportEpisode(77).get()).isInstanceOf(NotFoundException.class);
        assertThat(schedule.health().get().status()).isEqualTo(ImportHealth.Status.UP);
        assertThat(schedule.health().get().failures()).isZero();
    }

    @Test
    void unknownIds_areNamed() {
        assertThatThrownBy(() -> schedule.importTournament("nocup").get())
                .isInstanceOf(NotFoundException.class)
                .hasMessageContaining("no event has the slug nocup");
        assertThatThrownBy(() -> schedule.planImportEpisode(77).get())
                .isInstanceOf(NotFoundException.class)
                .hasMessageContaining("SpeedGaming has no episode 77");
        assertThat(schedule.runs(1).get().get(0).status()).isEqualTo(ImportRun.Status.FAILED);
        assertThatThrownBy(() -> schedule.readiness("nocup").get())
                .isInstanceOf(NotFoundException.class)
                .hasMessageContaining("there is no tournament nocup here");
        schedule.importTournament("acup").get().orThrow(); // not enabled, and yet known
        assertThat(schedule.readiness("acup").get().matches()).isEqualTo(1);
    }

    @Test
    void importNext_severalEnabled_asksForAllEverySecondTimeAndForEachInTurn() {
        enable("acup", "bcup", "ccup");
        assertThat(scopes(8)).containsExactly("*", "acup", "*", "bcup", "*", "ccup", "*", "acup");
        assertThat(schedule.matches().list(ScheduleFilter.all()).get()).hasSize(2);
    }

    @Test
    void importNext_oneEnabled_asksForThatOneAlways() {
        enable("acup");
        assertThat(scopes(3)).containsExactly("acup", "acup", "acup");
    }

    @Test
    void importNext_matchIsMissing_confirmsItAndThenCancels() {
        enable("acup");
        for (int i = 0; i < 6; i++) {
            fake.episode(10 + i)
                    .event("acup")
                    .at(START.plusSeconds(60L * i))
                    .player("P" + i)
                    .player("Q" + i);
        }
        scopes(1);
        fake.episode(1).remove();
        assertThat(scopes(7)).containsExactly("acup", "acup", "acup", "acup", "acup", "acup", "episode 1");
        ScheduledMatch gone = schedule.matches().list(ScheduleFilter.of("acup")).get().stream()
                .filter(match -> match.label().equals("Alpha against Beta"))
                .findFirst()
                .orElseThrow();
        assertThat(gone.state()).isEqualTo(MatchState.CANCELLED);
        fake.episode(1).restore();
        scopes(1);
        assertThat(schedule.matches().match(gone.id()).get().state()).isEqualTo(MatchState.SCHEDULED);
    }

    @Test
    void importNext_requestFails_changesNothingAndIsRecorded() {
        enable("acup");
        scopes(1);
        fake.failNextSchedule(FeedFault.ERROR_OBJECT);
        assertThatThrownBy(() -> scopes(1)).isInstanceOf(UnavailableException.class);
        ImportRun failed = schedule.runs(1).get().get(0);
        assertThat(failed.status()).isEqualTo(ImportRun.Status.FAILED);
        assertThat(failed.problems()).hasSize(1);
        ImportHealth health = schedule.health().get();
        assertThat(health.status()).isEqualTo(ImportHealth.Status.DEGRADED);
        assertThat(health.failures()).isEqualTo(1);
        assertThat(failed.problems().get(0)).contains("it says: \"");
        assertThat(health.reason())
                .startsWith("1 import failed since the last one that was applied; the newest: ")
                .endsWith(failed.problems().get(0));
        assertThat(schedule.matches().list(ScheduleFilter.of("acup")).get())
                .extracting(ScheduledMatch::state)
                .containsExactly(MatchState.SCHEDULED);
        scopes(1);
        assertThat(schedule.health().get().status()).isEqualTo(ImportHealth.Status.UP);
    }

    @Test
    void importNext_emptyList_cancelsNothingAndAlerts() {
        enable("acup");
        for (int i = 0; i < 6; i++) {
            fake.episode(10 + i)
                    .event("acup")
                    .at(START.plusSeconds(60L * i))
                    .player("P" + i)
                    .player("Q" + i);
        }
        scopes(1);
        fake.nextSchedule("[]".getBytes(java.nio.charset.StandardCharsets.UTF_8));
        scopes(1);
        assertThat(schedule.matches().list(ScheduleFilter.of("acup")).get())
                .extracting(ScheduledMatch::state)
                .containsOnly(MatchState.SCHEDULED);
        assertThat(alerts).hasSize(1);
        assertThat(schedule.health().get().status()).isEqualTo(ImportHealth.Status.DEGRADED);
    }

    @Test
    void plan_appliedByAPerson_isRecordedAsApplied() {
        Plan<MatchChange> plan = schedule.planImport("acup").get();
        assertThat(schedule.runs(1).get().get(0).status()).isEqualTo(ImportRun.Status.STAGED);
        assertThat(plan.apply().get().count(Outcome.Status.APPLIED)).isEqualTo(1);
        ImportRun run = schedule.runs(1).get().get(0);
        assertThat(run.status()).isEqualTo(ImportRun.Status.APPLIED);
        assertThat(run.counts()).containsEntry("create", 1).containsEntry("unchanged", 0);
    }

    @Test
    void plan_newerScheduleWasApplied_isStale() {
        Plan<MatchChange> old = schedule.planImport("acup").get();
        fake.episode(1).at(START.plusSeconds(60));
        schedule.importTournament("acup").get();
        assertThat(old.apply().get().count(Outcome.Status.STALE)).isEqualTo(1);
        assertThat(schedule.matches()
                        .list(ScheduleFilter.of("acup"))
                        .get()
                        .get(0)
                        .times()
                        .raceStart())
                .isEqualTo(START.plusSeconds(60));
    }

    @Test
    void importNext_replyWasStoredByAProcessThatEnded_isAppliedWithoutARequest() {
        enable("acup", "bcup");
        schedule.planImportAll().get();
        schedule.close();
        int requests = fake.requests().size();
        schedule = open();
        clock.advance(Duration.ofMinutes(1));
        fake.failNextSchedule(FeedFault.ERROR_OBJECT);
        assertThatThrownBy(() -> schedule.importNext().get()).isInstanceOf(UnavailableException.class);
        assertThat(fake.requests()).hasSize(requests + 1);
        assertThat(schedule.matches().list(ScheduleFilter.all()).get()).hasSize(2);
    }

    @Test
    void planReplay_unknownRun_fails() {
        assertThatThrownBy(() -> schedule.planReplay(77).get()).isInstanceOf(NotFoundException.class);
    }

    @Test
    void planReplay_ofAnEarlierRun_changesNothing() {
        schedule.importTournament("acup").get();
        long first = schedule.runs(1).get().get(0).number();
        fake.episode(1).at(START.plusSeconds(60));
        schedule.importTournament("acup").get();
        schedule.planReplay(first).get().apply().get();
        assertThat(schedule.matches()
                        .list(ScheduleFilter.of("acup"))
                        .get()
                        .get(0)
                        .times()
                        .raceStart())
                .isEqualTo(START.plusSeconds(60));
    }

    @Test
    void every_twoNodes_importOnceAMinute() {
        enable("acup");
        ScheduleImport other = ScheduleImport.builder(speedGaming, db)
                .clock(clock)
                .everyMinute()
                .open();
        try (ScheduleImport node = ScheduleImport.builder(speedGaming, db)
                        .clock(clock)
                        .everyMinute()
                        .open();
                other) {
            int before = fake.requests().size();
            Instant begun = clock.instant();
            Awaitility.await().atMost(Duration.ofMinutes(1)).until(() -> {
                clock.advance(Duration.ofSeconds(5));
                return node.runs(10).get().size() >= 5;
            });
            long minutes = Duration.between(begun, clock.instant()).toMinutes();
            assertThat(fake.requests().size() - before).isLessThanOrEqualTo((int) minutes + 2);
            Optional<ImportRun> newest = other.runs(1).get().stream().findFirst();
            assertThat(newest).isPresent();
        }
    }

    @Test
    void every_withoutDatabase_isRefused() {
        assertThatThrownBy(() -> ScheduleImport.builder(speedGaming, ImportStore.inMemory())
                        .everyMinute())
                .isInstanceOf(IllegalStateException.class);
    }
}
