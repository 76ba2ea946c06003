// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.examples.tournament;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bracketwire.examples.tournament.Answer.Reason;
import dev.bracketwire.examples.tournament.command.ChangeSettings;
import dev.bracketwire.examples.tournament.command.CheckIn;
import dev.bracketwire.examples.tournament.command.CreateTournament;
import dev.bracketwire.examples.tournament.command.Register;
import dev.bracketwire.examples.tournament.command.ResetCheckIn;
import dev.bracketwire.examples.tournament.command.ResetRegistration;
import dev.bracketwire.examples.tournament.command.SetPermission;
import dev.bracketwire.examples.tournament.command.SetWindow;
import dev.bracketwire.examples.tournament.command.SetWindow.Which;
import dev.bracketwire.examples.tournament.command.SetWindow.Wish;
import dev.bracketwire.examples.tournament.command.ShowMe;
import dev.bracketwire.examples.tournament.command.Undo;
import dev.bracketwire.examples.tournament.state.Entry;
import dev.bracketwire.examples.tournament.state.Tournament;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** Changes of several records: shown as a plan, confirmed, applied and undone. */
@ParameterizedClass
@EnumSource(TestDatabase.class)
class PlansTest {
    @Parameter
    private TestDatabase database = TestDatabase.SQLITE;

    private TournamentScene scene;

    @BeforeEach
    void open() {
        scene = TournamentScene.of(database.open(), new KnownAccounts(), 2, 1);
    }

    @AfterEach
    void close() {
        scene.close();
    }

    private List<Entry> records() {
        return List.copyOf(java.util.stream.StreamSupport.stream(scene.entries().spliterator(), false)
                .toList());
    }

    @Test
    void reset_planned_changesNothingAndCountsWhatItWould() {
        scene.register("Ann", "Ben", "Cid");
        List<Entry> before = records();

        Answer.Planned plan = scene.planned("Olga", new ResetRegistration("cup", null));

        assertThat(plan.text()).isEqualTo("Reset of registration of Spring Cup: 4 changes");
        assertThat(plan.changes())
                .containsExactly(
                        "cup: registration is closed by hand",
                        "Ann gives up a place",
                        "Ben gives up a place",
                        "Cid leaves the waitlist");
        assertThat(plan.undoable()).isTrue();
        assertThat(records()).isEqualTo(before);
        assertThat(scene.audit().get(0).command()).as("a plan is no change").isEqualTo("register");
    }

    @Test
    void reset_confirmedThenUndone_restoresExactly() {
        scene.register("Ann", "Ben", "Cid");
        scene.did("Ann", new CheckIn("cup"));
        List<Entry> before = records();
        Tournament settings = scene.settings();

        Answer.Planned plan = scene.planned("Olga", new ResetRegistration("cup", null));
        Answer done = scene.did("Olga", new ResetRegistration("cup", plan.fingerprint()));
        assertThat(done.text()).isEqualTo("Reset of registration of Spring Cup: 4 changes made.");
        assertThat(records()).isEmpty();
        scene.refused("Dan", Reason.CLOSED, new Register("cup", "Dan#EUW"));
        assertThat(scene.undo("Olga", done).done()).isTrue();

        assertThat(records()).isEqualTo(before);
        assertThat(scene.settings()).isEqualTo(settings);
        assertThat(scene.messages("Cid"))
                .containsExactlyInAnyOrder(
                        "You are no longer in Spring Cup. Ask an organiser if you did not expect this.",
                        "You are on the waitlist of Spring Cup as Cid#EUW.");
    }

    @Test
    void reset_confirmedAfterAChange_isStaleAndDoesNothing() {
        scene.register("Ann", "Ben");
        Answer.Planned plan = scene.planned("Olga", new ResetRegistration("cup", null));
        scene.register("Cid");

        Answer stale = scene.refused("Olga", Reason.STALE, new ResetRegistration("cup", plan.fingerprint()));

        assertThat(stale.text()).contains("nothing was done");
        scene.refused("Olga", Reason.STALE, new ResetRegistration("cup", "made up"));
        assertThat(scene.registered()).containsExactly("Ann", "Ben");
    }

    @Test
    void resetCheckIn_confirmed_touchesNothingElse() {
        scene.register("Ann", "Ben", "Cid");
        List<Entry> before = records();
        scene.did("Ann", new CheckIn("cup"));
        scene.did("Ben", new CheckIn("cup"));

        Answer.Planned plan = scene.planned("Olga", new ResetCheckIn("cup", null));
        scene.did("Olga", new ResetCheckIn("cup", plan.fingerprint()));

        assertThat(records()).isEqualTo(before);
        assertThat(scene.did("Olga", new ResetCheckIn("cup", null)).text())
                .isEqualTo("Reset of check-in of Spring Cup: nothing would change.");
    }

    @Test
    void undo_ofWithdrawalThatPromoted_takesBothBack() {
        scene.register("Ann", "Ben", "Cid");
        List<Entry> before = records();
        Answer left = scene.withdraw("Ann");
        assertThat(scene.registered()).containsExactly("Ben", "Cid");

        assertThat(scene.undo("Olga", left).done()).isTrue();

        assertThat(records()).isEqualTo(before);
        assertThat(scene.messages("Cid"))
                .containsExactlyInAnyOrder(
                        "A place has become free: you are in Spring Cup now. Check in when check-in opens.",
                        "Your place in Spring Cup was taken back: you are on the waitlist again.");
    }

    @Test
    void undo_ofAnUndo_doesItAgain() {
        scene.register("Ann", "Ben", "Cid");
        Answer left = scene.withdraw("Ann");
        List<Entry> after = records();

        Answer undone = scene.undo("Olga", left);
        Answer twice = scene.as("Olga", new Undo("cup", left.id(), null));
        TournamentScene.refused(twice, Reason.CONFLICT);
        assertThat(twice.text()).isEqualTo(left.id() + " was undone already, by " + undone.id() + ".");
        assertThat(scene.undo("Olga", undone).done()).isTrue();

        assertThat(records()).isEqualTo(after);
    }

    @Test
    void undo_afterARecordWasChanged_isRefusedAsAWhole() {
        scene.register("Ann", "Ben", "Cid");
        Answer left = scene.withdraw("Ann");
        Answer.Planned plan = (Answer.Planned) scene.as("Olga", new Undo("cup", left.id(), null));
        scene.did("Cid", new CheckIn("cup"));
        List<Entry> before = records();

        Answer stale = scene.as("Olga", new Undo("cup", left.id(), plan.fingerprint()));

        TournamentScene.refused(stale, Reason.STALE);
        assertThat(records()).isEqualTo(before);
        assertThat(stale.text()).contains("Cid").contains("nothing was changed");
    }

    @Test
    void undo_ofWithdrawalWhosePlaceIsTaken_isRefused() {
        scene.register("Ann", "Ben");
        Answer left = scene.withdraw("Ann");
        scene.register("Cid");

        TournamentScene.refused(scene.undo("Olga", left), Reason.CONFLICT);

        assertThat(scene.registered()).containsExactly("Ben", "Cid");
    }

    @Test
    void undo_ofWithdrawalWhoseAccountPlaysForAnother_isRefused() {
        scene.register("Ann");
        Answer left = scene.withdraw("Ann");
        scene.did("Ben", new Register("cup", "ANN#EUW"));

        Answer refused = TournamentScene.refused(scene.undo("Olga", left), Reason.CONFLICT);

        assertThat(refused.text()).contains("Ann#EUW");
        assertThat(scene.registered()).containsExactly("Ben");
    }

    @Test
    void undo_ofRegistration_bringsTheNextUp() {
        scene.register("Ann");
        Answer registered = scene.did("Ben", new Register("cup", "Ben#EUW"));
        scene.register("Cid");

        assertThat(scene.undo("Olga", registered).done()).isTrue();

        assertThat(scene.registered()).containsExactly("Ann", "Cid");
    }

    @Test
    void undo_ofMorePlaces_isRefusedWhileTheyAreTaken() {
        Answer more = scene.did("Olga", ChangeSettings.capacity("cup", 3, null));
        scene.register("Ann", "Ben", "Cid");

        TournamentScene.refused(scene.undo("Olga", more), Reason.CONFLICT);
        scene.withdraw("Cid");
        assertThat(scene.undo("Olga", more).done()).isTrue();

        assertThat(scene.settings().capacity()).isEqualTo(2);
    }

    @Test
    void undo_ofCreation_isRefusedWhileSomebodyIsRegistered() {
        Answer created = scene.did("Root", new CreateTournament("late", "club", "Late Cup", 4, 1));
        Answer opened = scene.did("Root", new SetWindow("late", Which.REGISTRATION, Wish.OPEN));
        scene.did("Ann", new Register("late", "Ann#EUW"));
        scene.did("Root", new Undo("late", opened.id(), null));

        TournamentScene.refused(scene.as("Root", new Undo(null, created.id(), null)), Reason.CONFLICT);
        scene.did("Ann", new ShowMe());
        scene.did("Ann", new dev.bracketwire.examples.tournament.command.Withdraw("late", null));
        scene.did("Root", new Undo(null, created.id(), null));

        scene.refused("Ann", Reason.NOT_FOUND, new Register("late", "Ann#EUW"));
    }

    @Test
    void undo_ofAGrant_needsAnAdminAndKeepsOne() {
        Answer organiser = scene.did("Root", new SetPermission("cup", scene.id("Otto"), Permission.ORGANISER));
        Answer revoked = scene.did("Root", new SetPermission("cup", scene.id("Olga"), null));

        TournamentScene.refused(scene.undo("Otto", revoked), Reason.FORBIDDEN);
        TournamentScene.refused(scene.undo("Otto", organiser), Reason.FORBIDDEN);
        scene.refused("Otto", Reason.FORBIDDEN, new Undo(null, organiser.id(), null));
        assertThat(scene.undo("Root", revoked).done()).isTrue();
        Answer second = scene.did("Root", new SetPermission(null, scene.id("Rita"), Permission.ADMIN));
        scene.did("Rita", new SetPermission(null, scene.id("Root"), null));

        scene.refused("Rita", Reason.CONFLICT, new Undo(null, second.id(), null));
    }

    @Test
    void undo_ofWhatHasChangedNothing_isRefused() {
        Answer refused = scene.as("Ann", new CheckIn("cup"));

        TournamentScene.refused(scene.undo("Olga", refused), Reason.CONFLICT);
        scene.refused("Olga", Reason.NOT_FOUND, new Undo("cup", "A-NONE", null));
        Answer inCup = scene.did("Olga", new SetWindow("cup", Which.CHECK_IN, Wish.CLOSED));
        scene.refused("Root", Reason.NOT_FOUND, new Undo(null, inCup.id(), null));
    }
}
