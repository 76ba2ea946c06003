// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.examples.tournament.command;

import dev.bracketwire.Plan;
import dev.bracketwire.examples.tournament.Answer;
import dev.bracketwire.examples.tournament.Answer.Reason;
import dev.bracketwire.examples.tournament.Caller;
import dev.bracketwire.examples.tournament.Command;
import dev.bracketwire.examples.tournament.CommandRun;
import dev.bracketwire.examples.tournament.Operation;
import dev.bracketwire.examples.tournament.Permission;
import dev.bracketwire.examples.tournament.Ports.ClosedException;
import dev.bracketwire.examples.tournament.Ports.RolePort;
import dev.bracketwire.examples.tournament.Refusal;
import dev.bracketwire.examples.tournament.ScheduleDesk;
import dev.bracketwire.examples.tournament.state.Entry;
import dev.bracketwire.examples.tournament.state.Grant;
import dev.bracketwire.examples.tournament.state.Person;
import dev.bracketwire.examples.tournament.state.StateChange;
import dev.bracketwire.examples.tournament.state.StateTables;
import dev.bracketwire.riot.ign.IgnRoster;
import dev.bracketwire.store.PersonalData;
import dev.bracketwire.store.PersonalTable;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Erases a person: withdraws all entries, then erases every row about the person. The audit keeps the random id only. It
 * cannot be undone.
 *
 * @param person the person
 * @param confirm the fingerprint of the plan; null to see it first
 */
@Operation(
        name = "forget",
        method = "DELETE",
        path = "/people/{person}",
        summary = "Erases a person. It cannot be undone.")
public record Forget(String person, @Nullable String confirm) implements Command {
    @Override
    public Permission needs(Caller caller) {
        return Permission.ADMIN;
    }

    @Override
    public Answer run(CommandRun run) {
        List<PersonalTable> tables = new ArrayList<>(StateTables.personal());
        tables.addAll(run.app().personal());
        tables.addAll(IgnRoster.personalTables(Duration.ofDays(365)));
        PersonalData personal = PersonalData.of(run.database(), tables.toArray(PersonalTable[]::new));
        List<Entry> entries = run.read(state -> {
            state.person(person);
            List<Grant> admins =
                    state.grants().stream().filter(Grant::isForEverything).toList();
            if (admins.size() == 1 && admins.get(0).person().equals(person)) {
                throw new Refusal(
                        Reason.CONFLICT,
                        "Nobody would be left who may grant permissions. Make another person an admin first.");
            }
            return state.entriesOf(person);
        });
        Plan<PersonalData.TableChange> plan = run.get(personal.planErase(person));
        List<String> sentences = new ArrayList<>();
        entries.forEach(entry -> sentences.add("withdraws from " + entry.tournament()));
        Optional<ScheduleDesk> schedules = run.app().findSchedules();
        if (schedules.isPresent() && schedules.get().playerOf(run, person).isPresent()) {
            sentences.add("erases the name in the matches of schedules, and the messages about them");
        }
        plan.changes()
                .forEach(change -> sentences.add(
                        "erases " + change.rows() + (change.rows() == 1 ? " row of " : " rows of ") + change.table()));
        String fingerprint = plan.fingerprint();
        if (confirm == null) {
            return new Answer.Planned(
                    run.id(),
                    "Erasing a person, which cannot be undone",
                    fingerprint,
                    List.copyOf(new LinkedHashSet<>(sentences)),
                    0,
                    false);
        }
        if (!confirm.equals(fingerprint)) {
            throw new Refusal(
                    Reason.STALE, "The data of this person has changed since you looked. Look at the plan again.");
        }
        takeRoles(run, entries);
        for (Entry entry : entries) {
            Answer withdrawn = run.instead(new Withdraw(entry.tournament(), person));
            if (!withdrawn.done()) {
                return withdrawn;
            }
        }
        run.writeWork(
                state -> { // the line of the audit follows once the person is erased
                    if (!state.entriesOf(person).isEmpty()) {
                        throw new Refusal(
                                Reason.STALE, "The person has registered again meanwhile. Look at the plan again.");
                    }
                    for (Grant grant : state.grants()) {
                        if (grant.person().equals(person)) {
                            state.apply(new StateChange.OfGrant(grant, null)); // which refuses if nobody would be left
                        }
                    }
                    state.erasePayloads(person);
                    return run.done("The permissions are revoked.");
                });
        schedules.ifPresent(desk -> desk.erase(run, person));
        run.get(personal.erase(person)).orThrow();
        return run.write("erased a person", state -> {
            state.publishErased(person); // again: the person may have registered between the two transactions
            state.topic("people:");
            return run.done("The person is erased. It cannot be undone.");
        });
    }

    /** Takes the roles away first: nothing is left afterwards that names the account, and nothing is changed yet if it fails. */
    private void takeRoles(CommandRun run, List<Entry> entries) {
        RolePort roles = run.app().ports().roles();
        if (roles == null) {
            return;
        }
        for (Entry entry : entries) {
            Person known = run.read(state -> state.person(person));
            try {
                run.get(roles.set(known, run.read(state -> state.tournament(entry.tournament())), Set.of()));
            } catch (RuntimeException e) {
                if (ClosedException.reason(e) == null) { // otherwise the person has no roles there
                    throw e;
                }
            }
        }
    }
}
