// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.examples.server;

import dev.bracketwire.examples.tournament.Answer;
import dev.bracketwire.examples.tournament.Caller;
import dev.bracketwire.examples.tournament.Command;
import dev.bracketwire.examples.tournament.Face;
import dev.bracketwire.examples.tournament.Permission;
import dev.bracketwire.examples.tournament.TournamentApp;
import dev.bracketwire.examples.tournament.command.AddWebhook;
import dev.bracketwire.examples.tournament.command.ChangeSettings;
import dev.bracketwire.examples.tournament.command.CheckIn;
import dev.bracketwire.examples.tournament.command.CreateTournament;
import dev.bracketwire.examples.tournament.command.Register;
import dev.bracketwire.examples.tournament.command.SetPermission;
import dev.bracketwire.examples.tournament.command.SetWindow;
import dev.bracketwire.examples.tournament.state.AuditLine;
import dev.bracketwire.examples.tournament.state.Entry;
import dev.bracketwire.examples.tournament.state.EntryList;
import dev.bracketwire.examples.tournament.state.Grant;
import dev.bracketwire.examples.tournament.state.Person;
import dev.bracketwire.examples.tournament.state.RandomIds;
import dev.bracketwire.examples.tournament.state.SqlSession;
import dev.bracketwire.examples.tournament.state.StateChange;
import dev.bracketwire.examples.tournament.state.StateTransaction;
import dev.bracketwire.testkit.identity.FakeIdentityProvider;
import dev.bracketwire.testkit.riot.FakeRiot;
import dev.bracketwire.testkit.sheets.FakeSheets;
import dev.bracketwire.testkit.sheets.FakeSpreadsheet;
import dev.bracketwire.testkit.speedgaming.FakeSpeedGaming;
import dev.bracketwire.testkit.webhooks.Behavior;
import dev.bracketwire.testkit.webhooks.FakeReceiver;
import dev.bracketwire.webhooks.Subscription;
import dev.bracketwire.webhooks.Webhooks;
import java.net.URI;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** The people and tournaments of the demo. */
final class DemoData {
    private static final String SPRING = "spring-cup";
    private static final String DUO = "duo-night";
    private static final String TAB = "Sign-up";

    /** The names of the Riot accounts. Their order is fixed, so that the ids of the accounts stay the same. */
    private static final List<String> PLAYERS = List.of(
            "Ann", "Ben", "Cleo", "Dario", "Emil", "Fatma", "Gus", "Hana", "Ivo", "Jun", "Kira", "Lumi", "Milo", "Nyx",
            "Oda", "Pax");

    private final TournamentApp app;
    private final FakeIdentityProvider discord;
    private final FakeRiot riot;
    private final FakeSheets google;
    private final FakeReceiver receiver;
    private final DemoSchedule schedule;
    private final Map<String, Person> people = new LinkedHashMap<>();

    DemoData(
            TournamentApp app,
            FakeIdentityProvider discord,
            FakeRiot riot,
            FakeSheets google,
            FakeReceiver receiver,
            FakeSpeedGaming speedGaming) {
        this.app = app;
        this.discord = discord;
        this.riot = riot;
        this.google = google;
        this.receiver = receiver;
        this.schedule = new DemoSchedule(
                speedGaming,
                name -> Objects.requireNonNull(people.get(name), name),
                app.clock().instant());
    }

    /** Creates the people on all platforms, and the tournaments if there are none. */
    void fill() {
        List<String> names = new ArrayList<>(List.of("Maya", "Otto", "Vera"));
        names.addAll(PLAYERS);
        for (String name : names) {
            String id = "1000000000000000" + (10 + people.size());
            discord.user(id, name);
            people.put(name, app.personOfDiscord(id, name).get());
        }
        PLAYERS.forEach(name -> riot.player(name, "EUW", "euw1"));
        riot.player("Αnn", "EUW", "euw1"); // begins with a Greek letter
        schedule.publish();
        boolean there = !app.read(state -> state.tournaments()).get().isEmpty();
        FakeSpreadsheet sheet = sheet();
        if (there) {
            follow(sheet);
            followReceiver();
            return;
        }
        grant("Maya", Permission.ADMIN);
        run("Maya", new SetPermission(null, person("Otto"), Permission.ORGANISER));
        run("Maya", new SetPermission(null, person("Vera"), Permission.VIEWER));
        webhooks();
        springCup(sheet);
        duoNight();
        schedule.importInto(SPRING, command -> run("Otto", command));
    }

    /** Adds two webhooks. The receiver of the second one fails at first, so that retries are seen. */
    private void webhooks() {
        run("Maya", new AddWebhook(receiver.uri("/overlay").toString(), "*", true, null, "Stream overlay"));
        run("Maya", new AddWebhook(receiver.uri("/prizes").toString(), "entry.checked_in", false, 5, "Prize desk"));
        receiver.on("/prizes")
                .behaves(
                        Behavior.status(503),
                        Behavior.status(503),
                        Behavior.status(503),
                        Behavior.status(503),
                        Behavior.ok());
    }

    /** Sets the webhooks to the receiver of this start: that of the last start is gone. */
    private void followReceiver() {
        Webhooks hooks = app.webhooks().hooks();
        for (Subscription each : hooks.subscriptions().get()) {
            URI url = each.options().url();
            if (url != null && url.getHost().equals("127.0.0.1")) {
                hooks.update(each.id(), options -> options.url(receiver.uri(url.getPath())))
                        .get();
            }
        }
    }

    private FakeSpreadsheet sheet() {
        List<List<?>> rows = new ArrayList<>();
        rows.add(List.of("SPRING CUP"));
        rows.add(List.of("Discord", "Riot ID", "Registered", "Check-in"));
        for (int i = 0; i < 12; i++) {
            rows.add(List.of("", "", false, false));
        }
        FakeSpreadsheet sheet = google.spreadsheet("Spring Cup");
        sheet.tab(TAB, rows).checkboxes("C3:D14");
        return sheet;
    }

    /** Sets the tournament's sheet to that of this start: the sheet of the last start is gone with its imitation. */
    private void follow(FakeSpreadsheet sheet) {
        app.database()
                .write(connection -> {
                    StateTransaction state = new StateTransaction(
                            new SqlSession(app.database(), connection),
                            app.clock().instant().truncatedTo(ChronoUnit.MILLIS),
                            RandomIds.answer(),
                            null);
                    state.sql()
                            .update(
                                    "UPDATE ${tournaments} SET spreadsheet = ? WHERE id = ? AND spreadsheet IS NOT NULL",
                                    sheet.id(),
                                    SPRING);
                    state.sql().update("DELETE FROM ${sheet_rows} WHERE tournament = ?", SPRING);
                    state.markSheet(SPRING);
                    return true;
                })
                .get();
    }

    private void springCup(FakeSpreadsheet sheet) {
        run("Maya", new CreateTournament(SPRING, "league", "Spring Cup", 8, 1));
        run("Otto", new SetWindow(SPRING, SetWindow.Which.REGISTRATION, SetWindow.Wish.OPEN));
        for (String name : List.of("Ann", "Ben", "Cleo", "Dario", "Emil", "Fatma", "Gus")) {
            run(name, new Register(SPRING, name + "#EUW"));
        }
        unverified("Nyx");
        for (String name : List.of("Hana", "Ivo", "Jun")) {
            run(name, new Register(SPRING, name + "#EUW")); // all places are taken: they wait
        }
        refused("Pax", new Register(SPRING, "Αnn#EUW"));
        run("Otto", new SetWindow(SPRING, SetWindow.Which.CHECK_IN, SetWindow.Wish.OPEN));
        for (String name : List.of("Ann", "Cleo", "Emil")) {
            run(name, new CheckIn(SPRING));
        }
        run("Otto", new ChangeSettings(SPRING, null, null, null, null, null, null, null, null, sheet.id(), TAB, null));
    }

    private void duoNight() {
        run("Maya", new CreateTournament(DUO, "league", "Duo Night", 8, 2));
        run("Otto", new SetWindow(DUO, SetWindow.Which.REGISTRATION, SetWindow.Wish.OPEN));
        Map<String, String> teams =
                Map.of("Kira", "Night Owls", "Lumi", "Night Owls", "Milo", "Sunrise", "Oda", "Comets");
        teams.keySet().stream().sorted().forEach(name -> run(name, new Register(DUO, name + "#EUW", teams.get(name))));
    }

    /** Registers a person as if Riot could not be reached. */
    private void unverified(String name) {
        app.database()
                .write(connection -> {
                    String id = RandomIds.answer();
                    StateTransaction state = app.transaction(
                            connection, app.clock().instant().truncatedTo(ChronoUnit.MILLIS), id, person(name));
                    EntryList entries = state.entries(state.lock(SPRING));
                    state.apply(new StateChange.OfEntry(
                            null,
                            new Entry(
                                    SPRING,
                                    person(name),
                                    Entry.Status.REGISTERED,
                                    entries.nextPosition(),
                                    state.now(),
                                    name + "#EUW",
                                    Entry.Verification.UNVERIFIED,
                                    null,
                                    null,
                                    null)));
                    state.audit(new AuditLine(
                            id,
                            person(name),
                            Face.DISCORD,
                            "register",
                            SPRING,
                            AuditLine.Outcome.DONE,
                            "registered {" + person(name) + "}"));
                    return true;
                })
                .get();
    }

    private void grant(String name, Permission level) {
        app.database()
                .write(connection -> new SqlSession(app.database(), connection)
                        .update(
                                "INSERT INTO ${grants} (person, scope, level) VALUES (?, ?, ?)",
                                person(name),
                                Grant.EVERYTHING,
                                level))
                .get();
    }

    private String person(String name) {
        return Objects.requireNonNull(people.get(name), name).id();
    }

    private Answer run(String name, Command command) {
        Answer answer = app.run(command, Caller.of(person(name), Face.WEB)).get();
        if (!answer.done() && !(answer instanceof Answer.Planned)) {
            throw new IllegalStateException(name + " " + command + ": " + answer.text());
        }
        return answer;
    }

    private void refused(String name, Command command) {
        Answer answer = app.run(command, Caller.of(person(name), Face.DISCORD)).get();
        if (!(answer instanceof Answer.Refused)) {
            throw new IllegalStateException(name + " " + command + " was not refused: " + answer.text());
        }
    }
}
