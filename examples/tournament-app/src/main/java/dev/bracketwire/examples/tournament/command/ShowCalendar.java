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
import dev.bracketwire.speedgaming.CalendarFeed;
import org.jspecify.annotations.Nullable;

/**
 * Shows the matches of a tournament as iCalendar text, for a URL that calendars subscribe to. Times are those of the broadcast,
 * shifted by the stream delay, which tells the public nothing early.
 *
 * @param tournament the tournament
 * @param player the number of a player or a member of the crew, to show only their matches; null for all
 * @param exact whether to show the times without the stream delay, for those who may see the roster
 */
@Operation(
        name = "calendar",
        method = "GET",
        path = "/tournaments/{tournament}/calendar",
        summary = "Shows the matches as a calendar, for calendar programs.")
public record ShowCalendar(String tournament, @Nullable Long player, boolean exact) implements Command {
    @Override
    public Permission needs(Caller caller) {
        return exact ? Permission.VIEWER : Permission.PUBLIC;
    }

    @Override
    public boolean reads() {
        return true;
    }

    @Override
    public Answer run(CommandRun run) {
        ScheduleDesk desk = run.schedules();
        ScheduleLink link = desk.link(run, tournament);
        String text = desk.get(run, imports -> imports.calendar(new CalendarFeed(link.slug(), player, !exact)));
        return run.done("The calendar of " + tournament, new CalendarText(text));
    }

    /**
     * A calendar.
     *
     * @param text the iCalendar text, of the type {@code text/calendar}
     */
    public record CalendarText(String text) {}
}
