// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.examples.tournament;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bracketwire.Call;
import dev.bracketwire.examples.tournament.Answer.Reason;
import dev.bracketwire.examples.tournament.Ports.ClosedException;
import dev.bracketwire.examples.tournament.Ports.RolePort;
import dev.bracketwire.examples.tournament.Ports.Service;
import dev.bracketwire.examples.tournament.Ports.ServiceAction;
import dev.bracketwire.examples.tournament.Ports.ServicePort;
import dev.bracketwire.examples.tournament.command.ChangeSettings;
import dev.bracketwire.examples.tournament.command.ControlService;
import dev.bracketwire.examples.tournament.command.CreateTournament;
import dev.bracketwire.examples.tournament.command.Forget;
import dev.bracketwire.examples.tournament.command.Register;
import dev.bracketwire.examples.tournament.command.ResetRegistration;
import dev.bracketwire.examples.tournament.command.SetPermission;
import dev.bracketwire.examples.tournament.command.SetWindow;
import dev.bracketwire.examples.tournament.command.SetWindow.Which;
import dev.bracketwire.examples.tournament.command.SetWindow.Wish;
import dev.bracketwire.examples.tournament.state.Entry;
import dev.bracketwire.riot.Account;
import dev.bracketwire.riot.Platform;
import dev.bracketwire.riot.Puuid;
import dev.bracketwire.riot.RiotId;
import dev.bracketwire.riot.ign.Identities;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** Ways around the rules that somebody found who did not write them: by undo, between two steps, by another spelling. */
@ParameterizedClass
@EnumSource(TestDatabase.class)
class AttackedTest {
    @Parameter
    private TestDatabase database = TestDatabase.SQLITE;

    private final KnownAccounts accounts = new KnownAccounts();
    private final Meanwhile identities = new Meanwhile();
    private TournamentScene scene;

    @BeforeEach
    void open() {
        scene = TournamentScene.of(database.open(), identities, 8, 1);
    }

    private void cup(int capacity, int teamSize) {
        scene.close();
        scene = TournamentScene.of(database.open(), identities, capacity, teamSize);
    }

    @AfterEach
    void close() {
        scene.close();
    }

    private static ChangeSettings sheet(String tournament, String spreadsheet, String tab) {
        return new ChangeSettings(tournament, null, null, null, null, null, null, null, null, spreadsheet, tab, null);
    }

    private static ChangeSettings teamSize(int players) {
        return new ChangeSettings("cup", null, null, players, null, null, null, null, null, null, null, null);
    }

    @Test
    void undo_ofSettings_givesNoSheetThatAnotherTournamentHas() {
        cup(2, 1);
        scene.did("Root", new CreateTournament("two", "club", "Two", 2, 1));
        scene.did("Root", sheet("cup", "abc", "Players"));
        Answer removed = scene.did("Root", sheet("cup", "", ""));
        scene.did("Root", sheet("two", "abc", "Players"));

        assertThat(TournamentScene.refused(scene.undo("Root", removed), Reason.CONFLICT)
                        .text())
                .isEqualTo("The tab Players follows Two already. Name another tab, or make one.");
    }

    @Test
    void sheet_writtenAsAddress_isTheOneOfItsId() {
        cup(2, 1);
        scene.did("Root", new CreateTournament("two", "club", "Two", 2, 1));
        scene.did("Root", sheet("cup", "1aBcDeFgHiJkLmNoPqRsTuVwXyZ", "Players"));

        scene.refused(
                "Root",
                Reason.CONFLICT,
                sheet(
                        "two",
                        "https://docs.google.com/spreadsheets/d/1aBcDeFgHiJkLmNoPqRsTuVwXyZ/edit#gid=0",
                        "players"));
    }

    @Test
    void undo_whereEverybodyKeepsAPlace_tellsNobodyOtherwise() {
        cup(1, 1);
        scene.register("Ann", "Ben");
        Answer withdrawn = scene.withdraw("Ann");
        scene.did("Olga", ChangeSettings.capacity("cup", 2, null));

        assertThat(scene.undo("Olga", withdrawn).done()).isTrue();

        assertThat(scene.registered()).containsExactly("Ann", "Ben");
        assertThat(scene.messages("Ben"))
                .containsExactly("A place has become free: you are in Spring Cup now. Check in when check-in opens.");
    }

    @Test
    void undo_ofReset_bringsNoTeamsWhereThereAreNoneByNow() {
        cup(4, 2);
        scene.join("Ann", "Red");
        scene.did("Olga", new SetWindow("cup", Which.REGISTRATION, Wish.CLOSED));
        Answer reset = scene.did("Olga", new ResetRegistration("cup", null));
        scene.did("Olga", teamSize(1));

        TournamentScene.refused(scene.undo("Olga", reset), Reason.CONFLICT);
        scene.did("Olga", teamSize(2));
        assertThat(scene.undo("Olga", reset).done()).isTrue();
    }

    @Test
    void undo_ofSettings_keepsTheTeamSizeOfThoseWhoAreRegistered() {
        cup(4, 2);
        Answer alone = scene.did("Olga", teamSize(1));
        scene.register("Ann");

        TournamentScene.refused(scene.undo("Olga", alone), Reason.CONFLICT);
    }

    @Test
    void register_refusedAfterTheLookAtTheAccount_leavesTheNameToTheEntry() {
        cup(4, 1);
        scene.register("Ann");
        identities.next = () -> scene.did("Olga", new SetWindow("cup", Which.REGISTRATION, Wish.CLOSED));
        scene.refused("Ann", Reason.CLOSED, new Register("cup", "Other#EUW"));
        scene.did("Olga", new SetWindow("cup", Which.REGISTRATION, Wish.OPEN));

        scene.refused("Ben", Reason.CONFLICT, new Register("cup", "Ann#EUW"));
    }

    @Test
    void checkIn_whileThePersonTakesAnotherName_keepsThatOne() {
        cup(4, 1);
        scene.register("Ann");
        identities.next = () -> scene.did("Ann", new Register("cup", "Other#EUW"));

        Answer answer = scene.checkIn("Ann");

        assertThat(scene.entry("Ann").riotId()).as(answer.text()).isEqualTo("Other#EUW");
    }

    @Test
    void team_withACharacterThatTurnsTheText_isRefused() {
        cup(4, 2);

        TournamentScene.refused(scene.join("Ann", "\u202Eder"), Reason.INVALID);
    }

    @Test
    void forget_ofSomebodyWhoHasLeftThePlatform_erases() {
        cup(4, 1);
        scene.register("Ann");

        assertThat(forget(new ClosedException("not a member")).done()).isTrue();
        assertThat(scene.registered()).isEmpty();
    }

    @Test
    void forget_whileRolesCannotBeSet_changesNothing() {
        cup(4, 1);
        scene.register("Ann");

        assertThat(forget(new IllegalStateException("down")).text()).contains("nothing was changed");
        assertThat(scene.registered()).containsExactly("Ann");
    }

    private Answer forget(RuntimeException ofRoles) {
        RolePort roles = (person, tournament, wanted) -> Call.of(context -> CompletableFuture.failedFuture(ofRoles));
        try (TournamentApp app = TournamentApp.builder(scene.db, identities)
                .clock(scene.clock)
                .withoutBackgroundWork()
                .roles(roles)
                .open()) {
            Answer.Planned plan = scene.planned("Root", new Forget(scene.id("Ann"), null));
            return app.run(new Forget(scene.id("Ann"), plan.fingerprint()), scene.caller("Root"))
                    .get();
        }
    }

    @Test
    void forget_ofTwoAdminsByEachOther_leavesOne() throws InterruptedException, ExecutionException {
        cup(4, 1);
        scene.did("Root", new SetPermission(null, scene.id("Zed"), Permission.ADMIN));
        Answer.Planned zed = scene.planned("Root", new Forget(scene.id("Zed"), null));
        Answer.Planned root = scene.planned("Zed", new Forget(scene.id("Root"), null));

        var one = scene.app
                .run(new Forget(scene.id("Zed"), zed.fingerprint()), scene.caller("Root"))
                .start();
        var other = scene.app
                .run(new Forget(scene.id("Root"), root.fingerprint()), scene.caller("Zed"))
                .start();
        one.get();
        other.get();

        assertThat(scene.strings("SELECT person FROM ${grants} WHERE scope = '*'"))
                .hasSize(1);
    }

    @Test
    void forget_whileThePersonRegisters_leavesNoEntry() throws InterruptedException, ExecutionException {
        cup(40, 1);
        for (int i = 0; i < 10; i++) {
            String name = "Sam" + (char) ('a' + i);
            String id = scene.id(name);
            Answer.Planned plan = scene.planned("Root", new Forget(id, null));
            var registered = scene.app
                    .run(new Register("cup", name + "#EUW"), scene.caller(name))
                    .start();
            var erased = scene.app
                    .run(new Forget(id, plan.fingerprint()), scene.caller("Root"))
                    .start();
            registered.get();

            if (erased.get().done()) {
                assertThat(scene.strings("SELECT person FROM ${entries} WHERE person = ?", id))
                        .isEmpty();
            }
        }
    }

    @Test
    void service_restartedWhileTheAuditFails_isNotSaidToBeUnchanged() {
        cup(4, 1);
        ServicePort services = new ServicePort() {
            @Override
            public Call<List<Service>> list() {
                return Call.done(List.of());
            }

            @Override
            public Call<Service> control(String name, ServiceAction action) {
                scene.sql("ALTER TABLE ${audit} RENAME TO gone_" + System.nanoTime());
                return Call.done(new Service(name, "READY", true, scene.clock.instant(), "", null, 2));
            }

            @Override
            public Call<List<String>> log(String name, int lines) {
                return Call.done(List.of());
            }
        };
        try (TournamentApp app = TournamentApp.builder(scene.db, identities)
                .clock(scene.clock)
                .withoutBackgroundWork()
                .services(services)
                .open()) {
            assertThat(app.run(new ControlService("bot", ServiceAction.RESTART), scene.caller("Root"))
                            .get()
                            .text())
                    .startsWith("bot is ready, but the audit could not be written.");
        }
    }

    @Test
    void upstream_afterTheClockWasSetBack_isTriedAgain() {
        cup(4, 1);
        scene.clock.advance(Duration.ofDays(1));
        accounts.down(true);
        scene.register("Ann");
        assertThat(scene.app.upstreams().isDue("riot")).isFalse();
        scene.sql("UPDATE ${upstreams} SET next_try = next_try + 86400000"); // the clock was a day ahead

        assertThat(scene.app.upstreams().isDue("riot")).isTrue();
        assertThat(scene.entry("Ann").verification()).isEqualTo(Entry.Verification.UNVERIFIED);
    }

    /** Lets something happen while Riot is asked. */
    private final class Meanwhile implements Identities {
        private volatile Runnable next = () -> {};

        private void happen() {
            Runnable once = next;
            next = () -> {};
            once.run();
        }

        @Override
        public Call<Account> account(RiotId name) {
            happen();
            return accounts.account(name);
        }

        @Override
        public Call<Account> account(Puuid puuid) {
            happen();
            return accounts.account(puuid);
        }

        @Override
        public Call<Platform> platform(Puuid puuid) {
            return accounts.platform(puuid);
        }

        @Override
        public Call<Integer> icon(Puuid puuid, Platform platform) {
            return accounts.icon(puuid, platform);
        }

        @Override
        public String keyFingerprint() {
            return accounts.keyFingerprint();
        }
    }
}
