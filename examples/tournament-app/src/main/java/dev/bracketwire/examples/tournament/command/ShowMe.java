// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.examples.tournament.command;

import dev.bracketwire.examples.tournament.Answer;
import dev.bracketwire.examples.tournament.Caller;
import dev.bracketwire.examples.tournament.Command;
import dev.bracketwire.examples.tournament.CommandRun;
import dev.bracketwire.examples.tournament.Operation;
import dev.bracketwire.examples.tournament.Permission;
import dev.bracketwire.examples.tournament.state.Entry;
import dev.bracketwire.examples.tournament.state.EntryList;
import dev.bracketwire.examples.tournament.state.Grant;
import dev.bracketwire.examples.tournament.state.Person;
import java.util.ArrayList;
import java.util.List;

/** Shows the caller: the person, the permissions and the entries. */
@Operation(name = "me", method = "GET", path = "/me", summary = "Shows your name, your permissions and your entries.")
public record ShowMe() implements Command {
    @Override
    public Permission needs(Caller caller) {
        return Permission.SIGNED_IN;
    }

    @Override
    public boolean reads() {
        return true;
    }

    @Override
    public Answer run(CommandRun run) {
        Me me = run.read(state -> {
            List<MyEntry> entries = new ArrayList<>();
            for (Entry entry : state.entriesOf(run.person())) {
                EntryList all = state.entries(state.tournament(entry.tournament()));
                entries.add(new MyEntry(entry, entry.registered() ? 0 : all.waitlistNumber(entry.person())));
            }
            return new Me(
                    state.person(run.person()),
                    state.grants().stream()
                            .filter(grant -> grant.person().equals(run.person()))
                            .toList(),
                    state.highestLevel(run.person()),
                    entries);
        });
        return run.done(me.person.name(), me);
    }

    /**
     * The caller.
     *
     * @param person the person
     * @param grants the permissions
     * @param highest the highest of them
     * @param entries the entries
     */
    public record Me(Person person, List<Grant> grants, Permission highest, List<MyEntry> entries) {}

    /**
     * An entry of the caller.
     *
     * @param entry the entry
     * @param waitlistNumber the position on the waitlist; 0 if the person has a place
     */
    public record MyEntry(Entry entry, int waitlistNumber) {}
}
