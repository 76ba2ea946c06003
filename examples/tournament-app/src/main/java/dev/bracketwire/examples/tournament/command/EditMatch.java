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
import dev.bracketwire.speedgaming.MatchEdit;
import dev.bracketwire.speedgaming.MatchField;
import dev.bracketwire.speedgaming.MatchTimes;
import dev.bracketwire.speedgaming.ScheduledMatch;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Changes a match. A field that follows the schedule is refused with the reason, unless it is taken over. What is null stays
 * as it is.
 *
 * @param tournament the tournament
 * @param match the number of the match
 * @param title the title
 * @param note the note
 * @param start the start of the race and the broadcast, such as {@code 2026-12-05T18:00:00Z}
 * @param minutes the planned length
 * @param takeOver whether to take the changed fields over, so that an import leaves them alone
 * @param giveBack whether to give all fields back to the schedule; nothing else is changed then
 */
@Operation(
        name = "edit-match",
        method = "PATCH",
        path = "/tournaments/{tournament}/matches/{match}",
        summary = "Changes a match, or takes fields over from its schedule.")
public record EditMatch(
        String tournament,
        long match,
        @Nullable String title,
        @Nullable String note,
        @Nullable String start,
        @Nullable Integer minutes,
        boolean takeOver,
        boolean giveBack)
        implements Command {
    @Override
    public Permission needs(Caller caller) {
        return Permission.ORGANISER;
    }

    @Override
    public Answer run(CommandRun run) {
        ScheduleDesk desk = run.schedules();
        ScheduledMatch before = desk.match(run, tournament, match);
        String actor = ScheduleDesk.actor(run);
        if (giveBack) {
            Set<MatchField> own = before.hostFields();
            if (own.isEmpty()) {
                return run.done("The match follows its schedule already.");
            }
            return kept(run, desk, desk.get(run, imports -> imports.matches().release(match, own, actor)));
        }
        Set<MatchField> fields = fields();
        if (fields.isEmpty()) {
            throw new Refusal(Reason.INVALID, "Name a title, a note, a start or minutes to change.");
        }
        Instant time = start == null ? null : ShowDeliveries.time("start", start);
        if (takeOver) {
            ScheduleDesk.made(desk.get(run, imports -> imports.matches().own(match, fields, actor)));
        }
        return kept(
                run, desk, desk.get(run, imports -> imports.matches().edit(match, each -> edited(each, time), actor)));
    }

    private Set<MatchField> fields() {
        Set<MatchField> fields = EnumSet.noneOf(MatchField.class);
        if (title != null) {
            fields.add(MatchField.TITLE);
        }
        if (note != null) {
            fields.add(MatchField.NOTE);
        }
        if (start != null || minutes != null) {
            fields.add(MatchField.TIMES);
        }
        return fields;
    }

    private ScheduledMatch.Editor edited(ScheduledMatch.Editor editor, @Nullable Instant time) {
        MatchTimes times = editor.done().times();
        int length = minutes == null ? times.minutes() : minutes;
        ScheduledMatch.Editor edited = editor;
        if (title != null) {
            edited = edited.title(title.strip());
        }
        if (note != null) {
            edited = edited.note(note.strip());
        }
        if (time != null) {
            edited = edited.times(MatchTimes.at(time, length));
        } else if (minutes != null) {
            edited = edited.times(new MatchTimes(times.raceStart(), times.broadcastStart(), length, times.timezone()));
        }
        return edited;
    }

    private Answer kept(CommandRun run, ScheduleDesk desk, MatchEdit edit) {
        ScheduledMatch after = ScheduleDesk.made(edit);
        return desk.kept(
                run,
                tournament,
                (giveBack ? "gave back" : takeOver ? "took over and changed" : "changed") + " the match " + match,
                run.done(
                        giveBack
                                ? "The match follows its schedule again from the next import on."
                                : "The match is changed.",
                        MatchView.of(after, desk.people(run, List.of(after)), true)));
    }
}
