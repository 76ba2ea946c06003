// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.examples.tournament;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bracketwire.Call;
import dev.bracketwire.connector.ConnectorConfig;
import dev.bracketwire.connector.ConnectorRegistry;
import dev.bracketwire.connector.limit.Limit;
import dev.bracketwire.examples.tournament.Answer.Reason;
import dev.bracketwire.examples.tournament.Ports.Service;
import dev.bracketwire.examples.tournament.Ports.ServiceAction;
import dev.bracketwire.examples.tournament.Ports.ServicePort;
import dev.bracketwire.examples.tournament.command.CheckIn;
import dev.bracketwire.examples.tournament.command.ControlService;
import dev.bracketwire.examples.tournament.command.ListPeople;
import dev.bracketwire.examples.tournament.command.ListTournaments;
import dev.bracketwire.examples.tournament.command.Register;
import dev.bracketwire.examples.tournament.command.SetPermission;
import dev.bracketwire.examples.tournament.command.ShowConnectors;
import dev.bracketwire.examples.tournament.command.ShowMe;
import dev.bracketwire.examples.tournament.command.ShowRoster;
import dev.bracketwire.examples.tournament.command.ShowServiceLog;
import dev.bracketwire.examples.tournament.command.ShowServices;
import dev.bracketwire.examples.tournament.command.ShowTournament;
import dev.bracketwire.examples.tournament.state.Person;
import dev.bracketwire.store.Database;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Reading commands, services and connectors, and the JSON by which a remote face gets the same answers. */
class FacesTest {
    private final TournamentScene scene = TournamentScene.of(TestDatabase.SQLITE.open(), new KnownAccounts(), 1, 1);

    @AfterEach
    void close() {
        scene.close();
    }

    @Test
    void lists_forEverybody_holdNamesOnly() {
        scene.register("Anna", "Bert");
        scene.did("Anna", new CheckIn("cup"));
        Caller visitor = Caller.visitor(Face.WEB);

        Answer shown = scene.app.run(new ShowTournament("cup"), visitor).get();
        Answer all = scene.app.run(new ListTournaments(), visitor).get();

        assertThat(shown.text())
                .isEqualTo("Spring Cup: 1 of 1 places taken, 1 waiting, registration open, check-in open");
        String json = AppJson.write(shown);
        assertThat(json)
                .contains("Anna")
                .doesNotContain("#EUW")
                .doesNotContain("p-")
                .doesNotContain("1000000000");
        assertThat(all.data(ListTournaments.Tournaments.class).tournaments())
                .singleElement()
                .satisfies(cup -> assertThat(cup.checkedIn()).isEqualTo(1));
    }

    @Test
    void roster_forStaff_holdsAccountsAndNumbers() {
        scene.register("Anna", "Bert", "Carl");

        var rows = scene.did("Olga", new ShowRoster("cup"))
                .data(ShowRoster.Roster.class)
                .rows();

        assertThat(rows).extracting(ShowRoster.RosterRow::name).containsExactly("Anna", "Bert", "Carl");
        assertThat(rows).extracting(ShowRoster.RosterRow::waitlistNumber).containsExactly(0, 1, 2);
        assertThat(rows.get(0).discord()).isEqualTo(scene.person("Anna").discord());
        assertThat(scene.did("Root", new ListPeople()).text()).isEqualTo("5 people");
    }

    @Test
    void answers_asJson_areReadAsTheSame() {
        scene.register("Anna");
        for (Answer answer : List.of(
                scene.did("Anna", new ShowMe()),
                scene.checkIn("Bert"),
                scene.checkIn("Anna"),
                new Answer.Failed("A-X", "text"))) {
            Answer read = AppJson.read(AppJson.write(answer), Answer.class);

            assertThat(read.id()).isEqualTo(answer.id());
            assertThat(read.text()).isEqualTo(answer.text());
            assertThat(read.getClass()).isEqualTo(answer.getClass());
        }
        Answer me = AppJson.read(AppJson.write(scene.did("Anna", new ShowMe())), Answer.class);
        assertThat(me.data(ShowMe.Me.class))
                .isEqualTo(scene.did("Anna", new ShowMe()).data(ShowMe.Me.class));
        for (Command command : List.of(
                new Register("cup", "Anna#EUW", "Team").onWaitlist(),
                new CheckIn("cup", null, true),
                new SetPermission("cup", "p-1", Permission.ADMIN))) {
            assertThat(AppJson.read(AppJson.write(command), command.getClass())).isEqualTo(command);
        }
    }

    @Test
    void commands_listed_haveNamesAndPathsOfTheirOwn() {
        assertThat(Commands.all()).hasSameSizeAs(Commands.types());
        assertThat(Commands.types().stream()
                        .map(Commands::operation)
                        .map(operation -> operation.method() + " " + operation.path()))
                .doesNotHaveDuplicates();
        assertThat(Commands.name(new ShowMe())).isEqualTo("me");
        assertThat(Commands.types())
                .allSatisfy(
                        type -> assertThat(Commands.operation(type).summary()).matches("[A-Z].*[.]"));
    }

    @Test
    void services_withoutSupervisor_areUnavailable() {
        scene.refused("Olga", Reason.UNAVAILABLE, new ShowServices());
        scene.refused("Root", Reason.UNAVAILABLE, new ShowServiceLog("api", 5));
        assertThat(scene.did("Olga", new ShowConnectors()).text())
                .isEqualTo("0 connectors, 0 platforms cannot be reached");
    }

    @Test
    void services_ofASupervisor_areShownAndControlled() {
        Database db = Database.inMemory();
        try (ConnectorRegistry registry = ConnectorRegistry.builder()
                        .add(ConnectorConfig.builder("chests", URI.create("http://127.0.0.1:9"))
                                .limit(Limit.of(5, Duration.ofSeconds(1)))
                                .build())
                        .build();
                TournamentApp app = TournamentApp.builder(db, new KnownAccounts())
                        .services(new TwoServices())
                        .connectors(registry)
                        .withoutBackgroundWork()
                        .open()) {
            Person root = app.addPerson("Root").get();
            app.run(new SetPermission(null, root.id(), Permission.ADMIN), Caller.schedule())
                    .get();
            Caller caller = Caller.of(root.id(), Face.TERMINAL);

            assertThat(app.run(new ShowServices(), caller).get().text()).isEqualTo("1 of 2 services work");
            assertThat(app.run(new ControlService("web", ServiceAction.RESTART), caller)
                            .get()
                            .text())
                    .isEqualTo("web is running.");
            assertThat(app.run(new ShowServiceLog("web", 100_000), caller)
                            .get()
                            .data(ShowServiceLog.ServiceLog.class)
                            .lines())
                    .containsExactly("5000 of web");
            assertThat(app.run(new ShowConnectors(), caller)
                            .get()
                            .data(ShowConnectors.Connectors.class)
                            .connectors())
                    .singleElement()
                    .satisfies(each -> assertThat(each.name()).isEqualTo("chests"));
        }
        db.close();
    }

    private static final class TwoServices implements ServicePort {
        private static Service service(String name, boolean ready) {
            return new Service(name, ready ? "RUNNING" : "STOPPED", ready, Instant.EPOCH, "why", null, 1);
        }

        @Override
        public Call<List<Service>> list() {
            return Call.done(List.of(service("api", true), service("web", false)));
        }

        @Override
        public Call<Service> control(String name, ServiceAction action) {
            return Call.done(service(name, action != ServiceAction.STOP));
        }

        @Override
        public Call<List<String>> log(String name, int lines) {
            return Call.done(List.of(lines + " of " + name));
        }
    }
}
