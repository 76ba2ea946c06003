// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.examples.tournament.command;

import dev.bracketwire.examples.tournament.Answer;
import dev.bracketwire.examples.tournament.Answer.Reason;
import dev.bracketwire.examples.tournament.Caller;
import dev.bracketwire.examples.tournament.Command;
import dev.bracketwire.examples.tournament.CommandRun;
import dev.bracketwire.examples.tournament.Operation;
import dev.bracketwire.examples.tournament.Permission;
import dev.bracketwire.examples.tournament.Refusal;
import dev.bracketwire.examples.tournament.ScheduleDesk;
import dev.bracketwire.examples.tournament.state.Person;
import dev.bracketwire.examples.tournament.state.ScheduleLink;
import dev.bracketwire.speedgaming.MatchPlayer;
import dev.bracketwire.speedgaming.MatchTimes;
import dev.bracketwire.speedgaming.ScheduledMatch;
import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Adds a match by hand. If SpeedGaming later has a match of the same players, an import links both, or asks whether they are
 * the same.
 *
 * @param tournament the tournament, which needs a schedule
 * @param start the start, such as {@code 2026-12-05T18:00:00Z}
 * @param players the ids of the people who play, separated by commas
 * @param title the title; null for the names of the players
 * @param minutes the planned length; an hour unless set
 */
@Operation(
        name = "add-match",
        path = "/tournaments/{tournament}/matches",
        summary = "Adds a match by hand. An import links it to the same match on SpeedGaming.")
public record AddMatch(
        String tournament,
        String start,
        String players,
        @Nullable String title,
        @Nullable Integer minutes) implements Command {
    private static final int MOST = 20;
    private static final int HOUR = 60;

    @Override
    public Permission needs(Caller caller) {
        return Permission.ORGANISER;
    }

    @Override
    public Answer run(CommandRun run) {
        ScheduleDesk desk = run.schedules();
        ScheduleLink link = desk.link(run, tournament);
        Instant time = ShowDeliveries.time("start", start);
        Set<String> ids = Stream.of(players.split(","))
                .map(String::strip)
                .filter(each -> !each.isEmpty())
                .collect(Collectors.toCollection(LinkedHashSet::new));
        if (ids.isEmpty() || ids.size() > MOST) {
            throw new Refusal(Reason.INVALID, "players must name 1 to " + MOST + " people by their ids.");
        }
        int length = minutes == null ? HOUR : minutes;
        if (length < 1 || length > 24 * HOUR) {
            throw new Refusal(Reason.INVALID, "minutes must be 1 to 1440.");
        }
        List<MatchPlayer> playing = ids.stream()
                .map(id -> {
                    Person person = run.read(state -> state.person(id));
                    return new MatchPlayer(desk.playerFor(run, person), person.name(), "");
                })
                .toList();
        ScheduledMatch added = desk.get(
                run,
                imports -> imports.matches()
                        .add(
                                ScheduledMatch.draft(link.slug())
                                        .title(title == null ? "" : title.strip())
                                        .times(MatchTimes.at(time, length))
                                        .players(playing)
                                        .done(),
                                ScheduleDesk.actor(run)));
        return desk.kept(
                run,
                tournament,
                "added the match " + added.id(),
                run.done("The match is added.", MatchView.of(added, desk.people(run, List.of(added)), true)));
    }
}
