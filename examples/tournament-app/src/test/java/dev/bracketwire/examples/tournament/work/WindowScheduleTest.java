// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.examples.tournament.work;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bracketwire.examples.tournament.command.ChangeSettings;
import dev.bracketwire.examples.tournament.command.SetWindow;
import dev.bracketwire.examples.tournament.state.Window;
import dev.bracketwire.store.Database;
import java.time.Duration;
import java.util.List;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

class WindowScheduleTest {
    private static final String LINES =
            "SELECT summary FROM ${audit} WHERE actor = 'schedule' AND summary LIKE '%by its schedule' ORDER BY number";

    /** Opens check-in in one hour, for two hours. */
    private static void schedule(WorkScene scene) {
        scene.cup(4);
        scene.done(new SetWindow(WorkScene.CUP, SetWindow.Which.CHECK_IN, SetWindow.Wish.SCHEDULE));
        scene.done(new ChangeSettings(
                WorkScene.CUP,
                null,
                null,
                null,
                null,
                null,
                null,
                scene.clock.instant().plus(Duration.ofHours(1)).toString(),
                scene.clock.instant().plus(Duration.ofHours(3)).toString(),
                null,
                null,
                null));
    }

    @Test
    void run_overTwoNodesAndARestart_keepsEachLineOnce() {
        Supplier<Database> nodes = WorkStore.nodes();
        try (WorkScene one = new WorkScene(nodes.get(), null);
                WorkScene two = one.node(nodes.get())) {
            schedule(one);
            one.clock.advance(Duration.ofHours(1));
            WorkScene.await()
                    .untilAsserted(
                            () -> assertThat(two.texts(LINES)).containsExactly("check-in is open by its schedule"));
            one.app.close();
            two.restart();
            two.clock.advance(Duration.ofHours(2));
            WorkScene.await()
                    .untilAsserted(() -> assertThat(two.texts(LINES))
                            .containsExactly("check-in is open by its schedule", "check-in is closed by its schedule"));
            assertThat(two.texts("SELECT state FROM ${window_states} WHERE name = 'check-in'"))
                    .containsExactly("closed");
        }
    }

    @Test
    void run_closedByHand_staysClosedOverARestart() {
        try (WorkScene scene = new WorkScene()) {
            schedule(scene);
            scene.clock.advance(Duration.ofHours(1));
            WorkScene.await().untilAsserted(() -> assertThat(scene.texts(LINES)).hasSize(1));
            scene.done(new SetWindow(WorkScene.CUP, SetWindow.Which.CHECK_IN, SetWindow.Wish.CLOSED));
            scene.done(new SetWindow(WorkScene.CUP, SetWindow.Which.CHECK_IN, SetWindow.Wish.CLOSED));
            WorkScene.await()
                    .untilAsserted(
                            () -> assertThat(scene.texts("SELECT state FROM ${window_states} WHERE name = 'check-in'"))
                                    .containsExactly("closed"));
            scene.restart();
            scene.done(new SetWindow(WorkScene.CUP, SetWindow.Which.REGISTRATION, SetWindow.Wish.CLOSED));
            WorkScene.await()
                    .untilAsserted(() -> assertThat(
                                    scene.texts("SELECT state FROM ${window_states} WHERE name = 'registration'"))
                            .containsExactly("closed")); // so the loop had a turn since
            Window window = scene.app
                    .read(state -> state.tournament(WorkScene.CUP).checkIn())
                    .get();
            assertThat(window.isOpen(scene.clock.instant())).isFalse();
            assertThat(scene.texts(LINES)).containsExactly("check-in is open by its schedule");
        }
    }

    @Test
    void run_opening_isAnEventForOpenPages() {
        try (WorkScene scene = new WorkScene()) {
            schedule(scene);
            List<String> before = scene.texts("SELECT topic FROM ${events} WHERE topic = 'tournament'");
            scene.clock.advance(Duration.ofHours(1));
            WorkScene.await()
                    .untilAsserted(
                            () -> assertThat(scene.texts("SELECT topic FROM ${events} WHERE topic = 'tournament'"))
                                    .hasSize(before.size() + 1));
        }
    }
}
