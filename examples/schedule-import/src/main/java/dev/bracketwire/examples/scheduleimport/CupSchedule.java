// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.examples.scheduleimport;

import dev.bracketwire.Plan;
import dev.bracketwire.speedgaming.CalendarFeed;
import dev.bracketwire.speedgaming.CrewNeed;
import dev.bracketwire.speedgaming.MatchChange;
import dev.bracketwire.speedgaming.MatchListener;
import dev.bracketwire.speedgaming.ScheduleFilter;
import dev.bracketwire.speedgaming.ScheduleImport;
import dev.bracketwire.speedgaming.ScheduledMatch;
import dev.bracketwire.speedgaming.SpeedGaming;
import dev.bracketwire.speedgaming.StoreSession;
import dev.bracketwire.speedgaming.TournamentFeed;
import dev.bracketwire.store.Database;
import dev.bracketwire.testkit.ManualClock;
import dev.bracketwire.testkit.speedgaming.FakeEpisode;
import dev.bracketwire.testkit.speedgaming.FakeSpeedGaming;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * Imports the schedule of a tournament, and again after people changed it, against a local imitation of SpeedGaming: no account,
 * no network.
 */
public final class CupSchedule {
    private static final String CUP = "examplecup";
    private static final Instant NOW = Instant.parse("2026-09-01T12:00:00Z");
    private static final Instant EVENING = Instant.parse("2026-09-02T18:00:00Z");

    private CupSchedule() {}

    /** Runs the example. */
    public static void main(String[] arguments) {
        ManualClock clock = ManualClock.at(NOW);
        // With SpeedGaming itself: no base and no clock, and a database in a file: Database.open(Path.of("league.db")).
        try (FakeSpeedGaming fake = FakeSpeedGaming.builder().clock(clock).start();
                Database db = Database.inMemory();
                SpeedGaming speedGaming = SpeedGaming.builder("Example League, admin@league.example")
                        .base(fake.uri())
                        .sharedBy(db)
                        .clock(clock)
                        .build();
                ScheduleImport schedule = ScheduleImport.builder(speedGaming, db)
                        .listener(new MoveNotice())
                        .clock(clock)
                        .open()) {
            addEpisodes(fake);
            schedule.enable(TournamentFeed.of(CUP).streamDelay(Duration.ofMinutes(10)))
                    .get();
            importFirst(schedule, clock);
            importChanges(schedule, clock, fake);
            look(schedule);
        }
    }

    /** Makes the schedule as the staff of a tournament leaves it: one match is ready, the others are not. */
    private static void addEpisodes(FakeSpeedGaming fake) {
        fake.event(CUP).name("Example Cup");
        fake.episode(70001)
                .event(CUP)
                .at(EVENING)
                .player("Alpha", player -> player.discordId("472785637984960513"))
                .player("Beta", player -> player.discordId("472785637984960514"))
                .channel("example_channel")
                .commentator("Cleo", signUp -> signUp.approved(true))
                .commentator("Cyan", signUp -> signUp.approved(true))
                .tracker("Tess", signUp -> signUp.approved(true))
                .broadcaster("Bo", signUp -> signUp.approved(true));
        fake.episode(70002)
                .event(CUP)
                .at(EVENING.plus(Duration.ofHours(26)))
                .timezone("CET")
                .player("Gamma", player -> player.discordId("472785637984960515"))
                .player("Delta");
        fake.episode(70003)
                .event(CUP)
                .at(EVENING.plus(Duration.ofDays(3)))
                .title("Final")
                .approved(false)
                .player("Winner of Match 1")
                .player("Winner of Match 2");
    }

    private static void importFirst(ScheduleImport schedule, ManualClock clock) {
        title("The organiser looks at the first import, and applies it");
        nextRequest(clock);
        Plan<MatchChange> plan = schedule.planImport(CUP).get();
        System.out.println(plan);
        System.out.println(plan.apply().get());
    }

    private static void importChanges(ScheduleImport schedule, ManualClock clock, FakeSpeedGaming fake) {
        title("Alpha and Beta play later, Epsilon plays for Delta, a commentator leaves");
        FakeEpisode first = fake.episode(70001);
        first.at(EVENING.plus(Duration.ofHours(2))).removeSignUps("Cyan");
        fake.episode(70002).timezone("").swapPlayer("Delta", "Epsilon").channel("example_channel");
        nextRequest(clock);
        Plan<MatchChange> plan = schedule.planImport(CUP).get();
        System.out.println(plan);
        System.out.println(plan.apply().get());
    }

    private static void look(ScheduleImport schedule) {
        title("The crew that the matches still need");
        for (ScheduledMatch match :
                schedule.matches().list(ScheduleFilter.of(CUP)).get()) {
            for (CrewNeed need : schedule.matches().crewNeeds(match.id()).get()) {
                if (need.missing() > 0) {
                    System.out.println(match.label() + ": " + need.missing() + " of " + need.needed() + " "
                            + need.role() + ", sign up at " + need.signUp());
                }
            }
        }
        title("What is not ready");
        System.out.println(schedule.readiness(CUP).get());
        title("The calendar, as late as the stream");
        List<String> calendar = schedule.calendar(CalendarFeed.tournament(CUP).shifted())
                .get()
                .lines()
                .toList();
        calendar.stream().limit(18).forEach(System.out::println);
        System.out.println("and " + (calendar.size() - 18) + " more lines");
    }

    /** Lets the minute pass that must lie between two requests. */
    private static void nextRequest(ManualClock clock) {
        clock.advance(Duration.ofSeconds(61));
    }

    private static void title(String text) {
        System.out.println();
        System.out.println("== " + text);
    }

    /** Prints each move. A server would publish a webhook here, within the transaction of the move. */
    private static final class MoveNotice implements MatchListener {
        @Override
        public void rescheduled(StoreSession session, ScheduledMatch before, ScheduledMatch after) {
            System.out.println(after.label() + " moves from " + before.times().raceStart() + " to "
                    + after.times().raceStart());
        }
    }
}
