// SPDX-License-Identifier: Apache-2.0
package consumer;

import dev.bracketwire.Plan;
import dev.bracketwire.speedgaming.CalendarFeed;
import dev.bracketwire.speedgaming.MatchChange;
import dev.bracketwire.speedgaming.ScheduleFilter;
import dev.bracketwire.speedgaming.ScheduleImport;
import dev.bracketwire.speedgaming.ScheduledMatch;
import dev.bracketwire.speedgaming.SpeedGaming;
import dev.bracketwire.speedgaming.TournamentFeed;
import dev.bracketwire.store.Database;
import dev.bracketwire.testkit.speedgaming.FakeSpeedGaming;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

final class Main {
    private Main() {}

    public static void main(String[] args) {
        Instant start = Instant.now().plus(Duration.ofDays(1)).truncatedTo(ChronoUnit.HOURS);
        try (FakeSpeedGaming fake = FakeSpeedGaming.start();
                Database db = Database.inMemory();
                SpeedGaming speedGaming = SpeedGaming.builder("Example League, admin@league.example")
                        .base(fake.uri())
                        .spacing(Duration.ofMillis(1))
                        .sharedBy(db)
                        .build();
                ScheduleImport schedule = ScheduleImport.open(speedGaming, db)) {
            fake.event("examplecup").name("Example Cup");
            fake.episode(70001).event("examplecup").at(start).player("Alpha").player("Beta");
            System.out.println("enabled: "
                    + schedule.enable(TournamentFeed.of("examplecup")).get().name());
            Plan<MatchChange> plan = schedule.planImport("examplecup").get();
            System.out.println("planned: " + plan.counts());
            System.out.println("applied: " + plan.apply().get().orThrow().complete());
            fake.episode(70001).at(start.plus(Duration.ofHours(3)));
            System.out.println("moved: "
                    + schedule.importTournament("examplecup").get().orThrow().size());
            ScheduledMatch match = schedule.matches()
                    .list(ScheduleFilter.of("examplecup"))
                    .get()
                    .get(0);
            System.out.println("match: " + match.label() + ", " + match.state() + ", version " + match.version());
            System.out.println("not ready: "
                    + !schedule.readiness("examplecup").get().toString().isEmpty());
            String calendar = schedule.calendar(CalendarFeed.all()).get();
            System.out.println("calendar: " + calendar.contains("SUMMARY:Alpha against Beta"));
        }
    }
}
