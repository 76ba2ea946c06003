// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.examples.tournament.work;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bracketwire.examples.tournament.Caller;
import dev.bracketwire.examples.tournament.Face;
import dev.bracketwire.examples.tournament.command.Register;
import dev.bracketwire.examples.tournament.command.Withdraw;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Sheets in which people do what nobody expects. */
class SheetAttackedTest {
    private final SheetScene sheet = new SheetScene(8, 1);
    private final WorkScene scene = sheet.scene;

    @AfterEach
    void close() {
        sheet.close();
    }

    @Test
    void columnOfNames_renamed_stopsTheSheetUntilItIsBack() {
        scene.register("Ann", "Ben");
        sheet.awaitSame();
        sheet.tab.set("A1", "Whatever");
        List<?> before = sheet.tab.rows();
        scene.register("Cid");
        WorkScene.await().until(() -> sheet.view().sentence().startsWith("The sheet cannot be followed: "));

        assertThat(sheet.view().current()).isFalse();
        assertThat(sheet.view().edits()).as("nobody was removed by hand").isEmpty();
        assertThat(sheet.tab.rows()).isEqualTo(before);

        sheet.tab.set("A1", "Discord");
        scene.clock.advance(Duration.ofSeconds(61));
        sheet.awaitSame();
    }

    @Test
    void columnOfGameNames_goneForAWhile_isFilledOnceItIsBack() {
        scene.register("Ann");
        sheet.awaitSame();
        sheet.tab.set("B1", "Whatever");
        scene.register("Ben");
        WorkScene.await()
                .until(() -> sheet.rows().containsKey("Ben") && sheet.view().current());

        sheet.tab.set("B1", "Riot ID");
        scene.clock.advance(Duration.ofSeconds(15));
        sheet.awaitSame();
    }

    @Test
    void leaver_whoseRowWasChangedByHand_isNotOverwritten() {
        scene.register("Ann");
        sheet.awaitSame();
        sheet.tab.set("B" + sheet.place("Ann"), "Zoe#EUW");
        scene.as("Ann", new Withdraw("cup", null));
        scene.register("Ben");
        sheet.look();

        assertThat(sheet.tab.cell("B" + sheet.place("Ann"))).isEqualTo("Zoe#EUW");
        assertThat(sheet.rows()).containsKey("Ben");
        assertThat(sheet.view().edits())
                .containsExactly(
                        "Ann has left, and their row was changed by hand since. Remove the row if that is settled.");
    }

    @Test
    void names_thatDifferInCaseOnly_haveKeysThatTheSheetTellsApart() {
        for (String name : List.of("Sam", "SAM", "sam")) {
            String person = scene.app.addPerson(name).get().id();
            scene.app
                    .run(
                            new Register("cup", name + name.length() + person.substring(2, 6) + "#EUW"),
                            Caller.of(person, Face.WEB))
                    .get();
        }
        sheet.awaitCurrent();
        sheet.look();

        assertThat(sheet.rows()).hasSize(3);
        assertThat(sheet.view().problems()).isEmpty();
    }
}
