// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.examples.tournament.command;

import dev.bracketwire.examples.tournament.Answer;
import dev.bracketwire.examples.tournament.Caller;
import dev.bracketwire.examples.tournament.Command;
import dev.bracketwire.examples.tournament.CommandRun;
import dev.bracketwire.examples.tournament.Operation;
import dev.bracketwire.examples.tournament.Permission;
import dev.bracketwire.examples.tournament.ScheduleDesk;
import dev.bracketwire.examples.tournament.state.ScheduleLink;
import dev.bracketwire.speedgaming.ScheduleFilter;
import dev.bracketwire.speedgaming.ScheduledMatch;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Shows the matches of a tournament in the order of their broadcast.
 *
 * @param tournament the tournament
 * @param from the earliest start, such as {@code 2026-12-05T18:00:00Z}; null for twelve hours ago
 * @param to the time before which they begin; null for no limit
 * @param mine whether to show only those in which the caller plays or is of the crew
 */
@Operation(
        name = "matches",
        method = "GET",
        path = "/tournaments/{tournament}/matches",
        summary = "Shows the matches of the schedule of a tournament.")
public record ShowMatches(
        String tournament, @Nullable String from, @Nullable String to, boolean mine) implements Command {
    private static final int MOST = 500;
    private static final Duration BEFORE = Duration.ofHours(12);

    @Override
    public Permission needs(Caller caller) {
        return mine ? Permission.SIGNED_IN : Permission.PUBLIC;
    }

    @Override
    public boolean reads() {
        return true;
    }

    @Override
    public Answer run(CommandRun run) {
        ScheduleDesk desk = run.schedules();
        ScheduleLink link = desk.link(run, tournament);
        Instant since = from == null ? run.now().minus(BEFORE) : ShowDeliveries.time("from", from);
        Instant until = to == null ? null : ShowDeliveries.time("to", to);
        List<ScheduledMatch> all =
                desk.get(run, imports -> imports.matches().list(new ScheduleFilter(link.slug(), since, until)));
        boolean inner = desk.seesAll(run, tournament);
        Optional<Long> player = mine ? desk.playerOf(run, run.person()) : Optional.empty();
        List<ScheduledMatch> wanted = mine
                ? all.stream().filter(match -> has(match, player.orElse(-1L))).toList()
                : all;
        List<ScheduledMatch> shown = wanted.subList(0, Math.min(MOST, wanted.size()));
        var people = inner ? desk.people(run, shown) : Map.<Long, dev.bracketwire.speedgaming.Person>of();
        return run.done(
                shown.size() == 1 ? "1 match" : shown.size() + " matches",
                new MatchList(
                        shown.stream()
                                .map(match -> MatchView.of(match, people, inner || mine))
                                .toList(),
                        wanted.size() > MOST));
    }

    private static boolean has(ScheduledMatch match, long player) {
        return Stream.concat(
                        match.players().stream().map(each -> each.person()),
                        match.crew().stream().map(each -> each.person()))
                .anyMatch(each -> each == player);
    }

    /**
     * Matches.
     *
     * @param matches the matches, the earliest first
     * @param more whether there are later ones that are not shown
     */
    public record MatchList(List<MatchView> matches, boolean more) {}
}
