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
import dev.bracketwire.examples.tournament.state.Entry;
import dev.bracketwire.examples.tournament.state.EntryList;
import dev.bracketwire.examples.tournament.state.Promotion;
import dev.bracketwire.examples.tournament.state.StateChange;
import dev.bracketwire.examples.tournament.state.Tournament;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Withdraws a person from a tournament. A place that becomes free goes to the next on the waitlist.
 *
 * @param tournament the tournament
 * @param person the person; null for the caller
 */
@Operation(
        name = "withdraw",
        method = "DELETE",
        path = "/tournaments/{tournament}/entries/{person}",
        summary = "Withdraws a person from a tournament. The next on the waitlist moves up.")
public record Withdraw(String tournament, @Nullable String person) implements Command {
    @Override
    public Permission needs(Caller caller) {
        return caller.is(person) ? Permission.SIGNED_IN : Permission.ORGANISER;
    }

    @Override
    public Answer run(CommandRun run) {
        String who = run.personOr(person);
        return run.write("withdrew {" + who + "}", state -> {
            Tournament settings = state.lock(tournament);
            EntryList entries = state.entries(settings);
            Entry entry = entries.find(who)
                    .orElseThrow(() -> new Refusal(
                            Reason.NOT_FOUND,
                            "{" + who + "} is not in " + settings.name() + ", so there is nothing to withdraw."));
            state.apply(new StateChange.OfEntry(entry, null));
            List<StateChange> promoted = Promotion.changes(entries.with(who, null));
            for (StateChange each : promoted) {
                state.apply(each);
            }
            return run.done("Withdrawn from " + settings.name() + "."
                    + (promoted.isEmpty() ? "" : " " + promoted.size() + " moved up from the waitlist."));
        });
    }
}
