// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.examples.bot;

import dev.bracketwire.examples.tournament.Caller;
import dev.bracketwire.examples.tournament.Face;
import dev.bracketwire.examples.tournament.Permission;
import dev.bracketwire.examples.tournament.TournamentApp;
import dev.bracketwire.examples.tournament.state.Grant;
import dev.bracketwire.examples.tournament.state.Person;
import dev.bracketwire.examples.tournament.state.SqlSession;
import java.util.List;

/** Finds the caller that a name in the terminal means. */
interface ConsoleAccounts {
    /** Returns the caller of this name, or throws {@link CommandWords.UsageProblem}. */
    Caller find(String name);

    /**
     * Returns the people of an application in this process. A new name adds a person; the first of all becomes admin,
     * since access to the database permits everything anyway.
     */
    static ConsoleAccounts of(TournamentApp app) {
        return name -> {
            List<Person> same = app.read(state -> state.people().values().stream()
                            .filter(person -> person.name().equalsIgnoreCase(name)
                                    || person.id().equals(name))
                            .toList())
                    .get();
            if (same.size() > 1) {
                throw new CommandWords.UsageProblem(same.size() + " people are called " + name
                        + ". Use one of their ids: "
                        + String.join(", ", same.stream().map(Person::id).toList()) + ".");
            }
            return Caller.of(same.isEmpty() ? added(app, name) : same.get(0).id(), Face.TERMINAL);
        };
    }

    private static String added(TournamentApp app, String name) {
        Person person = app.addPerson(name).get();
        app.database()
                .write(connection -> {
                    SqlSession sql = new SqlSession(app.database(), connection);
                    return sql.find("SELECT person FROM ${grants}", row -> row.getString(1))
                                    .isEmpty()
                            && sql.update(
                                            "INSERT INTO ${grants} (person, scope, level) VALUES (?, ?, ?)",
                                            person.id(),
                                            Grant.EVERYTHING,
                                            Permission.ADMIN)
                                    == 1;
                })
                .get();
        return person.id();
    }

    /** Returns the one person that the token of a server belongs to. */
    static ConsoleAccounts ofToken() {
        return name -> {
            throw new CommandWords.UsageProblem(
                    "The token says who you are. Start again with the token of " + name + " to go on as " + name + ".");
        };
    }
}
