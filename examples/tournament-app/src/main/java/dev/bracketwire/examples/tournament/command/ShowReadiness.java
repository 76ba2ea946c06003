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
import dev.bracketwire.speedgaming.ReadinessReport;
import java.time.Instant;
import java.util.List;

/**
 * Shows what is not ready yet for the coming matches of a tournament.
 *
 * @param tournament the tournament
 */
@Operation(
        name = "readiness",
        method = "GET",
        path = "/tournaments/{tournament}/readiness",
        summary = "Shows what is not ready yet for the coming matches.")
public record ShowReadiness(String tournament) implements Command {
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
        ScheduleLink link = desk.link(run, tournament);
        ReadinessReport report = desk.get(run, imports -> imports.readiness(link.slug()));
        int points = report.items().size();
        return run.done(
                (report.matches() == 1 ? "1 coming match, " : report.matches() + " coming matches, ")
                        + (points == 1 ? "1 open point" : points + " open points"),
                new Readiness(
                        report.matches(),
                        report.at(),
                        report.items().stream().map(PointView::of).toList()));
    }

    /**
     * The readiness of a tournament.
     *
     * @param matches the number of coming matches
     * @param at the time of the look
     * @param points what is not ready, in the order of the matches
     */
    public record Readiness(int matches, Instant at, List<PointView> points) {}

    /**
     * Something that is not ready.
     *
     * @param match the number of the match
     * @param kind the kind
     * @param text the sentence
     */
    public record PointView(long match, ReadinessReport.Kind kind, String text) {
        static PointView of(ReadinessReport.Item item) {
            return new PointView(item.match(), item.kind(), MatchMessages.plain(item.text(), 300));
        }
    }
}
