// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.examples.tournament;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bracketwire.examples.tournament.Answer.Reason;
import dev.bracketwire.examples.tournament.command.ChangeSettings;
import dev.bracketwire.examples.tournament.command.Choose;
import dev.bracketwire.examples.tournament.command.Register;
import dev.bracketwire.examples.tournament.command.ResetRegistration;
import dev.bracketwire.examples.tournament.command.SetWindow;
import dev.bracketwire.examples.tournament.command.SetWindow.Which;
import dev.bracketwire.examples.tournament.command.SetWindow.Wish;
import dev.bracketwire.store.Database;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is kept when the application is started again on the same file. */
class RestartTest {
    @TempDir
    private Path directory;

    private TournamentScene again(TournamentScene before, KnownAccounts accounts) {
        before.close();
        return before.node(Database.open(directory.resolve("app.db")), accounts);
    }

    @Test
    void restart_afterDecisionsByHand_keepsThemAndWhatWasOffered() {
        KnownAccounts accounts = new KnownAccounts();
        TournamentScene scene = TournamentScene.of(Database.open(directory.resolve("app.db")), accounts, 2, 2);
        scene.join("Anna", "Dragons");
        Answer asked = TournamentScene.refused(scene.join("Bert", "Dragon"), Reason.CHOOSE);
        scene.did(
                "Olga",
                new Register("cup", "Carl#EUW", "Wolves")
                        .person(scene.id("Carl"))
                        .onWaitlist());
        String opens = TournamentScene.START.minusSeconds(60).toString();
        scene.did("Olga", new ChangeSettings("cup", null, null, null, null, opens, null, null, null, null, null, null));
        scene.did("Olga", new SetWindow("cup", Which.REGISTRATION, Wish.CLOSED));
        Answer.Planned plan = scene.planned("Olga", new ResetRegistration("cup", null));

        scene = again(scene, accounts);
        try (TournamentScene restarted = scene) {
            restarted.refused("Dora", Reason.CLOSED, new Register("cup", "Dora#EUW", "Foxes"));
            assertThat(restarted.messages("Carl"))
                    .containsExactly("You are on the waitlist of Spring Cup as Carl#EUW.");
            restarted.did("Olga", new SetWindow("cup", Which.REGISTRATION, Wish.SCHEDULE));
            assertThat(restarted.did("Bert", new Choose(asked.id(), 1)).text()).contains("in team Dragons");
            restarted.refused("Olga", Reason.STALE, new ResetRegistration("cup", plan.fingerprint()));
        }
    }

    @Test
    void restart_withAPlanSeenBefore_takesItsConfirmation() {
        KnownAccounts accounts = new KnownAccounts();
        TournamentScene scene = TournamentScene.of(Database.open(directory.resolve("app.db")), accounts, 2, 1);
        scene.register("Anna", "Bert", "Carl");
        Answer.Planned plan = scene.planned("Olga", new ResetRegistration("cup", null));

        try (TournamentScene restarted = again(scene, accounts)) {
            Answer done = restarted.did("Olga", new ResetRegistration("cup", plan.fingerprint()));
            assertThat(restarted.entries().size()).isZero();
            assertThat(restarted.undo("Olga", done).done()).isTrue();
            assertThat(restarted.waiting()).containsExactly("Carl");
        }
    }
}
