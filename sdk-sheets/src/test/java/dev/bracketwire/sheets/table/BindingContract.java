// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.sheets.table;

import static dev.bracketwire.sheets.table.BindingScene.GUILD;
import static dev.bracketwire.sheets.table.BindingScene.binding;
import static dev.bracketwire.sheets.table.BindingScene.table;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.bracketwire.Outcome;
import dev.bracketwire.Plan;
import dev.bracketwire.Report;
import dev.bracketwire.config.Settings;
import dev.bracketwire.store.Database;
import dev.bracketwire.store.PersonalData;
import dev.bracketwire.store.PersonalTable;
import dev.bracketwire.testkit.ManualClock;
import dev.bracketwire.testkit.sheets.FakeSpreadsheet;
import dev.bracketwire.testkit.sheets.FakeTab;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** States what holds of stored bindings on every engine. */
abstract class BindingContract {
    private final BindingScene scene = new BindingScene();
    private Database db;
    private SheetBindings bindings;

    abstract Database database();

    @BeforeEach
    void open() {
        db = database();
        bindings = scene.bindings(db);
    }

    @AfterEach
    void close() {
        db.close();
        scene.close();
        assertThat(scene.google.unexpected()).isEmpty();
    }

    @Test
    void bind_ofATab_isFoundWithTitleAsTheSheetSpellsIt() {
        FakeSpreadsheet file = scene.file("Cup", "ann");
        SheetBinding typed = SheetBinding.of(GUILD, "normal", "production", BindingScene.url(file), "gal database")
                .headerRow(2)
                .column("ign", "Riot ID")
                .without("alt_ign")
                .key("discord");
        Plan<BindingChange> plan = bindings.planBind(typed, "organiser-7").get();
        assertThat(plan.toString())
                .contains("bind: organiser-7 binds guild-42, normal, production to tab \"GAL Database\" of "
                        + "https://docs.google.com/spreadsheets/d/" + file.id() + "/edit, header in row 2, "
                        + "ign in column \"Riot ID\", without alt_ign, told apart by discord");
        assertThat(bindings.find(GUILD, "normal", "production").get()).isEmpty();
        assertThat(plan.apply().get().complete()).isTrue();
        assertThat(bindings.find(GUILD, "normal", "production").get()).contains(typed.titled("GAL Database"));
        assertThat(table(bindings, GUILD).records().get().record("ann").text("ign"))
                .isEqualTo("ann#EUW");
        assertThat(bindings.all(GUILD).get()).isEqualTo(bindings.all().get()).hasSize(1);
        assertThat(bindings.all("guild-4").get()).isEmpty();
        assertThat(bindings.check(GUILD, "normal", "production").get()).isEmpty();
    }

    @Test
    void bind_ofWhatIsStored_isAnEmptyPlan() {
        SheetBinding wanted = binding(GUILD, scene.file("Cup", "ann"));
        bindings.bind(wanted, "organiser-7").get().orThrow();
        assertThat(bindings.planBind(wanted, "organiser-8").get().isEmpty()).isTrue();
        assertThat(bindings.history(GUILD, "normal", "production").get()).hasSize(1);
    }

    @Test
    void table_ofTwoTenants_sharesNothing() {
        FakeSpreadsheet first = scene.file("First", "ann");
        FakeSpreadsheet second = scene.file("Second", "ben");
        bindings.bind(binding("guild-1", first), "organiser-1").get().orThrow();
        bindings.bind(binding("guild-2", second), "organiser-2").get().orThrow();
        List<?> before = second.find("GAL Database").rows();
        assertThat(table(bindings, "guild-2").records().get().size()).isEqualTo(1);
        table(bindings, "guild-1")
                .change(change -> change.set("ann", "checkin", true))
                .get()
                .orThrow();
        table(bindings, "guild-1").refresh();
        int reads = scene.google.reads();
        assertThat(table(bindings, "guild-2").records().get().record("ben").flag("checkin"))
                .isFalse();
        assertThat(scene.google.reads()).isEqualTo(reads);
        assertThat(second.find("GAL Database").rows()).isEqualTo(before);
        assertThat(first.find("GAL Database").cell("E3")).isEqualTo(true);
    }

    @Test
    void table_againAndAgain_isTheSameObjectUntilTheBindingChanges() {
        FakeSpreadsheet file = scene.file("Cup", "ann");
        FakeTab other = BindingScene.tab(file, "Players", "cid");
        bindings.bind(binding(GUILD, file), "organiser-7").get().orThrow();
        SheetTable before = table(bindings, GUILD);
        assertThat(before.records().get().find("ann")).isPresent();
        assertThat(table(bindings, GUILD)).isSameAs(before);
        SheetBinding next = SheetBinding.of(GUILD, "normal", "production", file.id(), other.title());
        Plan<BindingChange> plan = bindings.planBind(next, "organiser-7").get();
        assertThat(plan.counts()).containsExactly(Map.entry("replace", 1));
        assertThat(plan.toString()).contains("to tab \"Players\" of ").contains(" instead of tab \"GAL Database\" of ");
        plan.apply().get().orThrow();
        assertThat(table(bindings, GUILD)).isNotSameAs(before);
        assertThat(table(bindings, GUILD).records().get().find("cid")).isPresent();
    }

    @Test
    void table_onAnotherNode_followsTheStore() {
        FakeSpreadsheet file = scene.file("Cup", "ann");
        FakeTab other = BindingScene.tab(file, "Players", "cid");
        try (var client = scene.client()) {
            SheetBindings node = SheetBindings.builder(client).database(db).build();
            bindings.bind(binding(GUILD, file), "organiser-7").get().orThrow();
            assertThat(table(node, GUILD).records().get().find("ann")).isPresent();
            bindings.bind(SheetBinding.of(GUILD, "normal", "production", file.id(), other.title()), "organiser-7")
                    .get()
                    .orThrow();
            assertThat(table(node, GUILD).records().get().find("cid")).isPresent();
            node.unbind(GUILD, "normal", "production", "organiser-8").get().orThrow();
            assertThatThrownBy(() -> table(bindings, GUILD))
                    .isInstanceOf(SheetException.class)
                    .hasMessage("guild-42, normal, production: is bound to no tab; bind a tab to it first");
        }
    }

    @Test
    void detect_afterColumnsWereNamed_replacesTheMappingOnAllNodes() {
        FakeSpreadsheet file = scene.file("Cup", "ann");
        FakeTab tab = file.find("GAL Database");
        try (var client = scene.client()) {
            SheetBindings node = SheetBindings.builder(client).database(db).build();
            bindings.bind(binding(GUILD, file).headerRow(2).column("ign", "Riot ID"), "organiser-7")
                    .get()
                    .orThrow();
            assertThat(table(node, GUILD).layout().get().column("ign").letters())
                    .isEqualTo("C");
            tab.set("C2", "Notes").set("G2", "IGN").set("G3", "ann#EUW").insertRow(0);
            Report<BindingChange> report = bindings.detect(GUILD, "normal", "production", "organiser-7")
                    .get();
            assertThat(report.complete()).isTrue();
            assertThat(bindings.find(GUILD, "normal", "production").get()).contains(binding(GUILD, file));
            for (SheetBindings each : List.of(bindings, node)) {
                TableLayout layout = table(each, GUILD).layout().get();
                assertThat(layout.headerRow()).hasValue(3);
                assertThat(layout.column("ign").letters()).isEqualTo("G");
            }
        }
    }

    @Test
    void bind_ofATabOfAnotherTenant_isRefusedAndDoesNotNameIt() {
        FakeSpreadsheet file = scene.file("Cup", "ann");
        bindings.bind(binding("guild-1", file), "organiser-1").get().orThrow();
        for (String mode : List.of("normal", "doubleup")) {
            SheetBinding wanted =
                    SheetBinding.of("guild-2", mode, "production", BindingScene.url(file), "GAL DATABASE");
            assertThatThrownBy(() -> bindings.bind(wanted, "organiser-2").get())
                    .isInstanceOf(SheetException.class)
                    .hasMessageContaining("GAL Database: is bound to another tenant already")
                    .hasMessageNotContaining("guild-1");
        }
        file.find("GAL Database").rename("Players");
        SheetBinding renamed = SheetBinding.of("guild-2", "normal", "production", file.id(), "Players");
        assertThatThrownBy(() -> bindings.bind(renamed, "organiser-2").get())
                .hasMessageContaining("is bound to another tenant already");
    }

    @Test
    void bind_ofOneTenant_sharesATabAmongModesAndNotAmongEnvironments() {
        FakeSpreadsheet file = scene.file("Cup", "ann");
        bindings.bind(binding(GUILD, file), "organiser-7").get().orThrow();
        bindings.bind(SheetBinding.of(GUILD, "doubleup", "production", file.id(), "GAL Database"), "organiser-7")
                .get()
                .orThrow();
        SheetBinding trial = SheetBinding.of(GUILD, "normal", "development", file.id(), "GAL Database");
        assertThatThrownBy(() -> bindings.bind(trial, "organiser-7").get())
                .hasMessageContaining(
                        "is bound to guild-42, doubleup, production already, and environments never share a tab");
    }

    @Test
    void apply_ofAPlanThatIsOutdated_isStale() {
        FakeSpreadsheet file = scene.file("Cup", "ann");
        BindingScene.tab(file, "Players", "cid");
        SheetBinding players = SheetBinding.of(GUILD, "normal", "production", file.id(), "Players");
        Plan<BindingChange> early =
                bindings.planBind(binding(GUILD, file), "organiser-7").get();
        Plan<BindingChange> same = bindings.planBind(players, "organiser-8").get();
        bindings.bind(players, "organiser-7").get().orThrow();
        Report<BindingChange> stale = early.apply().get();
        assertThat(stale.count(Outcome.Status.STALE)).isEqualTo(1);
        assertThat(stale.toString())
                .contains("somebody has bound it since, guild-42, normal, production: tab \"Players\"");
        assertThat(same.apply().get().count(Outcome.Status.UNCHANGED)).isEqualTo(1);
        Plan<BindingChange> unbinding = bindings.planUnbind(GUILD, "normal", "production", "organiser-7")
                .get();
        bindings.unbind(GUILD, "normal", "production", "organiser-7").get().orThrow();
        bindings.bind(players, "organiser-7").get().orThrow();
        assertThat(unbinding.apply().get().count(Outcome.Status.STALE)).isEqualTo(1);
    }

    @Test
    void apply_ofPlansOfTwoTenantsForOneTab_bindsOneOfThem() {
        FakeSpreadsheet file = scene.file("Cup", "ann");
        List<Plan<BindingChange>> plans = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            plans.add(
                    bindings.planBind(binding("guild-" + i, file), "organiser").get());
        }
        List<CompletableFuture<Report<BindingChange>>> reports =
                plans.stream().map(plan -> plan.apply().start()).toList();
        assertThat(reports.stream().filter(each -> each.join().complete())).hasSize(1);
        assertThat(reports.stream().flatMap(each -> each.join().problems()))
                .hasSize(7)
                .allMatch(outcome -> outcome.note().contains("is bound to another tenant already"));
        assertThat(bindings.all().get()).hasSize(1);
    }

    @Test
    void history_ofABinding_namesActorsUntilTheyAreErased() {
        FakeSpreadsheet file = scene.file("Cup", "ann");
        bindings.bind(binding(GUILD, file), "organiser-7").get().orThrow();
        bindings.detect(GUILD, "normal", "production", "organiser-8").get().orThrow();
        bindings.unbind(GUILD, "normal", "production", "organiser-7").get().orThrow();
        assertThat(bindings.unbind(GUILD, "normal", "production", "organiser-7")
                        .get()
                        .size())
                .isZero();
        List<BindingEvent> history =
                bindings.history(GUILD, "normal", "production").get();
        assertThat(history).extracting(BindingEvent::kind).containsExactly("bind", "detect", "unbind");
        assertThat(history)
                .extracting(BindingEvent::actor)
                .containsExactly("organiser-7", "organiser-8", "organiser-7");
        assertThat(history).extracting(BindingEvent::binding).containsOnly(binding(GUILD, file));
        PersonalTable[] tables =
                SheetBindings.personalTables(Duration.ofDays(365)).toArray(PersonalTable[]::new);
        PersonalData.of(db, tables).erase("organiser-7").get().orThrow();
        assertThat(bindings.history(GUILD, "normal", "production").get())
                .extracting(BindingEvent::actor)
                .containsExactly(null, "organiser-8", null);
        assertThat(bindings.history(GUILD, "normal", "production").get().get(0).toString())
                .contains("bind by somebody");
    }

    @Test
    void history_thatIsOld_losesItsActorsAndNothingElse() {
        SheetBindings old = SheetBindings.builder(scene.sheets)
                .database(db)
                .clock(ManualClock.at(Instant.parse("2020-01-02T03:04:05Z")))
                .build();
        old.bind(binding(GUILD, scene.file("Cup", "ann")), "organiser-7").get().orThrow();
        bindings.detect(GUILD, "normal", "production", "organiser-7").get().orThrow();
        BindingExamples.expire(db);
        List<BindingEvent> history =
                bindings.history(GUILD, "normal", "production").get();
        assertThat(history).extracting(BindingEvent::actor).containsExactly(null, "organiser-7");
        assertThat(history.get(0).at()).isEqualTo("2020-01-02T03:04:05Z");
        assertThat(bindings.find(GUILD, "normal", "production").get()).isPresent();
    }

    @Test
    void table_ofAStoredBinding_winsOverSettingsAsAWhole() {
        FakeSpreadsheet file = scene.file("Cup", "ann");
        BindingScene.tab(file, "Players", "cid");
        Settings settings = Settings.builder()
                .set("b.cup.tenant", GUILD)
                .set("b.cup.mode", "normal")
                .set("b.cup.environment", "production")
                .set("b.cup.spreadsheet", BindingScene.url(file))
                .set("b.cup.tab", "GAL Database")
                .set("b.cup.headerRow", 2)
                .set("b.cup.columns.ign", "Riot ID")
                .build();
        SheetBindings both = SheetBindings.builder(scene.sheets)
                .settings(settings.section("b"))
                .database(db)
                .build();
        SheetBinding configured = binding(GUILD, file).headerRow(2).column("ign", "Riot ID");
        assertThat(both.find(GUILD, "normal", "production").get()).contains(configured);
        assertThatThrownBy(() -> both.unbind(GUILD, "normal", "production", "organiser-7")
                        .get())
                .hasMessageContaining("is bound by the settings of the program; remove it from them");
        SheetBinding stored = SheetBinding.of(GUILD, "normal", "production", file.id(), "Players");
        assertThat(both.planBind(stored, "organiser-7").get().counts()).containsExactly(Map.entry("replace", 1));
        both.bind(stored, "organiser-7").get().orThrow();
        assertThat(both.all().get()).containsExactly(stored);
        assertThat(table(both, GUILD).records().get().find("cid")).isPresent();
        both.bind(binding("guild-2", file), "organiser-2").get().orThrow();
        Report<BindingChange> back =
                both.unbind(GUILD, "normal", "production", "organiser-7").get();
        assertThat(back.count(Outcome.Status.FAILED)).isEqualTo(1);
        assertThat(back.toString()).contains("is bound to another tenant already");
        both.unbind("guild-2", "normal", "production", "organiser-2").get().orThrow();
        Plan<BindingChange> plan =
                both.planUnbind(GUILD, "normal", "production", "organiser-7").get();
        assertThat(plan.toString()).contains("so that the settings bind it to tab \"GAL Database\"");
        plan.apply().get().orThrow();
        assertThat(table(both, GUILD).records().get().find("ann")).isPresent();
    }

    @Test
    void table_ofSettingsThatAnotherNodeBoundToAnotherTenant_isRefused() {
        FakeSpreadsheet file = scene.file("Cup", "ann");
        bindings.bind(binding("guild-1", file), "organiser-1").get().orThrow();
        SheetBindings node = SheetBindings.builder(scene.sheets)
                .settings(Settings.builder()
                        .set("cup.tenant", "guild-2")
                        .set("cup.mode", "normal")
                        .set("cup.environment", "production")
                        .set("cup.spreadsheet", file.id())
                        .set("cup.tab", "GAL Database")
                        .build())
                .database(db)
                .build();
        for (String tenant : List.of("guild-1", "guild-2")) {
            assertThatThrownBy(() -> table(node, tenant)).hasMessageContaining("is bound to another tenant already");
            assertThat(node.check(tenant, "normal", "production").get())
                    .first()
                    .asString()
                    .contains("tenants never share a tab");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "'; DROP TABLE bw_sheet_binding; --",
                "\"guild\" % _ \\ \n\t",
                "каз\u0131 \uD83C\uDFC6 \u202E e\u0301",
                "${sheet_binding} #{x} ? $1"
            })
    void bind_ofHostileNames_keepsThemAsTheyAre(String name) {
        FakeSpreadsheet file = scene.file("Cup", "ann");
        bindings.bind(SheetBinding.of(name, name, name, file.id(), "GAL Database"), name)
                .get()
                .orThrow();
        assertThat(bindings.find(name, name, name).get()).isPresent();
        assertThat(bindings.find(name + " ", name, name).get()).isEmpty();
        assertThat(bindings.all(name).get())
                .singleElement()
                .satisfies(each -> assertThat(each.tenant()).isEqualTo(name));
        assertThat(bindings.history(name, name, name).get())
                .singleElement()
                .satisfies(each -> assertThat(each.actor()).isEqualTo(name));
        bindings.unbind(name, name, name, name).get().orThrow();
        assertThat(bindings.all().get()).isEmpty();
    }

    @Test
    void find_ofAComposedLetter_isAnotherTenantThanOfADecomposedOne() {
        FakeSpreadsheet file = scene.file("Cup", "ann");
        bindings.bind(binding("caf\u00e9", file), "organiser").get().orThrow();
        assertThat(bindings.find("cafe\u0301", "normal", "production").get()).isEmpty();
        assertThat(bindings.find("CAF\u00e9", "normal", "production").get()).isEmpty();
    }

    @Test
    void table_besideADamagedRowOfAnotherTenant_isFound() {
        FakeSpreadsheet file = scene.file("Cup", "ann");
        BindingScene.tab(file, "Other", "ben");
        bindings.bind(binding(GUILD, file), "organiser").get().orThrow();
        bindings.bind(SheetBinding.of("guild-43", "normal", "production", file.id(), "Other"), "organiser")
                .get()
                .orThrow();
        db.write(connection -> {
                    try (var update = connection.prepareStatement(
                            "UPDATE " + db.table("sheet_binding") + " SET layout = '{' WHERE tenant = 'guild-43'")) {
                        return update.executeUpdate();
                    }
                })
                .get();
        assertThat(table(bindings, GUILD).records().get().list())
                .extracting(SheetRecord::key)
                .containsExactly("ann");
    }

    @Test
    void table_whoseTitleAnotherTabHasByNow_isRefused() {
        FakeSpreadsheet file = scene.file("Cup", "ann");
        FakeTab other = BindingScene.tab(file, "Other", "ben");
        bindings.bind(binding(GUILD, file), "organiser").get().orThrow();
        file.find("GAL Database").rename("Old");
        other.rename("GAL Database");
        assertThatThrownBy(() ->
                        table(bindings, GUILD).registration(2).release("ben").get())
                .hasMessageContaining("was renamed");
        assertThat(other.cell("A3")).isEqualTo("ben");
    }

    @Test
    void find_ofADamagedRow_saysSoAndTouchesNothing() {
        bindings.bind(binding(GUILD, scene.file("Cup", "ann")), "organiser")
                .get()
                .orThrow();
        for (String damage : List.of(
                "",
                "null",
                "[]",
                "{",
                "[",
                "{\"columns\":{\"ign\":7}}",
                "{\"headerRow\":\"2\"}",
                "{\"headerRow\":0}")) {
            db.write(connection -> {
                        try (var update = connection.prepareStatement(
                                "UPDATE " + db.table("sheet_binding") + " SET layout = ?")) {
                            update.setString(1, damage);
                            return update.executeUpdate();
                        }
                    })
                    .get();
            assertThatThrownBy(
                            () -> bindings.find(GUILD, "normal", "production").get())
                    .isInstanceOf(SheetException.class)
                    .hasMessageContaining("guild-42, normal, production: has a stored binding that cannot be read");
        }
    }
}
