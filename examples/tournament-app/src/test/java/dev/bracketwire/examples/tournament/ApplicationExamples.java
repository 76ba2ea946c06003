// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.examples.tournament;

import dev.bracketwire.examples.tournament.command.Register;
import dev.bracketwire.examples.tournament.state.Person;
import dev.bracketwire.examples.tournament.state.StateChange;
import dev.bracketwire.examples.tournament.state.Tournament;
import dev.bracketwire.riot.ign.Identities;
import dev.bracketwire.store.Database;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The code of the guide to the application. */
final class ApplicationExamples {
    private ApplicationExamples() {}

    @SuppressWarnings("SystemOut")
    static void use(Identities identities) {
        try (Database db = Database.inMemory();
                TournamentApp app = TournamentApp.builder(db, identities).open()) {
            Person ann = app.personOfDiscord("100000000000000001", "Ann").get();
            Answer answer = app.run(new Register("spring-cup", "Ann#EUW"), Caller.of(ann.id(), Face.TERMINAL))
                    .get();
            System.out.println(answer.text());
        }
    }

    /** Gives a team another name. */
    @Operation(
            name = "rename-team",
            path = "/tournaments/{tournament}/teams/{team}/rename",
            summary = "Gives a team another name. It can be undone.")
    public record RenameTeam(
            String tournament,
            String team,
            String name,
            @Nullable String confirm) implements Command {
        @Override
        public Permission needs(Caller caller) {
            return Permission.ORGANISER;
        }

        @Override
        public Answer run(CommandRun run) {
            return run.plan(confirm, state -> {
                Tournament settings = state.tournament(tournament);
                List<StateChange> changes = state.entries(settings).members(team).stream()
                        .map(entry -> (StateChange) new StateChange.OfEntry(entry, entry.team(name)))
                        .toList();
                return new CommandRun.Planned("Team " + team + " is called " + name, changes);
            });
        }
    }
}
