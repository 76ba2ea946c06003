// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.sheets;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.bracketwire.ConfigurationException;
import dev.bracketwire.Secret;
import dev.bracketwire.config.Settings;
import dev.bracketwire.config.SettingsBuilder;
import dev.bracketwire.connector.ConnectorRegistry;
import dev.bracketwire.connector.health.Health;
import dev.bracketwire.testkit.sheets.FakeSheets;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class ClientSettingsTest {
    private static SettingsBuilder settings(URI base) {
        return Settings.builder().set("base", base.toString()).set("access.credentials.token", "t-1");
    }

    @Test
    void builder_ofSettings_makesAWorkingClient() {
        try (FakeSheets google = FakeSheets.start().token("t-1")) {
            var file = google.spreadsheet("Spring Cup");
            file.tab("Players", List.of(List.of("Name")));
            Settings all = settings(google.uri())
                    .set("id", "cup-sheets")
                    .set("probe", file.id())
                    .set("lifetimes.soft", "10s")
                    .set("lifetimes.hard", "1m")
                    .set("staleOnError", "5m")
                    .set("cachedCells", 1000)
                    .set("budget.reads", 30)
                    .set("budget.projectWrites", 100)
                    .set("mergeWindow", "1ms")
                    .set("writePace", "0s")
                    .set("chunks.readCells", 1000)
                    .set("chunks.writeBytes", 10000)
                    .set("closing", "1s")
                    .build();
            try (Sheets sheets = Sheets.builder(all).build();
                    ConnectorRegistry registry =
                            ConnectorRegistry.builder().add(sheets.connector()).build()) {
                assertThat(sheets.spreadsheet(file.id())
                                .read("Players!A1")
                                .get()
                                .text(0, 0))
                        .isEqualTo("Name");
                assertThat(sheets.budget().readsLeft()).isEqualTo(29);
                assertThat(sheets.budget().writesLeft()).isEqualTo(60);
                assertThat(registry.ids()).containsExactly("cup-sheets");
                Health health = registry.health().get().get(0);
                assertThat(health.isUp()).isTrue();
                assertThat(registry.checklist().entries()).isNotEmpty();
                assertThat(sheets.capabilities().writes()).isTrue();
                assertThat(sheets.capabilities().driveVersion()).isFalse();
                assertThat(sheets.findDriveConnector()).isEmpty();
            }
        }
    }

    @Test
    void builder_ofWrongSettings_namesEachProblem() {
        Settings wrong = settings(URI.create("http://127.0.0.1:1"))
                .set("probe", "https://example.org/no-sheet")
                .build();
        assertThatThrownBy(() -> Sheets.builder(wrong)).isInstanceOf(ConfigurationException.class);
        Settings misspelt = settings(URI.create("http://127.0.0.1:1"))
                .set("lifetime.soft", "10s")
                .build();
        assertThatThrownBy(() -> Sheets.builder(misspelt)).hasMessageContaining("lifetimes");
        Settings zero = settings(URI.create("http://127.0.0.1:1"))
                .set("budget.reads", 0)
                .build();
        assertThatThrownBy(() -> Sheets.builder(zero)).hasMessageContaining("reads a minute");
    }

    @Test
    void build_ofWrongOptions_namesAllAtOnce() {
        SheetsBuilder builder = Sheets.builder(GoogleAccess.environment(java.util.Map.of("HOME", "/nowhere")))
                .lifetimes(Duration.ofMinutes(2), Duration.ofMinutes(1))
                .staleOnError(Duration.ofSeconds(-1))
                .mergeWindow(Duration.ofSeconds(-1))
                .writePace(Duration.ofSeconds(-1))
                .closing(Duration.ofSeconds(-1))
                .cachedCells(-1)
                .chunks(0, 0);
        assertThatThrownBy(builder::build)
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("lifetimes")
                .hasMessageContaining("staleOnError")
                .hasMessageContaining("mergeWindow")
                .hasMessageContaining("writePace")
                .hasMessageContaining("closing")
                .hasMessageContaining("cachedCells")
                .hasMessageContaining("chunks")
                .hasMessageContaining("GOOGLE_CREDENTIALS");
    }

    @Test
    @SuppressWarnings("NullAway") // null is refused at run time too
    void write_ofNull_namesTheAlternatives() {
        try (Sheets sheets = Sheets.create(GoogleAccess.token(Secret.of("t-1")))) {
            Spreadsheet cup = sheets.spreadsheet("1k5rTZ0Iw1ZbQvHDlJ9aXrJ8mWq3T4cup");
            assertThatThrownBy(() -> RangeWrite.row("Players!A1", "Ann", null))
                    .hasMessageContaining("Cell.keep()")
                    .hasMessageContaining("Cell.clear()");
            assertThatThrownBy(() -> cup.write("Players!A1", (List<List<?>>) null))
                    .hasMessageContaining("Cell.clear()");
            assertThat(cup.toString()).contains(cup.id().value());
            assertThat(sheets.toString()).contains("sheets.googleapis.com");
        }
    }
}
