// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.examples.tournament;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.bracketwire.examples.tournament.Answer.Reason;
import dev.bracketwire.examples.tournament.command.ApplyImport;
import dev.bracketwire.examples.tournament.command.EnableSchedule;
import dev.bracketwire.examples.tournament.command.MatchView;
import dev.bracketwire.examples.tournament.command.PlanImport;
import dev.bracketwire.examples.tournament.command.ShowMatches;
import dev.bracketwire.speedgaming.SpeedGaming;
import dev.bracketwire.testkit.ManualClock;
import dev.bracketwire.testkit.speedgaming.FakeEpisode;
import dev.bracketwire.testkit.speedgaming.FakeSpeedGaming;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** The tournament {@code cup} with the schedule {@code examplecup} of SpeedGaming. */
final class ScheduleScene implements AutoCloseable {
    static final String SLUG = "examplecup";
    static final Instant EIGHT = Instant.parse("2026-12-06T20:00:00Z");
    static final Instant NINE = Instant.parse("2026-12-06T21:00:00Z");
    static final String CHANNEL = "900000000000000001";
    static final String CREW_CHANNEL = "900000000000000002";

    final ManualClock clock = ManualClock.at(TournamentScene.START);
    final FakeSpeedGaming fake = FakeSpeedGaming.builder().clock(clock).start();
    final TournamentScene scene;

    ScheduleScene(TestDatabase database) {
        scene = TournamentScene.of(
                database.open(),
                new KnownAccounts(),
                clock,
                builder -> builder.schedules(
                        SpeedGaming.builder("Example League, admin@league.example")
                                .base(fake.uri())
                                .spacing(Duration.ofMillis(1)),
                        Duration.ofMinutes(1)));
        fake.event(SLUG).name("Example Cup");
    }

    /** Runs a command of a person while time goes on, so that a request gets its turn. */
    Answer as(String name, Command command) {
        CompletableFuture<Answer> answer =
                scene.app.run(command, scene.caller(name)).start();
        await().atMost(Duration.ofSeconds(60))
                .pollInterval(Duration.ofMillis(5))
                .until(() -> {
                    clock.advance(Duration.ofMillis(2));
                    return answer.isDone();
                });
        return answer.join();
    }

    Answer did(String name, Command command) {
        Answer answer = as(name, command);
        assertThat(answer).as(answer.text()).isInstanceOf(Answer.Done.class);
        return answer;
    }

    Answer.Refused refused(String name, Reason reason, Command command) {
        return TournamentScene.refused(as(name, command), reason);
    }

    /** Enables the schedule with both channels. */
    void enable() {
        did("Olga", new EnableSchedule("cup", SLUG, 10, null, null, null, null, CHANNEL, CREW_CHANNEL));
    }

    /** Adds a match of two players of the application, whose accounts are known to the schedule. */
    FakeEpisode episode(long id, String first, String second) {
        FakeEpisode episode = fake.episode(id).event(SLUG).at(EIGHT);
        for (String name : List.of(first, second)) {
            String discord = scene.person(name).discord();
            episode.player(name, player -> player.discordId(discord == null ? "" : discord));
        }
        return episode;
    }

    /** Plans an import and applies it. */
    Answer importAll() {
        Answer plan = as("Olga", new PlanImport("cup", null));
        return plan instanceof Answer.Planned planned
                ? did("Olga", new ApplyImport("cup", planned.fingerprint()))
                : plan;
    }

    List<MatchView> matches(String name) {
        return did(name, new ShowMatches("cup", null, null, false))
                .data(ShowMatches.MatchList.class)
                .matches();
    }

    MatchView match() {
        List<MatchView> all = matches("Olga");
        assertThat(all).hasSize(1);
        return all.get(0);
    }

    /** Returns the texts of the messages to a channel, oldest first. */
    List<String> posts(String channel) {
        return scene.strings("SELECT body FROM ${messages} WHERE person = ? ORDER BY at, id", "#" + channel);
    }

    @Override
    public void close() {
        scene.close();
        fake.close();
    }
}
