// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.examples.tournament.work;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bracketwire.examples.tournament.Answer;
import dev.bracketwire.examples.tournament.Caller;
import dev.bracketwire.examples.tournament.Command;
import dev.bracketwire.examples.tournament.Face;
import dev.bracketwire.examples.tournament.Permission;
import dev.bracketwire.examples.tournament.Ports.SheetPort;
import dev.bracketwire.examples.tournament.TournamentApp;
import dev.bracketwire.examples.tournament.TournamentAppBuilder;
import dev.bracketwire.examples.tournament.command.CreateTournament;
import dev.bracketwire.examples.tournament.command.Register;
import dev.bracketwire.examples.tournament.command.SetPermission;
import dev.bracketwire.examples.tournament.command.SetWindow;
import dev.bracketwire.examples.tournament.state.Entry;
import dev.bracketwire.examples.tournament.state.Person;
import dev.bracketwire.store.Database;
import dev.bracketwire.testkit.ManualClock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;
import org.jspecify.annotations.Nullable;

/** One node of the application with its work in the background, and short words for tests. */
final class WorkScene implements AutoCloseable {
    static final String CUP = "cup";

    final Database db;
    final ManualClock clock;
    final WorkAccounts accounts;
    final WorkPorts ports;
    TournamentApp app;
    private final Map<String, Person> people = new LinkedHashMap<>();
    private final @Nullable SheetPort sheets;

    WorkScene() {
        this(Database.inMemory(), null);
    }

    WorkScene(Database db, @Nullable SheetPort sheets) {
        this(db, sheets, ManualClock.at(Instant.parse("2026-12-01T12:00:00Z")), new WorkAccounts(), new WorkPorts());
    }

    private WorkScene(
            Database db, @Nullable SheetPort sheets, ManualClock clock, WorkAccounts accounts, WorkPorts ports) {
        this.db = db;
        this.sheets = sheets;
        this.clock = clock;
        this.accounts = accounts;
        this.ports = ports;
        this.app = open();
    }

    /** Opens a second node on the same platforms. */
    WorkScene node(Database same) {
        WorkScene other = new WorkScene(same, sheets, clock, accounts, ports);
        other.people.putAll(people);
        return other;
    }

    private TournamentApp open() {
        TournamentAppBuilder builder = TournamentApp.builder(db, accounts)
                .clock(clock)
                .pace(new WorkPace(Duration.ofMillis(100), Duration.ofSeconds(15)))
                .messages(ports)
                .roles(ports);
        return (sheets == null ? builder : builder.sheets(sheets)).open();
    }

    void restart() {
        app.close();
        app = open();
    }

    /** Creates a tournament whose registration and check-in are open. */
    WorkScene cup(String id, int places, int teamSize) {
        done(new CreateTournament(id, "org", "Cup " + id, places, teamSize));
        done(new SetWindow(id, SetWindow.Which.REGISTRATION, SetWindow.Wish.OPEN));
        done(new SetWindow(id, SetWindow.Which.CHECK_IN, SetWindow.Wish.OPEN));
        return this;
    }

    WorkScene cup(int places) {
        return cup(CUP, places, 1);
    }

    Answer run(Command command) {
        return app.run(command, new Caller("schedule", Face.SCHEDULE)).get();
    }

    Answer done(Command command) {
        Answer answer = run(command);
        assertThat(answer.done()).as(answer.text()).isTrue();
        return answer;
    }

    Person person(String name) {
        return people.computeIfAbsent(name, any -> app.addPerson(name).get());
    }

    Person organiser(String name) {
        done(new SetPermission(null, person(name).id(), Permission.ADMIN));
        return person(name);
    }

    Answer as(String name, Command command) {
        return app.run(command, Caller.of(person(name).id(), Face.TERMINAL)).get();
    }

    void register(String... names) {
        for (String name : names) {
            Answer answer = as(name, new Register(CUP, name + "#EUW"));
            assertThat(answer.done()).as(answer.text()).isTrue();
        }
    }

    Entry entry(String name) {
        return app.read(state -> state.findEntry(CUP, person(name).id()).orElseThrow())
                .get();
    }

    /** Returns texts of the database, such as states of messages. */
    List<String> texts(String sql) {
        return app.read(state -> state.sql().list(sql, row -> row.getString(1))).get();
    }

    void sql(String sql) {
        db.write(connection -> new dev.bracketwire.examples.tournament.state.SqlSession(db, connection).update(sql))
                .get();
    }

    static ConditionFactory await() {
        return Awaitility.await().atMost(Duration.ofMinutes(1)).pollInterval(Duration.ofMillis(20));
    }

    @Override
    public void close() {
        app.close();
        db.close();
    }
}
