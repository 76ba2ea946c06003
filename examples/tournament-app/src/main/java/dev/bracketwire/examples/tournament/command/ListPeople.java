// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.examples.tournament.command;

import dev.bracketwire.examples.tournament.Answer;
import dev.bracketwire.examples.tournament.Caller;
import dev.bracketwire.examples.tournament.Command;
import dev.bracketwire.examples.tournament.CommandRun;
import dev.bracketwire.examples.tournament.Operation;
import dev.bracketwire.examples.tournament.Permission;
import dev.bracketwire.examples.tournament.state.Grant;
import dev.bracketwire.examples.tournament.state.Person;
import java.util.Comparator;
import java.util.List;

/** Lists all people with their permissions. */
@Operation(name = "people", method = "GET", path = "/people", summary = "Lists all people with their permissions.")
public record ListPeople() implements Command {
    @Override
    public Permission needs(Caller caller) {
        return Permission.ADMIN;
    }

    @Override
    public boolean reads() {
        return true;
    }

    @Override
    public Answer run(CommandRun run) {
        People people = run.read(state -> new People(
                state.people().values().stream()
                        .sorted(Comparator.comparing(Person::name).thenComparing(Person::id))
                        .toList(),
                state.grants()));
        return run.done(people.people.size() + " people", people);
    }

    /**
     * People and permissions.
     *
     * @param people all people by name
     * @param grants all permissions
     */
    public record People(List<Person> people, List<Grant> grants) {}
}
