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
import dev.bracketwire.speedgaming.ScheduledMatch;
import java.net.URI;
import java.util.List;

/**
 * Sets the broadcast of a match in a language. An import then leaves it alone.
 *
 * @param tournament the tournament
 * @param match the number of the match
 * @param language the language, such as {@code en}
 * @param url the address, which begins with https; an empty text gives it back to the schedule
 */
@Operation(
        name = "set-stream",
        path = "/tournaments/{tournament}/matches/{match}/stream",
        summary = "Sets the broadcast of a match in a language.")
public record SetStream(String tournament, long match, String language, String url) implements Command {
    @Override
    public Permission needs(Caller caller) {
        return Permission.ORGANISER;
    }

    @Override
    public Answer run(CommandRun run) {
        ScheduleDesk desk = run.schedules();
        desk.match(run, tournament, match);
        String address = url.strip();
        if (!address.isEmpty() && !isHttps(address)) {
            throw new Refusal(Reason.INVALID, "url must be an address that begins with https://.");
        }
        ScheduledMatch changed = ScheduleDesk.made(desk.get(
                run,
                imports -> imports.matches().setStream(match, language.strip(), address, ScheduleDesk.actor(run))));
        return desk.kept(
                run,
                tournament,
                (address.isEmpty() ? "gave back" : "set") + " a stream of the match " + match,
                run.done(
                        address.isEmpty()
                                ? "The stream follows the schedule again."
                                : "The stream is set. An import leaves it alone.",
                        MatchView.of(changed, desk.people(run, List.of(changed)), true)));
    }

    private static boolean isHttps(String address) {
        try {
            URI uri = URI.create(address);
            return "https".equalsIgnoreCase(uri.getScheme()) && uri.getHost() != null && uri.getUserInfo() == null;
        } catch (IllegalArgumentException e) {
            return false;
        }
    }
}
