// SPDX-License-Identifier: Apache-2.0
package consumer;

import dev.bracketwire.config.Settings;
import dev.bracketwire.connector.ConnectorRegistry;
import dev.bracketwire.sheets.SheetChange;
import dev.bracketwire.sheets.Sheets;
import dev.bracketwire.sheets.Spreadsheet;
import dev.bracketwire.sheets.table.ColumnRole;
import dev.bracketwire.testkit.sheets.FakeSheets;
import java.util.List;
import java.util.Map;

final class Main {
    private Main() {}

    public static void main(String[] args) {
        try (FakeSheets google = FakeSheets.start().token("a-token")) {
            var file = google.spreadsheet("Spring Cup");
            file.tab("Players", List.of(List.of("Name", "Checked in"), List.of("Ann", false)));
            Settings settings = Settings.builder()
                    .set("sheets.base", google.uri().toString())
                    .set("sheets.access.credentials.token", "a-token")
                    .set("connectors.chests.base", "https://chests.example.org")
                    .set("connectors.chests.operations.player.path", "/players/{id}")
                    .build();
            try (Sheets sheets = Sheets.builder(settings.section("sheets")).build();
                    var registry = ConnectorRegistry.builder()
                            .configured(settings.section("connectors"))
                            .add(sheets.connector())
                            .build()) {
                Spreadsheet cup = sheets.spreadsheet(file.id());
                cup.write("Players!B2", true).get();
                cup.change(SheetChange.addTab("Lobby A", 10, 4)).get();
                System.out.println(cup.read("Players!A2:B2").get().rows());
                var changed = cup.table("Players")
                        .roles(ColumnRole.of("name", "Name"), ColumnRole.CHECK_IN)
                        .change(change -> change.set("Ann", "checkin", false))
                        .get();
                System.out.println(changed);
                System.out.println("tabs: " + file.titles());
                System.out.println("connectors: " + registry.ids() + " "
                        + registry.connector("chests").operations());
            }
        }
        System.out.println(Map.of("done", true));
    }
}
