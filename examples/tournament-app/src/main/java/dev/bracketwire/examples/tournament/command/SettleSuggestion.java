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
import dev.bracketwire.examples.tournament.state.ScheduleLink;
import dev.bracketwire.speedgaming.Person;
import dev.bracketwire.speedgaming.Suggestion;

/**
 * Settles a suggestion: says that two matches or two persons are the same, or that they are not.
 *
 * @param tournament the tournament
 * @param suggestion the number of the suggestion
 * @param action the answer
 */
@Operation(
        name = "settle-suggestion",
        path = "/tournaments/{tournament}/suggestions/{suggestion}",
        summary = "Says that two matches or persons are the same, or that they are not.")
public record SettleSuggestion(String tournament, long suggestion, Action action) implements Command {
    /** An answer to a suggestion. */
    public enum Action {
        /** Says that two matches are the same. */
        ATTACH,
        /** Says that two persons are the same. */
        MERGE,
        /** Leaves both as they are. */
        DISMISS
    }

    @Override
    public Permission needs(Caller caller) {
        return Permission.ORGANISER;
    }

    @Override
    public Answer run(CommandRun run) {
        ScheduleDesk desk = run.schedules();
        ScheduleLink link = desk.link(run, tournament);
        Suggestion found = desk.get(run, imports -> imports.people().suggestions()).stream()
                .filter(each -> each.id() == suggestion)
                .findFirst()
                .orElseThrow(SettleSuggestion::gone);
        boolean match = found.kind() == Suggestion.Kind.SAME_MATCH;
        if (match && !found.tournament().equals(link.slug())) {
            throw gone();
        }
        if (action == Action.DISMISS) {
            if (!match) {
                insistOnEither(run, desk, found);
            }
            desk.get(run, imports -> imports.people().dismiss(suggestion, ScheduleDesk.actor(run)));
            return kept(run, desk, "dismissed", "Both stay as they are.");
        }
        if (match != (action == Action.ATTACH)) {
            throw new Refusal(
                    Reason.INVALID,
                    match ? "These are matches: attach or dismiss them." : "These are persons: merge or dismiss them.");
        }
        if (match) {
            ScheduleDesk.made(desk.get(
                    run, imports -> imports.matches().attach(found.first(), found.second(), ScheduleDesk.actor(run))));
            return kept(run, desk, "attached", "Both are one match now. It keeps its number and follows the schedule.");
        }
        merge(run, desk, found);
        return kept(run, desk, "merged", "Both are one person now. It can be undone.");
    }

    private void insistOnEither(CommandRun run, ScheduleDesk desk, Suggestion found) {
        var persons = desk.persons(run, tournament);
        if (!persons.contains(found.first()) && !persons.contains(found.second())) {
            throw gone();
        }
    }

    private void merge(CommandRun run, ScheduleDesk desk, Suggestion found) {
        insistOnEither(run, desk, found);
        Person first = desk.get(run, imports -> imports.people().person(found.first()));
        Person second = desk.get(run, imports -> imports.people().person(found.second()));
        boolean secondGoes = second.isPlaceholder();
        Person from = secondGoes ? second : first;
        Person into = secondGoes ? first : second;
        desk.insistOnRights(run, tournament, desk.persons(run, tournament).contains(from.id()) ? from.id() : into.id());
        desk.get(run, imports -> imports.people().merge(from.id(), into.id(), ScheduleDesk.actor(run)));
        desk.get(run, imports -> imports.people().dismiss(suggestion, ScheduleDesk.actor(run)));
    }

    private Answer kept(CommandRun run, ScheduleDesk desk, String done, String text) {
        return desk.kept(run, tournament, done + " suggestion " + suggestion, run.done(text));
    }

    private static Refusal gone() {
        return new Refusal(Reason.NOT_FOUND, "There is no such suggestion (any more). Look at the suggestions again.");
    }
}
