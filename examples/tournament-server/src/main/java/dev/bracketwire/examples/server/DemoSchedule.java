// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.examples.server;

import dev.bracketwire.examples.tournament.Answer;
import dev.bracketwire.examples.tournament.Command;
import dev.bracketwire.examples.tournament.command.AddMatch;
import dev.bracketwire.examples.tournament.command.ApplyImport;
import dev.bracketwire.examples.tournament.command.EnableSchedule;
import dev.bracketwire.examples.tournament.command.PlanImport;
import dev.bracketwire.examples.tournament.state.Person;
import dev.bracketwire.testkit.speedgaming.FakeEpisode;
import dev.bracketwire.testkit.speedgaming.FakeSpeedGaming;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Objects;
import java.util.function.Function;

/** The schedule of the demo: matches in all states, and questions that an organiser settles. */
final class DemoSchedule {
    static final String SLUG = "springcup";
    private static final Duration DELAY = Duration.ofMinutes(10);
    private static final String CHANNEL = "examplechannel";

    private final FakeSpeedGaming fake;
    private final Function<String, Person> person;
    private final Instant begin;

    /**
     * Creates the schedule.
     *
     * @param person returns a person by the name
     */
    DemoSchedule(FakeSpeedGaming fake, Function<String, Person> person, Instant now) {
        this.fake = fake;
        this.person = person;
        this.begin = now.truncatedTo(ChronoUnit.HOURS).plus(Duration.ofHours(25));
    }

    /** Runs a command as an organiser, and fails if it is refused. */
    interface DemoOrganiser {
        Answer run(Command command);
    }

    /** Publishes the episodes. */
    void publish() {
        fake.event(SLUG).name("Spring Cup");
        duel(1, 0, "Ann", "Ben")
                .commentator("Lumi", crew -> crew.approved(true).ready(true))
                .commentator("Milo", crew -> crew.approved(true))
                .tracker("Oda", crew -> crew.approved(true))
                .broadcaster("Kira", crew -> crew.approved(true))
                .channel(CHANNEL);
        duel(2, 3, "Cleo", "Dario").approved(false).commentator("Lumi", crew -> crew.approved(false));
        duel(3, 24, "Emil", "Fatma").timezone("my time is an hour behind").channel(CHANNEL);
        episode(4, 27).player("Gus", player -> player.publicStream("gus_plays")).player("Hana");
        episode(5, 48)
                .player("Gus the Great", player -> player.publicStream("gus_plays"))
                .player("Ivo")
                .channel(CHANNEL);
        duel(6, 51, "Ann", "Jun").channel(CHANNEL);
    }

    private FakeEpisode episode(long id, int hours) {
        Instant race = begin.plus(Duration.ofHours(hours));
        return fake.episode(id).event(SLUG).raceAt(race).broadcastAt(race.plus(DELAY));
    }

    private FakeEpisode duel(long id, int hours, String first, String second) {
        return episode(id, hours)
                .player(first, player -> player.discordId(discordOf(first)))
                .player(second, player -> player.discordId(discordOf(second)));
    }

    private String discordOf(String name) {
        return Objects.requireNonNull(person.apply(name).discord(), name);
    }

    /**
     * Enables the schedule, adds a match by hand that the schedule has too, so that there is something to attach, and imports.
     *
     * @param organiser runs the commands
     */
    void importInto(String tournament, DemoOrganiser organiser) {
        organiser.run(
                new EnableSchedule(tournament, SLUG, (int) DELAY.toMinutes(), null, null, null, null, null, null));
        String start = begin.plus(Duration.ofHours(50)).toString();
        organiser.run(new AddMatch(tournament, start, person.apply("Ann").id(), "Show match of Ann", 90));
        if (organiser.run(new PlanImport(tournament, null)) instanceof Answer.Planned planned) {
            organiser.run(new ApplyImport(tournament, planned.fingerprint()));
        }
    }
}
