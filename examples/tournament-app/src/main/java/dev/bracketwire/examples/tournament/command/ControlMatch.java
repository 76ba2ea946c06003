// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.examples.tournament.command;

import dev.bracketwire.Call;
import dev.bracketwire.examples.tournament.Answer;
import dev.bracketwire.examples.tournament.Caller;
import dev.bracketwire.examples.tournament.Command;
import dev.bracketwire.examples.tournament.CommandRun;
import dev.bracketwire.examples.tournament.Operation;
import dev.bracketwire.examples.tournament.Permission;
import dev.bracketwire.examples.tournament.ScheduleDesk;
import dev.bracketwire.speedgaming.MatchEdit;
import dev.bracketwire.speedgaming.Matches;
import dev.bracketwire.speedgaming.ScheduledMatch;
import java.util.List;
import java.util.Locale;

/**
 * Starts, finishes, cancels or reopens a match, or takes back that it was attached. From its start on, an import changes no
 * title, time or player.
 *
 * @param tournament the tournament
 * @param match the number of the match
 * @param action the action
 */
@Operation(
        name = "control-match",
        path = "/tournaments/{tournament}/matches/{match}/{action}",
        summary = "Starts, finishes, cancels or reopens a match, or detaches it from its schedule.")
public record ControlMatch(String tournament, long match, Action action) implements Command {
    /** An action on a match. */
    public enum Action {
        /** Says that it has begun. */
        START,
        /** Says that it is over. */
        FINISH,
        /** Takes a start, a finish or a cancellation back. */
        REOPEN,
        /** Says that it does not take place. */
        CANCEL,
        /** Takes back that it is the same as a match on SpeedGaming. */
        DETACH
    }

    @Override
    public Permission needs(Caller caller) {
        return Permission.ORGANISER;
    }

    @Override
    public Answer run(CommandRun run) {
        ScheduleDesk desk = run.schedules();
        desk.match(run, tournament, match);
        ScheduledMatch after =
                ScheduleDesk.made(desk.get(run, imports -> act(imports.matches(), ScheduleDesk.actor(run))));
        return desk.kept(
                run,
                tournament,
                action.name().toLowerCase(Locale.ROOT) + " of the match " + match,
                run.done(sentence(), MatchView.of(after, desk.people(run, List.of(after)), true)));
    }

    private Call<MatchEdit> act(Matches matches, String actor) {
        return switch (action) {
            case START -> matches.start(match, actor);
            case FINISH -> matches.finish(match, actor);
            case REOPEN -> matches.reopen(match, actor);
            case CANCEL -> matches.cancel(match, "by an organiser", actor);
            case DETACH -> matches.detach(match, actor);
        };
    }

    private String sentence() {
        return switch (action) {
            case START -> "The match has begun. An import changes no title, time or player of it any more.";
            case FINISH -> "The match is over.";
            case REOPEN -> "The match is open again. The next import sets its state.";
            case CANCEL -> "The match is cancelled. An import does not bring it back.";
            case DETACH -> "Both matches are apart again.";
        };
    }
}
