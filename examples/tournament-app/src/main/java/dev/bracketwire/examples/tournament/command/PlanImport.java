// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.examples.tournament.command;

import dev.bracketwire.Plan;
import dev.bracketwire.examples.tournament.Answer;
import dev.bracketwire.examples.tournament.Caller;
import dev.bracketwire.examples.tournament.Command;
import dev.bracketwire.examples.tournament.CommandRun;
import dev.bracketwire.examples.tournament.Operation;
import dev.bracketwire.examples.tournament.Permission;
import dev.bracketwire.examples.tournament.ScheduleDesk;
import dev.bracketwire.examples.tournament.state.MatchMessages;
import dev.bracketwire.examples.tournament.state.ScheduleLink;
import dev.bracketwire.speedgaming.MatchChange;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Fetches the schedule of a tournament, and shows what an import would change. Nothing is changed until it is confirmed, or
 * applied by {@link ApplyImport}.
 *
 * @param tournament the tournament
 * @param confirm the fingerprint of the plan; null to see it first
 */
@Operation(
        name = "plan-import",
        path = "/tournaments/{tournament}/schedule/plan",
        summary = "Fetches the schedule and shows what an import would change.")
public record PlanImport(String tournament, @Nullable String confirm) implements Command {
    private static final int SHOWN = 200;

    @Override
    public Permission needs(Caller caller) {
        return Permission.ORGANISER;
    }

    @Override
    public Answer run(CommandRun run) {
        if (confirm != null) {
            return new ApplyImport(tournament, confirm).run(run);
        }
        ScheduleDesk desk = run.schedules();
        ScheduleLink link = desk.link(run, tournament);
        Plan<MatchChange> plan = desk.get(run, imports -> imports.planImport(link.slug()));
        if (plan.isEmpty()) {
            return run.done("The matches are as the schedule has them: nothing would change.");
        }
        List<String> sentences;
        long number;
        try (Stream<MatchChange> changes = plan.changes()) {
            List<MatchChange> shown = changes.limit(SHOWN).toList();
            number = shown.get(0).run();
            sentences = shown.stream()
                    .map(change -> MatchMessages.plain(change.kind() + ": " + change.text(), 300))
                    .toList();
        }
        return new Answer.Planned(
                run.id(),
                "Import of " + link.slug() + ": " + count(plan.size()),
                number + "-" + plan.fingerprint(),
                sentences,
                plan.size() - sentences.size(),
                false);
    }

    static String count(int changes) {
        return changes == 1 ? "1 change" : changes + " changes";
    }
}
