// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.sheets.table;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bracketwire.Call;
import dev.bracketwire.Outcome;
import dev.bracketwire.Plan;
import dev.bracketwire.config.Settings;
import dev.bracketwire.store.Database;
import dev.bracketwire.store.DatabaseEngine;
import dev.bracketwire.testkit.sheets.FakeSpreadsheet;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The contract on SQLite. */
class SqliteBindingsTest extends BindingContract {
    @Override
    Database database() {
        return Database.inMemory();
    }

    @Test
    void find_afterARestart_isStillThere(@TempDir Path folder) {
        try (BindingScene scene = new BindingScene()) {
            FakeSpreadsheet file = scene.file("Cup", "ann");
            SheetBinding binding = BindingScene.binding("guild-1", file).column("ign", "C");
            try (Database db = Database.open(folder.resolve("bot.db"))) {
                scene.bindings(db).bind(binding, "organiser-1").get().orThrow();
            }
            try (Database db = Database.open(folder.resolve("bot.db"))) {
                assertThat(scene.bindings(db).all().get()).containsExactly(binding);
            }
        }
    }

    @Test
    void examples_beforeAFake_bindCheckDetectAndUnbind() {
        try (BindingScene scene = new BindingScene();
                Database db = Database.inMemory()) {
            SheetBindings bindings = scene.bindings(db);
            FakeSpreadsheet file = scene.file("Cup", "ann");
            BindingExamples.commands(bindings, BindingScene.url(file));
            assertThat(bindings.history("guild-42", "normal", "production").get())
                    .extracting(BindingEvent::kind)
                    .containsExactly("bind", "detect", "unbind");
            bindings.bind(BindingScene.binding("guild-42", file), "organiser-7")
                    .get()
                    .orThrow();
            assertThat(BindingExamples.open(scene.sheets, Settings.builder().build(), db)
                            .tab())
                    .isEqualTo("GAL Database");
            BindingExamples.expire(db);
            assertThat(BindingExamples.binding().headerRow()).isEqualTo(2);
        }
    }

    @Test
    void table_withALease_isWrittenByTheNodeThatHoldsIt() {
        try (BindingScene scene = new BindingScene();
                Database db = Database.inMemory()) {
            FakeSpreadsheet file = scene.file("Cup", "ann");
            SheetBindings bindings =
                    SheetBindings.builder(scene.sheets).database(db).lease().build();
            bindings.bind(BindingScene.binding("guild-42", file), "organiser-7")
                    .get()
                    .orThrow();
            BindingScene.table(bindings, "guild-42")
                    .change(change -> change.set("ann", "checkin", true))
                    .get()
                    .orThrow();
            assertThat(file.find("GAL Database").cell("E3")).isEqualTo(true);
        }
    }

    @Test
    void plan_ofMoreBindingsThanMemoryHolds_readsThemBackFromItsFile() {
        SheetBinding before = BindingExamples.binding().without("team").key("discord");
        List<BindingChange> changes = IntStream.range(0, 10_100)
                .mapToObj(i -> new BindingChange(
                        "replace", i % 2 == 0 ? null : before, before.titled("Tab " + i), i, i, "organiser"))
                .toList();
        Plan<BindingChange> plan = Plan.builder("many", (BindingChange change) -> Call.done(Outcome.unchanged(change)))
                .addAll(changes)
                .build();
        assertThat(plan.changes()).containsExactlyElementsOf(changes);
    }

    @Test
    void migrations_forHosts_makeTheTablesOfBothEngines() {
        assertThat(SheetBindings.migrations().names()).containsExactly("V1__bindings");
        for (DatabaseEngine engine : DatabaseEngine.values()) {
            assertThat(SheetBindings.migrations().scripts(engine))
                    .singleElement()
                    .satisfies(script -> assertThat(script.sql()).contains("sheet_binding_event"));
        }
    }
}
