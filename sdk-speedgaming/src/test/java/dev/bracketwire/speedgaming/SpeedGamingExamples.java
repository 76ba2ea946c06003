// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.speedgaming;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bracketwire.Plan;
import dev.bracketwire.config.Settings;
import dev.bracketwire.store.Database;
import dev.bracketwire.testkit.ManualClock;
import dev.bracketwire.testkit.speedgaming.FakeEpisode;
import dev.bracketwire.testkit.speedgaming.FakeSpeedGaming;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The examples of the guide of schedules and of the Javadoc. */
@SuppressWarnings("UnusedVariable")
abstract class SpeedGamingExamples {
    void firstLines() {
        try (Database db = Database.open(Path.of("league.db"));
                SpeedGaming speedGaming = SpeedGaming.builder("Example League, admin@league.example")
                        .sharedBy(db)
                        .build();
                ScheduleImport schedule =
                        ScheduleImport.builder(speedGaming, db).everyMinute().open()) {
            schedule.enable(TournamentFeed.of("examplecup")).get();
            Plan<MatchChange> plan = schedule.planImport("examplecup").get();
            System.out.println(plan);
            plan.apply().get().orThrow();
            System.out.println(schedule.readiness("examplecup").get());
        }
    }

    void onRequest(SpeedGaming speedGaming, Database db) {
        try (ScheduleImport schedule = ScheduleImport.open(speedGaming, db)) {
            schedule.enable(TournamentFeed.of("examplecup")).get();
            Plan<MatchChange> plan = schedule.planImport("examplecup").get();
            System.out.println(plan); // such as: create: Alpha against Beta, on 1 September 2026 at 18:00 UTC
            plan.apply().get().orThrow();
            System.out.println(schedule.readiness("examplecup").get());
        }
    }

    void clientAlone() {
        try (SpeedGaming speedGaming = SpeedGaming.create("Example League, admin@league.example")) {
            for (Episode episode : speedGaming.schedule().get().episodes()) {
                System.out.println(episode.when() + " " + episode.event().name());
            }
        }
    }

    SpeedGaming client(Settings settings, Database db) {
        SpeedGaming speedGaming = SpeedGaming.builder(settings.section("speedgaming"))
                .sharedBy(db)
                .build();
        return speedGaming;
    }

    TournamentFeed tournament() {
        TournamentFeed cup = TournamentFeed.of("examplecup").name("Example Cup").streamDelay(Duration.ofMinutes(10));
        return cup;
    }

    ScheduledMatch ownMatch(ScheduleImport schedule, long alpha, long beta, Instant start) {
        ScheduledMatch draft = ScheduledMatch.draft("examplecup")
                .players(List.of(new MatchPlayer(alpha, "Alpha", "alpha_live"), new MatchPlayer(beta, "Beta", "")))
                .times(MatchTimes.at(start, 90))
                .done();
        ScheduledMatch match = schedule.matches().add(draft, "olga").get();
        return match;
    }

    void suggestions(ScheduleImport schedule) {
        for (Suggestion suggestion : schedule.people().suggestions().get()) {
            System.out.println(suggestion.reasons());
        }
        PersonMerge merge = schedule.people().merge(12, 7, "olga").get();
        schedule.people().undo(merge.id(), "olga").get();
    }

    void signIn(ScheduleImport schedule) {
        Optional<Person> person =
                schedule.people().claim("user-12", "472785637984960513").get();
        PersonMerge merge = schedule.people().merge(12, 7, "olga").get();
        schedule.people().undo(merge.id(), "olga").get();
    }

    void today(ScheduleImport schedule, Instant midnight) {
        ScheduleFilter today = ScheduleFilter.of("examplecup").from(midnight).before(midnight.plus(Duration.ofDays(1)));
        for (ScheduledMatch match : schedule.matches().list(today).get()) {
            System.out.println(match.times().raceStart() + " " + match.label() + " " + match.streams());
        }
    }

    void refused(ScheduleImport schedule) {
        ScheduledMatch match = schedule.matches().match(7).get();
        MatchEdit edit = schedule.matches()
                .edit(7, change -> change.title("Final"), "olga")
                .get();
        // Refused: title comes from SpeedGaming; take it over first by own(7, TITLE)
    }

    void owned(ScheduleImport schedule) {
        Matches matches = schedule.matches();
        MatchEdit edit =
                matches.edit(7, change -> change.title("Final"), "olga").get();
        if (edit instanceof MatchEdit.Refused refused) {
            System.out.println(refused.reasons()); // title comes from SpeedGaming; take it over first by own(7, TITLE)
        }
        matches.own(7, Set.of(MatchField.TITLE), "olga").get().orThrow();
        matches.edit(7, change -> change.title("Final"), "olga").get().orThrow();
        matches.release(7, Set.of(MatchField.TITLE), "olga").get().orThrow();
    }

    String calendar(ScheduleImport schedule) {
        String text = schedule.calendar(CalendarFeed.tournament("examplecup").shifted())
                .get();
        return text;
    }

    static void aMove_isImported() {
        ManualClock clock = ManualClock.at(Instant.parse("2026-09-01T12:00:00Z"));
        Instant evening = Instant.parse("2026-09-02T18:00:00Z");
        try (FakeSpeedGaming fake = FakeSpeedGaming.builder().clock(clock).start();
                SpeedGaming speedGaming = SpeedGaming.builder("Example League, admin@league.example")
                        .base(fake.uri())
                        .clock(clock)
                        .build();
                ScheduleImport schedule = ScheduleImport.builder(speedGaming, ImportStore.inMemory())
                        .clock(clock)
                        .open()) {
            FakeEpisode episode = fake.episode(70001)
                    .event("examplecup")
                    .at(evening)
                    .player("Alpha")
                    .player("Beta");
            schedule.importTournament("examplecup").get().orThrow();
            episode.at(evening.plus(Duration.ofHours(2)));
            clock.advance(Duration.ofSeconds(61)); // a minute lies between two requests
            Plan<MatchChange> plan = schedule.planImport("examplecup").get();
            assertThat(plan.changes().map(MatchChange::text))
                    .containsExactly("Alpha against Beta moves from 2 September 2026 18:00 UTC to 20:00 UTC");
            plan.apply().get().orThrow();
            fake.assertSpacing(Duration.ofMinutes(1));
        }
    }
}
