// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.examples.tournament;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bracketwire.Secret;
import dev.bracketwire.examples.tournament.Answer.Reason;
import dev.bracketwire.examples.tournament.command.CheckIn;
import dev.bracketwire.examples.tournament.command.CreateTournament;
import dev.bracketwire.examples.tournament.command.Register;
import dev.bracketwire.examples.tournament.command.SetPermission;
import dev.bracketwire.examples.tournament.command.SetWindow;
import dev.bracketwire.examples.tournament.command.SetWindow.Which;
import dev.bracketwire.examples.tournament.command.SetWindow.Wish;
import dev.bracketwire.examples.tournament.command.ShowAudit;
import dev.bracketwire.examples.tournament.command.ShowAudit.AuditRow;
import dev.bracketwire.examples.tournament.command.Undo;
import dev.bracketwire.examples.tournament.command.Withdraw;
import dev.bracketwire.examples.tournament.state.Entry;
import dev.bracketwire.examples.tournament.state.EntryList;
import dev.bracketwire.examples.tournament.state.Person;
import dev.bracketwire.examples.tournament.state.SqlSession;
import dev.bracketwire.examples.tournament.state.Tournament;
import dev.bracketwire.keys.KeyRing;
import dev.bracketwire.riot.ign.Identities;
import dev.bracketwire.store.Database;
import dev.bracketwire.testkit.ManualClock;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;

/** The application with one tournament, {@code cup}, and people who are known by their first names. */
final class TournamentScene implements AutoCloseable {
    static final Instant START = Instant.parse("2026-12-05T12:00:00Z");
    static final String CUP = "cup";
    static final KeyRing KEYS = KeyRing.of("test", Secret.of("MDEyMzQ1Njc4OTAxMjM0NTY3ODkwMTIzNDU2Nzg5MDE="));

    final ManualClock clock;
    final Database db;
    final TournamentApp app;
    private final Map<String, Person> people = new LinkedHashMap<>();

    private TournamentScene(
            Database db, Identities identities, ManualClock clock, UnaryOperator<TournamentAppBuilder> more) {
        this.db = db;
        this.clock = clock;
        this.app = more.apply(TournamentApp.builder(db, identities)
                        .clock(clock)
                        .webhooks(KEYS, options -> options)
                        .withoutBackgroundWork())
                .open();
    }

    /** Opens the application on a database, without any tournament. */
    static TournamentScene empty(Database db, Identities identities) {
        return new TournamentScene(db, identities, ManualClock.at(START), UnaryOperator.identity());
    }

    /** Opens it with a tournament whose registration and check-in are open. Root is an admin, Olga an organiser. */
    static TournamentScene of(Database db, Identities identities, int capacity, int teamSize) {
        return empty(db, identities).withCup(capacity, teamSize);
    }

    /** Opens it as {@link #of}, with further options of the application. */
    static TournamentScene of(
            Database db, Identities identities, ManualClock clock, UnaryOperator<TournamentAppBuilder> more) {
        return new TournamentScene(db, identities, clock, more).withCup(9, 1);
    }

    private TournamentScene withCup(int capacity, int teamSize) {
        bySchedule(new SetPermission(null, id("Root"), Permission.ADMIN));
        did("Root", new CreateTournament(CUP, "club", "Spring Cup", capacity, teamSize));
        did("Root", new SetPermission(CUP, id("Olga"), Permission.ORGANISER));
        did("Olga", new SetWindow(CUP, Which.REGISTRATION, Wish.OPEN));
        did("Olga", new SetWindow(CUP, Which.CHECK_IN, Wish.OPEN));
        return this;
    }

    /** Opens another node on the same database, which knows the same people. */
    TournamentScene node(Database other, Identities identities) {
        TournamentScene node = new TournamentScene(other, identities, clock, UnaryOperator.identity());
        node.people.putAll(people);
        return node;
    }

    /** Returns the person of this name, who is added the first time. */
    synchronized Person person(String name) {
        return people.computeIfAbsent(
                name,
                added -> app.personOfDiscord("1%017d".formatted(people.size()), name)
                        .get());
    }

    String id(String name) {
        return person(name).id();
    }

    Caller caller(String name) {
        return Caller.of(id(name), Face.TERMINAL);
    }

    /** Runs a command of a person. */
    Answer as(String name, Command command) {
        return app.run(command, caller(name)).get();
    }

    Answer bySchedule(Command command) {
        return app.run(command, Caller.schedule()).get();
    }

    /** Runs a command that must be carried out. */
    Answer did(String name, Command command) {
        Answer answer = as(name, command);
        assertThat(answer).as(answer.text()).isInstanceOf(Answer.Done.class);
        return answer;
    }

    /** Runs a command that must be refused for this reason. */
    Answer.Refused refused(String name, Reason reason, Command command) {
        return refused(as(name, command), reason);
    }

    static Answer.Refused refused(Answer answer, Reason reason) {
        assertThat(answer).as(answer.text()).isInstanceOf(Answer.Refused.class);
        assertThat(((Answer.Refused) answer).reason()).as(answer.text()).isEqualTo(reason);
        return (Answer.Refused) answer;
    }

    /** Runs a command that must be shown as a plan. */
    Answer.Planned planned(String name, Command command) {
        Answer answer = as(name, command);
        assertThat(answer).as(answer.text()).isInstanceOf(Answer.Planned.class);
        return (Answer.Planned) answer;
    }

    /** Undoes an answer as an organiser, and confirms the plan if one is shown. */
    Answer undo(String name, Answer answer) {
        Answer first = as(name, new Undo(CUP, answer.id(), null));
        return first instanceof Answer.Planned plan ? as(name, new Undo(CUP, answer.id(), plan.fingerprint())) : first;
    }

    /** Registers people in this order under names made of theirs. */
    void register(String... names) {
        for (String name : names) {
            did(name, new Register(CUP, riotId(name)));
        }
    }

    Answer join(String name, String team) {
        return as(name, new Register(CUP, riotId(name), team));
    }

    Answer withdraw(String name) {
        return did(name, new Withdraw(CUP, null));
    }

    Answer checkIn(String name) {
        return as(name, new CheckIn(CUP));
    }

    /** Returns a Riot ID that looks like no other of the scene. */
    static String riotId(String name) {
        return name + "#EUW";
    }

    Tournament settings() {
        return app.read(state -> state.tournament(CUP)).get();
    }

    EntryList entries() {
        return app.read(state -> state.entries(state.tournament(CUP))).get();
    }

    Entry entry(String name) {
        return entries().find(id(name)).orElseThrow();
    }

    Optional<Entry> findEntry(String name) {
        return entries().find(id(name));
    }

    /** Returns the names of those with a place, in their order. */
    List<String> registered() {
        return names(entries().registered());
    }

    List<String> waiting() {
        return names(entries().waiting());
    }

    private synchronized List<String> names(List<Entry> entries) {
        return entries.stream()
                .map(entry -> people.values().stream()
                        .filter(each -> each.id().equals(entry.person()))
                        .findFirst()
                        .orElseThrow()
                        .name())
                .toList();
    }

    /** Returns the lines of the audit, newest first. */
    List<AuditRow> audit() {
        return bySchedule(new ShowAudit(null, null)).data(ShowAudit.Audit.class).rows();
    }

    /** Returns the texts of the messages to a person, oldest first. */
    List<String> messages(String name) {
        return strings("SELECT body FROM ${messages} WHERE person = ? ORDER BY at, id", id(name));
    }

    /** Returns the first column of a query as texts. */
    List<String> strings(String sql, Object... values) {
        return db.read(connection ->
                        new SqlSession(db, connection).list(sql, row -> String.valueOf(row.getString(1)), values))
                .get();
    }

    /** Runs one statement beside the application. */
    void sql(String sql, Object... values) {
        db.write(connection -> new SqlSession(db, connection).update(sql, values))
                .get();
    }

    @Override
    public void close() {
        app.close();
        db.close();
    }
}
