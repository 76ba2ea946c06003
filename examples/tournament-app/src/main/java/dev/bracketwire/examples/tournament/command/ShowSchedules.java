// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.examples.tournament.command;

import dev.bracketwire.examples.tournament.Answer;
import dev.bracketwire.examples.tournament.Caller;
import dev.bracketwire.examples.tournament.Command;
import dev.bracketwire.examples.tournament.CommandRun;
import dev.bracketwire.examples.tournament.Operation;
import dev.bracketwire.examples.tournament.Permission;
import dev.bracketwire.examples.tournament.ScheduleDesk;
import dev.bracketwire.examples.tournament.state.MatchMessages;
import dev.bracketwire.examples.tournament.state.ScheduleLink;
import dev.bracketwire.examples.tournament.state.Tournament;
import dev.bracketwire.speedgaming.ImportHealth;
import dev.bracketwire.speedgaming.ImportRun;
import dev.bracketwire.speedgaming.TournamentFeed;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Shows the schedules of the tournaments, and how the import fares. */
@Operation(
        name = "schedules",
        method = "GET",
        path = "/schedules",
        summary = "Shows the schedules that are imported, how old they are, and the last imports.")
public record ShowSchedules() implements Command {
    private static final int RUNS = 20;

    @Override
    public Permission needs(Caller caller) {
        return Permission.VIEWER;
    }

    @Override
    public boolean anyTournament() {
        return true;
    }

    @Override
    public boolean reads() {
        return true;
    }

    @Override
    public Answer run(CommandRun run) {
        ScheduleDesk desk = run.schedules();
        Map<String, TournamentFeed> feeds = desk.get(run, imports -> imports.enabled()).stream()
                .collect(Collectors.toMap(TournamentFeed::slug, Function.identity()));
        List<ScheduleView> schedules = run.read(state -> {
            List<ScheduleView> shown = new ArrayList<>();
            for (ScheduleLink link : ScheduleLink.all(state)) {
                Optional<Tournament> tournament = state.findTournament(link.tournament());
                if (tournament.isPresent()
                        && state.level(run.caller().person(), link.tournament(), null)
                                .includes(Permission.VIEWER)) {
                    shown.add(ScheduleView.of(link, tournament.get().name(), feeds.get(link.slug())));
                }
            }
            return shown;
        });
        HealthView health = HealthView.of(desk.get(run, imports -> imports.health()));
        List<RunView> runs = desk.get(run, imports -> imports.runs(RUNS)).stream()
                .filter(each -> each.scope().equals("*")
                        || each.scope().startsWith("episode ")
                        || schedules.stream().anyMatch(schedule -> schedule.slug.equals(each.scope())))
                .map(RunView::of)
                .toList();
        return run.done(
                schedules.size()
                        + (schedules.size() == 1 ? " schedule, " : " schedules, ")
                        + (health.status == ImportHealth.Status.UP ? "up to date" : health.reason),
                new Schedules(schedules, health, runs));
    }

    /**
     * The schedules.
     *
     * @param schedules the schedules, by tournament
     * @param health how the import fares
     * @param runs the newest imports, the newest first
     */
    public record Schedules(List<ScheduleView> schedules, HealthView health, List<RunView> runs) {}

    /**
     * The schedule of a tournament.
     *
     * @param tournament the tournament
     * @param tournamentName its name
     * @param slug the event in addresses of SpeedGaming
     * @param name the name of the event; empty if it is not known
     * @param enabled whether it is imported
     * @param streamDelay the minutes by which the broadcast comes after the race
     * @param language the language whose crew is counted
     * @param commentators the number of commentators that a match needs
     * @param trackers the number of trackers
     * @param broadcasters the number of broadcasters
     * @param channel the channel of Discord that gets notices of matches; null for none
     * @param crewChannel the channel of Discord that gets the needs of crew; null for none
     */
    public record ScheduleView(
            String tournament,
            String tournamentName,
            String slug,
            String name,
            boolean enabled,
            long streamDelay,
            String language,
            int commentators,
            int trackers,
            int broadcasters,
            @Nullable String channel,
            @Nullable String crewChannel) {
        static ScheduleView of(ScheduleLink link, String tournamentName, @Nullable TournamentFeed feed) {
            TournamentFeed known = feed == null ? TournamentFeed.of(link.slug()) : feed;
            return new ScheduleView(
                    link.tournament(),
                    tournamentName,
                    link.slug(),
                    MatchMessages.plain(known.name(), 100),
                    link.enabled() && feed != null,
                    known.streamDelay().toMinutes(),
                    known.crew().language(),
                    known.crew().commentators(),
                    known.crew().trackers(),
                    known.crew().broadcasters(),
                    link.channel(),
                    link.crewChannel());
        }
    }

    /**
     * How the import fares.
     *
     * @param status up, degraded or down
     * @param reason why it is not up; empty if it is
     * @param lastApplied the time of the newest import; null if there was none
     * @param lagSeconds its age; null if there was none
     * @param failures the number of imports that failed since
     * @param missing the number of matches that may have been cancelled
     * @param suggestions the number of open suggestions, of all tournaments
     */
    public record HealthView(
            ImportHealth.Status status,
            String reason,
            @Nullable Instant lastApplied,
            @Nullable Long lagSeconds,
            int failures,
            int missing,
            int suggestions) {
        static HealthView of(ImportHealth health) {
            Duration lag = health.lag();
            return new HealthView(
                    health.status(),
                    MatchMessages.plain(health.reason(), 300),
                    health.lastApplied(),
                    lag == null ? null : lag.toSeconds(),
                    health.failures(),
                    health.missing(),
                    health.suggestions());
        }
    }

    /**
     * An import.
     *
     * @param number the number
     * @param scope the event, {@code *} for all events, or one episode
     * @param status how far it is
     * @param startedAt the time of the request
     * @param finishedAt the time of its end; null if it did not end
     * @param counts the number of changes of each kind
     * @param problems what could not be read or applied
     */
    public record RunView(
            long number,
            String scope,
            ImportRun.Status status,
            Instant startedAt,
            @Nullable Instant finishedAt,
            Map<String, Integer> counts,
            List<String> problems) {
        static RunView of(ImportRun run) {
            return new RunView(
                    run.number(),
                    run.scope(),
                    run.status(),
                    run.startedAt(),
                    run.finishedAt(),
                    run.counts(),
                    run.problems().stream()
                            .map(problem -> MatchMessages.plain(problem, 300))
                            .toList());
        }
    }
}
