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
import dev.bracketwire.examples.tournament.state.Person;
import dev.bracketwire.speedgaming.CrewNeed;
import dev.bracketwire.speedgaming.CrewRole;
import dev.bracketwire.speedgaming.MatchLogEntry;
import dev.bracketwire.speedgaming.ScheduledMatch;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Shows a match with its history and the crew that it needs.
 *
 * @param tournament the tournament
 * @param match the number of the match
 */
@Operation(
        name = "match",
        method = "GET",
        path = "/tournaments/{tournament}/matches/{match}",
        summary = "Shows a match with its history and the crew that it needs.")
public record ShowMatch(String tournament, long match) implements Command {
    @Override
    public Permission needs(Caller caller) {
        return Permission.VIEWER;
    }

    @Override
    public boolean reads() {
        return true;
    }

    @Override
    public Answer run(CommandRun run) {
        ScheduleDesk desk = run.schedules();
        ScheduledMatch found = desk.match(run, tournament, match);
        List<MatchLogEntry> log = desk.get(run, imports -> imports.matches().log(match));
        List<CrewNeed> needs = desk.get(run, imports -> imports.matches().crewNeeds(match));
        Map<String, Person> actors = run.read(state -> state.people());
        return run.done(
                MatchMessages.label(found),
                new MatchDetails(
                        MatchView.of(found, desk.people(run, List.of(found)), true),
                        needs.stream().map(NeedView::of).toList(),
                        log.stream().map(entry -> LogView.of(entry, actors)).toList()));
    }

    /**
     * A match and what is known about it.
     *
     * @param match the match
     * @param needs the crew that it needs
     * @param log its changes, the oldest first
     */
    public record MatchDetails(MatchView match, List<NeedView> needs, List<LogView> log) {}

    /**
     * A need of crew.
     *
     * @param role the task
     * @param needed the number that is needed
     * @param filled the number of those who were accepted
     * @param waiting the number of those who were not accepted yet
     * @param missing the number that is missing
     * @param signUp the page where people sign up; null if there is none
     */
    public record NeedView(
            CrewRole role,
            int needed,
            int filled,
            int waiting,
            int missing,
            @Nullable String signUp) {
        static NeedView of(CrewNeed need) {
            return new NeedView(
                    need.role(),
                    need.needed(),
                    need.filled(),
                    need.waiting(),
                    need.missing(),
                    need.signUp() == null ? null : need.signUp().toString());
        }
    }

    /**
     * A change of a match.
     *
     * @param version the version that it made
     * @param at the time
     * @param actor the name of the person, or {@code import}
     * @param kind the kind of change
     * @param field the field
     * @param before the value before
     * @param after the value after
     */
    public record LogView(
            long version, Instant at, String actor, String kind, String field, String before, String after) {
        static LogView of(MatchLogEntry entry, Map<String, Person> actors) {
            Person actor = actors.get(entry.actor());
            return new LogView(
                    entry.version(),
                    entry.at(),
                    actor == null ? MatchMessages.plain(entry.actor(), 80) : actor.name(),
                    entry.kind(),
                    entry.field(),
                    MatchMessages.plain(entry.before(), 500),
                    MatchMessages.plain(entry.after(), 500));
        }
    }
}
