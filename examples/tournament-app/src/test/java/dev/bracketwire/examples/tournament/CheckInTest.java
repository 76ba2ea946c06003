// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.examples.tournament;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bracketwire.examples.tournament.Answer.Reason;
import dev.bracketwire.examples.tournament.command.ChangeSettings;
import dev.bracketwire.examples.tournament.command.CheckIn;
import dev.bracketwire.examples.tournament.command.SetWindow;
import dev.bracketwire.examples.tournament.command.SetWindow.Which;
import dev.bracketwire.examples.tournament.command.SetWindow.Wish;
import dev.bracketwire.examples.tournament.command.TournamentView.WindowView;
import dev.bracketwire.examples.tournament.state.Entry;
import dev.bracketwire.examples.tournament.state.Window;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** Check-in, and the windows of check-in and registration. */
@ParameterizedClass
@EnumSource(TestDatabase.class)
class CheckInTest {
    private final KnownAccounts accounts = new KnownAccounts();

    @Parameter
    private TestDatabase database = TestDatabase.SQLITE;

    private TournamentScene scene;

    @BeforeEach
    void open() {
        scene = TournamentScene.of(database.open(), accounts, 2, 1);
        scene.register("Ann", "Ben", "Cid");
    }

    @AfterEach
    void close() {
        scene.close();
    }

    @Test
    void checkIn_twice_changesNothingTheSecondTime() {
        Answer first = scene.did("Ann", new CheckIn("cup"));
        Entry entry = scene.entry("Ann");
        List<String> events = scene.strings("SELECT number FROM ${events}");
        scene.clock.advance(Duration.ofMinutes(1));

        Answer second = scene.did("Ann", new CheckIn("cup"));

        assertThat(first.text()).isEqualTo("Checked in as Ann#EUW.");
        assertThat(entry.checkedIn()).isEqualTo(TournamentScene.START);
        assertThat(second.text()).isEqualTo("Checked in already.");
        assertThat(scene.entry("Ann")).isEqualTo(entry);
        assertThat(scene.strings("SELECT number FROM ${events}")).isEqualTo(events);
    }

    @Test
    void checkIn_twiceAtOnce_changesTheEntryOnce() {
        List<CompletableFuture<Answer>> both = Stream.of(1, 2)
                .map(each ->
                        scene.app.run(new CheckIn("cup"), scene.caller("Ann")).start())
                .toList();

        assertThat(both).allSatisfy(each -> assertThat(each.join().done()).isTrue());
        assertThat(scene.audit().stream().filter(line -> line.command().equals("check-in") && line.changes() > 0))
                .hasSize(1);
    }

    @Test
    void checkIn_byNameInThePlaceOfAnId_saysWhereTheIdsAre() {
        assertThat(scene.refused("Olga", Reason.NOT_FOUND, new CheckIn("cup", "Ben", false))
                        .text())
                .isEqualTo("There is no person \"Ben\": people have ids that begin with p-. See the roster.");
    }

    @Test
    void checkIn_ofOneWhoIsNotRegistered_tellsWhatToDo() {
        assertThat(scene.refused("Dan", Reason.NOT_FOUND, new CheckIn("cup")).text())
                .isEqualTo("Dan is not registered for Spring Cup. Register first.");
        scene.did("Olga", new SetWindow("cup", Which.REGISTRATION, Wish.CLOSED));
        assertThat(scene.refused("Dan", Reason.NOT_FOUND, new CheckIn("cup")).text())
                .isEqualTo("Dan is not registered for Spring Cup. Registration is closed: ask an organiser.");
        assertThat(scene.refused("Cid", Reason.CONFLICT, new CheckIn("cup")).text())
                .isEqualTo("Cid is on the waitlist of Spring Cup and can check in only once a place is free.");
    }

    @Test
    void checkIn_ofRenamedAccount_takesTheNewNameOver() {
        accounts.rename("Ann#EUW", "Annabel#NEW");

        Answer answer = scene.did("Ann", new CheckIn("cup"));

        assertThat(answer.text())
                .isEqualTo("Checked in. You are called Annabel#NEW now, and the list says so (it said Ann#EUW).");
        assertThat(scene.entry("Ann").riotId()).isEqualTo("Annabel#NEW");
        assertThat(scene.registered()).as("the row stays").containsExactly("Ann", "Ben");
    }

    @Test
    void checkIn_takenBack_isForItsOwnerAndOrganisers() {
        scene.did("Ann", new CheckIn("cup"));

        scene.refused("Ben", Reason.FORBIDDEN, new CheckIn("cup", scene.id("Ann"), true));
        scene.did("Ann", new CheckIn("cup", null, true));
        assertThat(scene.entry("Ann").checkedIn()).isNull();
        assertThat(scene.did("Ann", new CheckIn("cup", null, true)).text())
                .isEqualTo("Not checked in, so there is nothing to take back.");
        scene.did("Olga", new CheckIn("cup", scene.id("Ann"), false));
        scene.did("Olga", new CheckIn("cup", scene.id("Ann"), true));

        assertThat(scene.messages("Ann"))
                .containsExactly("Your check-in for Spring Cup was taken back. Check in again while check-in is open.");
    }

    @Test
    void checkIn_inClosedWindow_isRefusedButNotForOrganisers() {
        scene.did("Olga", new SetWindow("cup", Which.CHECK_IN, Wish.CLOSED));

        assertThat(scene.refused("Ann", Reason.CLOSED, new CheckIn("cup")).text())
                .isEqualTo("Check-in for Spring Cup is closed. Ask an organiser.");
        scene.did("Olga", new CheckIn("cup", scene.id("Ann"), false));

        assertThat(scene.entry("Ann").checkedIn()).isNotNull();
    }

    @Test
    void windows_openedAndClosed_areSeparateAndRepeatable() {
        for (int i = 0; i < 2; i++) {
            Answer closed = scene.did("Olga", new SetWindow("cup", Which.REGISTRATION, Wish.CLOSED));
            assertThat(closed.text()).isEqualTo(i == 0 ? "Registration is closed." : "Registration is closed already.");
            assertThat(closed.data(WindowView.class).open()).isFalse();
            assertThat(scene.settings().checkIn().isOpen(TournamentScene.START)).isTrue();
        }
        for (int i = 0; i < 2; i++) {
            scene.did("Olga", new SetWindow("cup", Which.CHECK_IN, Wish.CLOSED));
            scene.did("Olga", new SetWindow("cup", Which.REGISTRATION, Wish.OPEN));
        }

        assertThat(scene.settings().registration().byHand()).isEqualTo(Window.ByHand.OPEN);
        assertThat(scene.settings().checkIn().byHand()).isEqualTo(Window.ByHand.CLOSED);
    }

    @Test
    void windows_byTheirSchedule_openAndCloseWithTheClock() {
        Instant opens = TournamentScene.START.plusSeconds(60);
        scene.did("Olga", new SetWindow("cup", Which.CHECK_IN, Wish.SCHEDULE));
        scene.did(
                "Olga",
                new ChangeSettings(
                        "cup",
                        null,
                        null,
                        null,
                        null,
                        null,
                        null,
                        opens.toString(),
                        opens.plusSeconds(60).toString(),
                        null,
                        null,
                        null));

        assertThat(scene.refused("Ann", Reason.CLOSED, new CheckIn("cup")).text())
                .isEqualTo("Check-in for Spring Cup is closed. It opens at 2026-12-05T12:01:00Z.");
        scene.clock.advance(Duration.ofSeconds(60));
        scene.did("Ann", new CheckIn("cup"));
        scene.clock.advance(Duration.ofSeconds(60));
        scene.refused("Ben", Reason.CLOSED, new CheckIn("cup"));
        scene.did("Olga", new SetWindow("cup", Which.CHECK_IN, Wish.OPEN));

        scene.did("Ben", new CheckIn("cup"));
    }
}
