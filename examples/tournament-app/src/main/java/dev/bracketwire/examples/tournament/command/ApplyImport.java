// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.examples.tournament.command;

import dev.bracketwire.NotFoundException;
import dev.bracketwire.Outcome;
import dev.bracketwire.Plan;
import dev.bracketwire.Report;
import dev.bracketwire.examples.tournament.Answer;
import dev.bracketwire.examples.tournament.Answer.Reason;
import dev.bracketwire.examples.tournament.Caller;
import dev.bracketwire.examples.tournament.Command;
import dev.bracketwire.examples.tournament.CommandRun;
import dev.bracketwire.examples.tournament.Operation;
import dev.bracketwire.examples.tournament.Permission;
import dev.bracketwire.examples.tournament.Refusal;
import dev.bracketwire.examples.tournament.ScheduleDesk;
import dev.bracketwire.examples.tournament.state.MatchMessages;
import dev.bracketwire.examples.tournament.state.ScheduleLink;
import dev.bracketwire.speedgaming.MatchChange;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Applies an import that was shown by {@link PlanImport}. A match that cannot be changed stops no other.
 *
 * @param tournament the tournament
 * @param confirm the fingerprint of the plan
 */
@Operation(
        name = "apply-import",
        path = "/tournaments/{tournament}/schedule/import",
        summary = "Applies an import that was shown as a plan.")
public record ApplyImport(String tournament, String confirm) implements Command {
    private static final Pattern FINGERPRINT = Pattern.compile("(\\d{1,18})-(\\w{1,200})");
    private static final int LOOKED_AT = 100;
    private static final int SHOWN = 50;

    @Override
    public Permission needs(Caller caller) {
        return Permission.ORGANISER;
    }

    @Override
    public Answer run(CommandRun run) {
        ScheduleDesk desk = run.schedules();
        ScheduleLink link = desk.link(run, tournament);
        Matcher shown = FINGERPRINT.matcher(confirm.strip());
        if (!shown.matches()) {
            throw stale();
        }
        long number = Long.parseLong(shown.group(1));
        if (desk.get(run, imports -> imports.runs(LOOKED_AT)).stream()
                .noneMatch(each -> each.number() == number && each.scope().equals(link.slug()))) {
            throw stale();
        }
        Plan<MatchChange> plan;
        try {
            plan = run.get(desk.imports().planReplay(number));
        } catch (NotFoundException e) {
            throw stale();
        }
        if (!plan.fingerprint().equals(shown.group(2))) {
            throw stale();
        }
        Report<MatchChange> report =
                desk.get(run, imports -> plan.onFailure(Plan.OnFailure.CONTINUE).apply());
        int applied = report.count(Outcome.Status.APPLIED);
        List<String> problems = report.problems()
                .limit(SHOWN)
                .map(outcome -> MatchMessages.plain(outcome.change() + ": " + outcome.note(), 400))
                .toList();
        int rest = report.size() - applied;
        return desk.kept(
                run,
                tournament,
                "imported " + link.slug() + ": " + PlanImport.count(applied),
                run.done(
                        PlanImport.count(applied) + " made"
                                + (rest == 0 ? "." : ", " + rest + " not made; see the problems."),
                        new ImportResult(applied, rest, problems)));
    }

    private static Refusal stale() {
        return new Refusal(
                Reason.STALE,
                "The matches or the schedule have changed since the plan was shown, so nothing was done. Plan again.");
    }

    /**
     * The result of an import.
     *
     * @param applied the number of changes that were made
     * @param rest the number of changes that were not made
     * @param problems why, for the first of them
     */
    public record ImportResult(int applied, int rest, List<String> problems) {}
}
