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
import dev.bracketwire.examples.tournament.state.Person;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Shows all entries of a tournament, with the data that only organisers may see.
 *
 * @param tournament the tournament
 */
@Operation(
        name = "roster",
        method = "GET",
        path = "/tournaments/{tournament}/entries",
        summary = "Shows all entries with their verification and check-in.")
public record ShowRoster(String tournament) implements Command {
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
        Roster roster = run.read(state -> {
            EntryList entries = state.entries(state.tournament(tournament));
            Map<String, Person> people = state.people();
            List<RosterRow> rows = new ArrayList<>();
            int number = 0;
            for (Entry entry : entries) {
                Person person = people.get(entry.person());
                rows.add(new RosterRow(
                        entry,
                        person == null ? entry.person() : person.name(),
                        person == null ? null : person.discord(),
                        entry.registered() ? 0 : ++number));
            }
            return new Roster(TournamentView.of(entries, run.now()), rows);
        });
        return run.done(roster.rows.size() + " entries", roster);
    }

    /**
     * The entries of a tournament.
     *
     * @param tournament the tournament
     * @param rows the entries, earliest first
     */
    public record Roster(TournamentView tournament, List<RosterRow> rows) {}

    /**
     * An entry with the name of its person.
     *
     * @param entry the entry
     * @param name the name of the person
     * @param discord the id of the Discord account; null if there is none
     * @param waitlistNumber the position on the waitlist; 0 if the person has a place
     */
    public record RosterRow(
            Entry entry, String name, @Nullable String discord, int waitlistNumber) {}
}
