// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.sheets.table;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.bracketwire.ConfigurationException;
import dev.bracketwire.config.Settings;
import dev.bracketwire.config.SettingsBuilder;
import dev.bracketwire.testkit.sheets.FakeSpreadsheet;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class BindingSettingsTest {
    private final BindingScene scene = new BindingScene();
    private final SettingsBuilder settings = Settings.builder();

    @AfterEach
    void close() {
        scene.close();
    }

    private void bound(String name, String tenant, String mode, String environment, String spreadsheet, String tab) {
        settings.set("sheets.bindings." + name + ".tenant", tenant)
                .set("sheets.bindings." + name + ".mode", mode)
                .set("sheets.bindings." + name + ".environment", environment)
                .set("sheets.bindings." + name + ".spreadsheet", spreadsheet)
                .set("sheets.bindings." + name + ".tab", tab);
    }

    private SheetBindings build() {
        return SheetBindings.builder(scene.sheets)
                .settings(settings.build().section("sheets.bindings"))
                .build();
    }

    @Test
    void table_ofSettingsAlone_isUsable() {
        FakeSpreadsheet file = scene.file("Cup", "ann");
        bound("cup", "guild-1", "normal", "production", BindingScene.url(file), "GAL Database");
        bound("duo", "guild-1", "doubleup", "production", BindingScene.url(file), "GAL Database");
        settings.set("sheets.bindings.cup.headerRow", 2)
                .set("sheets.bindings.cup.columns.ign", "Riot ID")
                .set("sheets.bindings.cup.without", List.of("alt_ign"))
                .set("sheets.bindings.cup.key", "discord");
        SheetBindings bindings = build();
        assertThat(BindingScene.table(bindings, "guild-1").records().get().find("ann"))
                .isPresent();
        assertThat(bindings.check("guild-1", "normal", "production").get()).isEmpty();
        assertThat(bindings.all("guild-1").get()).extracting(SheetBinding::mode).containsExactly("doubleup", "normal");
        assertThat(bindings.all().get().get(1).toString())
                .isEqualTo(
                        "guild-1, normal, production: tab \"GAL Database\" of https://docs.google.com/spreadsheets/d/"
                                + file.id()
                                + "/edit, header in row 2, ign in column \"Riot ID\", without alt_ign, told apart by discord");
        assertThatThrownBy(() -> bindings.bind(BindingScene.binding("guild-1", file), "organiser"))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("these bindings come from settings alone: name a database to change them");
    }

    @Test
    void build_ofWrongSettings_reportsAllProblemsAtOnce() {
        bound("a", "guild-1", "normal", "production", "1aBc", "Players");
        bound("b", "guild-2", "normal", "production", "https://docs.google.com/spreadsheets/d/1aBc", "PLAYERS");
        bound("c", "guild-1", "normal", "development", "1aBc", "Players");
        bound("d", "guild-1", "normal", "production", "1aBc", "Others");
        bound("e", "guild-1", "normal", "trial", "https://example.org", "Players");
        bound("f", "x".repeat(101), "normal", "trial", "nothing at all", "Players");
        bound("g", "guild-7", "normal", "trial", "1aBd", "Players");
        settings.set("sheets.bindings.g.columns.nick", "Name").set("sheets.bindings.e.headerRow", 0);
        assertThatThrownBy(this::build)
                .isInstanceOfSatisfying(
                        ConfigurationException.class,
                        e -> assertThat(e.problems())
                                .extracting(ConfigurationException.Problem::path)
                                .containsExactly(
                                        "e.spreadsheet",
                                        "e",
                                        "f.spreadsheet",
                                        "f",
                                        "g.columns",
                                        "b.tab",
                                        "c.tab",
                                        "c.tab",
                                        "d"))
                .hasMessageContaining("b.tab is the tab of a too: a tab belongs to one tenant and one environment")
                .hasMessageContaining("d is the same tenant, mode and environment as a")
                .hasMessageContaining("e is refused: headerRow must be at least 1");
    }

    @Test
    void build_ofIncompleteSettings_namesTheSetting() {
        settings.set("sheets.bindings.a.tenant", "guild-1");
        assertThatThrownBy(this::build)
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("sheets.bindings.a.mode")
                .hasMessageContaining("sheets.bindings.a.spreadsheet");
    }

    @Test
    void build_ofNothing_isRefused() {
        assertThatThrownBy(() -> SheetBindings.builder(scene.sheets).lease().build())
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("bindings must come from settings, a database, or both")
                .hasMessageContaining("lease needs a database");
    }
}
