// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.sheets.table;

import dev.bracketwire.Secret;
import dev.bracketwire.sheets.GoogleAccess;
import dev.bracketwire.sheets.Sheets;
import dev.bracketwire.store.Database;
import dev.bracketwire.testkit.sheets.FakeSheets;
import dev.bracketwire.testkit.sheets.FakeSpreadsheet;
import dev.bracketwire.testkit.sheets.FakeTab;
import java.net.URI;
import java.time.Duration;
import java.util.List;

/** Plays Google with spreadsheets of several tenants, for a service account. */
final class BindingScene implements AutoCloseable {
    static final String GUILD = "guild-42";

    final FakeSheets google = FakeSheets.builder().withoutQuota().start();
    final Sheets sheets = client();

    Sheets client() {
        return Sheets.builder(GoogleAccess.serviceAccountJson(Secret.of(google.serviceAccountJson()))
                        .tokenEndpointAllowed(URI.create(google.uri() + "/token")))
                .base(google.uri())
                .writePace(Duration.ZERO)
                .build();
    }

    SheetBindings bindings(Database db) {
        return SheetBindings.builder(sheets).database(db).build();
    }

    /** Makes a spreadsheet with a registration tab. */
    FakeSpreadsheet file(String title, String player) {
        FakeSpreadsheet file = google.spreadsheet(title);
        tab(file, "GAL Database", player);
        return file;
    }

    static FakeTab tab(FakeSpreadsheet file, String title, String player) {
        FakeTab tab = file.tab(
                title,
                List.of(
                        List.of(file.title()),
                        List.of("Discord Tag", "Pronouns", "Riot ID", "Registered", "Check-in", "Team"),
                        List.of(player, "", player + "#EUW", true, false, "Blue"),
                        List.of("", "", "", false, false, "")));
        return tab.checkboxes("D3:E4");
    }

    static String url(FakeSpreadsheet file) {
        return "https://docs.google.com/spreadsheets/d/" + file.id() + "/edit#gid=0";
    }

    static SheetBinding binding(String tenant, FakeSpreadsheet file) {
        return SheetBinding.of(tenant, "normal", "production", url(file), "GAL Database");
    }

    static SheetTable table(SheetBindings bindings, String tenant) {
        return bindings.table(tenant, "normal", "production").get();
    }

    @Override
    public void close() {
        sheets.close();
        google.close();
    }
}
