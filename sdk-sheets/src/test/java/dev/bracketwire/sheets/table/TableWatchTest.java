// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.sheets.table;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.bracketwire.testkit.Answer;
import dev.bracketwire.testkit.ManualClock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

class TableWatchTest {
    private static final class Heard implements TableListener {
        final List<String> all = new CopyOnWriteArrayList<>();

        @Override
        public void added(SheetRecord record) {
            all.add("added " + record.key());
        }

        @Override
        public void changed(SheetRecord before, SheetRecord after) {
            all.add("changed " + after.key() + " " + before.text("team") + " -> " + after.text("team"));
        }

        @Override
        public void removed(SheetRecord record) {
            all.add("removed " + record.key());
            throw new IllegalStateException("a listener that fails");
        }

        @Override
        public void failed(RuntimeException failure) {
            all.add("failed");
        }

        @Override
        public void recovered() {
            all.add("recovered");
        }
    }

    @Test
    void watch_ofATable_reportsWhatChangedByKey() {
        try (TableScene scene =
                new TableScene(6, List.of(TableScene.player("ann", "Ann#EUW"), TableScene.player("ben", "Ben#EUW")))) {
            Heard heard = new Heard();
            TableWatch watch = scene.players().watch(Duration.ofSeconds(10), heard);
            look(scene);
            scene.tab.sort("A3:G8", 1, false); // the order of rows is no change
            look(scene);
            assertThat(heard.all).isEmpty();
            scene.tab.set("A8", "cid").set("G8", "Blue");
            look(scene);
            assertThat(heard.all).containsExactly("added cid");
            scene.tab.set("G8", "Red");
            look(scene);
            scene.tab.set("A8", "");
            look(scene);
            assertThat(heard.all).containsExactly("added cid", "changed cid Blue -> Red", "removed cid");
            scene.google.answerNext(Answer.of(403).html(), Answer.of(403).html());
            look(scene);
            look(scene);
            assertThat(heard.all.subList(3, heard.all.size())).containsExactly("failed", "recovered");
            watch.close();
            Awaitility.await().atMost(Duration.ofMinutes(1)).until(() -> {
                look(scene.clock);
                return scene.clock.pending() == 0;
            });
            int calls = scene.google.calls().size();
            scene.clock.advance(Duration.ofMinutes(1));
            assertThat(scene.google.calls()).hasSize(calls);
        }
    }

    /** Lets the watch look twice more: when it begins the second look, it has compared the first. */
    private static void look(TableScene scene) {
        int before = scene.google.calls().size();
        Awaitility.await().atMost(Duration.ofMinutes(1)).until(() -> {
            look(scene.clock);
            return scene.google.calls().size() >= before + 2;
        });
    }

    private static void look(ManualClock clock) {
        clock.advance(Duration.ofSeconds(10));
    }

    @Test
    void watch_moreOftenThanEachSecond_isRefused() {
        try (TableScene scene = new TableScene(1, List.of())) {
            assertThatThrownBy(() -> scene.players().watch(Duration.ofMillis(999), new TableListener() {}))
                    .isInstanceOf(IllegalArgumentException.class);
        }
    }
}
