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
import dev.bracketwire.examples.tournament.account.AccountResult;
import dev.bracketwire.examples.tournament.state.Entry;
import dev.bracketwire.examples.tournament.state.StateChange;
import dev.bracketwire.examples.tournament.state.StateView;
import dev.bracketwire.examples.tournament.state.Tournament;
import java.sql.SQLException;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Checks a person in, or takes back the check-in. The account is looked up again: its new name is stored, and the
 * check-in is refused if the account no longer exists.
 *
 * @param tournament the tournament
 * @param person the person; null for the caller
 * @param undo whether the check-in is taken back
 */
@Operation(
        name = "check-in",
        path = "/tournaments/{tournament}/entries/{person}/check-in",
        summary = "Checks a person in, or takes back the check-in.")
public record CheckIn(String tournament, @Nullable String person, boolean undo) implements Command {
    /** Checks the caller in. */
    public CheckIn(String tournament) {
        this(tournament, null, false);
    }

    @Override
    public Permission needs(Caller caller) {
        return caller.is(person) ? Permission.SIGNED_IN : Permission.ORGANISER;
    }

    @Override
    public Answer run(CommandRun run) {
        String who = run.personOr(person);
        boolean own = run.caller().is(person);
        Entry seen = run.read(state -> entry(state, who, own));
        if (isSo(seen)) {
            return already(run, seen);
        }
        if (undo) {
            return run.write("took the check-in of {" + who + "} back", state -> {
                state.lock(tournament);
                Entry entry = entry(state, who, own);
                if (isSo(entry)) {
                    return already(run, entry);
                }
                state.apply(new StateChange.OfEntry(entry, entry.checkedIn(null)));
                return run.done("The check-in is taken back.", entry.checkedIn(null));
            });
        }

        AccountResult account = run.lookUp(seen);
        if (account instanceof AccountResult.Unknown unknown) {
            throw new Refusal(Reason.INVALID, unknown.text());
        }
        if (account instanceof AccountResult.Taken taken) {
            throw new Refusal(Reason.CONFLICT, taken.text());
        }

        return run.write("checked {" + who + "} in", state -> {
            state.lock(tournament);
            Entry entry = entry(state, who, own);
            if (isSo(entry)) {
                return already(run, entry);
            }
            if (!entry.riotId().equals(seen.riotId())) {
                throw new Refusal(Reason.STALE, "{" + who + "} has another name by now. Check in again.");
            }
            Entry after = (account instanceof AccountResult.Verified known
                            ? entry.account(known.name().toString(), Entry.Verification.VERIFIED, run.now())
                            : entry)
                    .checkedIn(run.now());
            state.apply(new StateChange.OfEntry(entry, after));
            return run.done(sentence(entry, after, account, run.now()), after);
        });
    }

    private boolean isSo(Entry entry) {
        return (entry.checkedIn() == null) == undo;
    }

    private Answer.Done already(CommandRun run, Entry entry) {
        return run.done(undo ? "Not checked in, so there is nothing to take back." : "Checked in already.", entry);
    }

    private static String sentence(Entry before, Entry after, AccountResult account, Instant now) {
        if (account instanceof AccountResult.Unreachable lost) {
            return "Checked in as " + after.riotId() + ". Riot cannot be reached; the name was "
                    + (before.verifiedAt() == null
                            ? "never verified"
                            : "verified " + Ages.between(before.verifiedAt(), now) + " ago")
                    + (lost.nextTry() == null ? "." : ", and is looked up again at " + lost.nextTry() + ".");
        }
        return before.riotId().equals(after.riotId())
                ? "Checked in as " + after.riotId() + "."
                : "Checked in. You are called " + after.riotId() + " now, and the list says so (it said "
                        + before.riotId() + ").";
    }

    private Entry entry(StateView state, String who, boolean own) throws SQLException {
        Tournament settings = state.tournament(tournament);
        if (own && !settings.checkIn().isOpen(state.now())) {
            Instant opens = settings.checkIn().nextOpening(state.now());
            throw new Refusal(
                    Reason.CLOSED,
                    "Check-in for " + settings.name() + " is closed. "
                            + (opens == null ? "Ask an organiser." : "It opens at " + opens + "."));
        }
        Entry entry = state.findEntry(tournament, who)
                .orElseThrow(() -> new Refusal(
                        Reason.NOT_FOUND,
                        "{" + who + "} is not registered for " + settings.name() + ". "
                                + (settings.takesRegistrations(state.now())
                                        ? "Register first."
                                        : "Registration is closed: ask an organiser.")));
        if (!entry.registered()) {
            throw new Refusal(
                    Reason.CONFLICT,
                    "{" + who + "} is on the waitlist of " + settings.name()
                            + " and can check in only once a place is free.");
        }
        return entry;
    }
}
