// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.examples.tournament.command;

import dev.bracketwire.examples.tournament.Answer;
import dev.bracketwire.examples.tournament.Answer.Reason;
import dev.bracketwire.examples.tournament.Caller;
import dev.bracketwire.examples.tournament.Command;
import dev.bracketwire.examples.tournament.CommandRun;
import dev.bracketwire.examples.tournament.Face;
import dev.bracketwire.examples.tournament.Operation;
import dev.bracketwire.examples.tournament.Permission;
import dev.bracketwire.examples.tournament.Refusal;
import dev.bracketwire.examples.tournament.account.AccountResult;
import dev.bracketwire.examples.tournament.state.Entry;
import dev.bracketwire.examples.tournament.state.StateChange;
import java.time.Instant;

/**
 * Looks up the account of an entry again. While Riot cannot be reached, the last result stays.
 *
 * @param tournament the tournament
 * @param person the person
 */
@Operation(
        name = "verify",
        path = "/tournaments/{tournament}/entries/{person}/verify",
        summary = "Looks up the account of an entry again.")
public record VerifyEntry(String tournament, String person) implements Command {
    @Override
    public Permission needs(Caller caller) {
        return Permission.ORGANISER;
    }

    @Override
    public Answer run(CommandRun run) {
        Entry seen = run.read(state -> {
            state.tournament(tournament);
            return state.findEntry(tournament, person)
                    .orElseThrow(() -> new Refusal(
                            Reason.NOT_FOUND, "{" + person + "} is not in this tournament. Look at the roster."));
        });
        AccountResult result = run.lookUp(seen);
        if (result instanceof AccountResult.Unreachable lost) {
            if (run.caller().face() == Face.SCHEDULE) {
                return run.done("Riot cannot be reached; the next try is at " + lost.nextTry() + ".");
            }
            throw new Refusal(
                    Reason.UNAVAILABLE,
                    "Riot cannot be reached. " + seen.riotId() + " was "
                            + (seen.verifiedAt() == null
                                    ? "never verified"
                                    : "verified " + Ages.between(seen.verifiedAt(), run.now()) + " ago")
                            + "; the next try is at " + lost.nextTry() + ".");
        }
        return run.write("verified {" + person + "}", state -> {
            state.lock(tournament);
            Entry entry = state.findEntry(tournament, person)
                    .orElseThrow(() -> new Refusal(Reason.STALE, "{" + person + "} has withdrawn meanwhile."));
            if (!entry.riotId().equals(seen.riotId())) {
                throw new Refusal(Reason.STALE, "{" + person + "} has another name by now. Verify it again.");
            }
            Entry after = after(entry, result, run.now());
            state.apply(new StateChange.OfEntry(entry, after));
            return run.done(sentence(entry, after, result), after);
        });
    }

    /** Returns the entry with the result of a lookup of its account. */
    public static Entry after(Entry entry, AccountResult result, Instant now) {
        if (result instanceof AccountResult.Verified known) {
            return entry.account(known.name().toString(), Entry.Verification.VERIFIED, now);
        }
        if (result instanceof AccountResult.Unknown) {
            return entry.account(entry.riotId(), Entry.Verification.UNKNOWN, now);
        }
        return result instanceof AccountResult.Taken
                ? entry.account(entry.riotId(), Entry.Verification.CONFLICT, now)
                : entry;
    }

    private static String sentence(Entry before, Entry after, AccountResult result) {
        if (result instanceof AccountResult.Unknown unknown) {
            return unknown.text();
        }
        if (result instanceof AccountResult.Taken taken) {
            return taken.text();
        }
        return before.riotId().equals(after.riotId())
                ? after.riotId() + " is verified."
                : before.riotId() + " is called " + after.riotId() + " now, and is verified.";
    }
}
