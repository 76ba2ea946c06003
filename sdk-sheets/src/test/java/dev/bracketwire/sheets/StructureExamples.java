// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.sheets;

import com.google.api.client.json.gson.GsonFactory;
import dev.bracketwire.sheets.google.GoogleTransport;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;

/** The code of the guide and of the Javadoc about structure and single types. */
@SuppressWarnings({"UnusedVariable", "ReturnValueIgnored", "CheckReturnValue"}) // as a reader would write it
final class StructureExamples {
    private StructureExamples() {}

    static void lobby(Spreadsheet cup) {
        SpreadsheetInfo info = cup.change(
                        SheetChange.addTab("Lobby A", 100, 4),
                        SheetChange.cells(
                                A1.parse("'Lobby A'!A1"), List.of(List.of("Player", "Region", "Seed", "Checked in"))),
                        SheetChange.freezeRows("Lobby A", 1),
                        SheetChange.dropDown(A1.parse("'Lobby A'!B2:B"), List.of("EUW", "EUNE", "NA"), true),
                        SheetChange.checkboxes(A1.parse("'Lobby A'!D2:D")))
                .get();
        System.out.println(info.tab("Lobby A").rowCount() + " rows");
    }

    static void details(Spreadsheet cup) {
        CellDetails cell = cup.details(A1.parse("Players!A2")).get().get(0).get(0);
        System.out.println(cell.displayed() + ", a checkbox: " + cell.checkbox() + ", note: " + cell.note());
    }

    static void column(Spreadsheet cup) {
        cup.change(SheetChange.addMetadata("role", "checked-in", A1.parse("Players!C:C")))
                .get();
        MetadataLookup checkedIn = MetadataLookup.columns("role").withValue("checked-in");
        CellGrid column = cup.read(checkedIn).get();
        List<SheetMetadata> places = cup.metadata(checkedIn).get();
    }

    static void poll(Spreadsheet cup, String before) {
        String stamp = cup.stamp(A1.parse("Players!A2:D")).get();
        if (!stamp.equals(before)) {
            System.out.println(cup.read("Players!A2:D").fresh().get().rows());
        }
    }

    static void change(Spreadsheet cup) {
        cup.change(
                        SheetChange.addTab("Lobby A", 100, 4),
                        SheetChange.cells(
                                A1.parse("'Lobby A'!A1"), List.of(List.of("Player", "Riot ID", "Seed", "Checked in"))),
                        SheetChange.freezeRows("Lobby A", 1),
                        SheetChange.checkboxes(A1.parse("'Lobby A'!D2:D")))
                .get();
    }

    static void bridge(Sheets sheets, String id) throws IOException {
        var google = new com.google.api.services.sheets.v4.Sheets.Builder(
                        GoogleTransport.of(sheets), GsonFactory.getDefaultInstance(), null)
                .setApplicationName("cup")
                .build();
        google.spreadsheets().values().get(id, "Players!A1:C").execute();
    }

    static void types(CellGrid grid) {
        Optional<Long> seed = grid.read(0, 2, CellType.wholeNumber());
        Cell cell = CellType.instant(ZoneId.of("Europe/Berlin")).write(Instant.now());
    }

    static void cells(Spreadsheet cup) {
        cup.write("Players!A2:C2", List.of(List.of(Cell.text("=SUM(1)"), Cell.keep(), Cell.bool(true))))
                .get();
    }

    static void grid(Spreadsheet cup) {
        CellGrid grid = cup.read("Players!A2:C").get();
        for (List<Cell> row : grid.rows()) {
            System.out.println(row.get(0).text());
        }
        Optional<Boolean> checkedIn = grid.read(0, 2, CellType.bool());
    }

    static void addresses() {
        A1.parse("Players!A2:C"); // cells of a tab
        A1.parse("'It''s on'!C2"); // a title with blanks or marks is quoted, as the sheet itself writes it
        A1.parse("'A1'"); // the whole tab titled A1
        A1.parse("roster"); // a named range, or else the tab of that title
        A1.parse("B2:C9"); // cells of the first visible tab
        A1.of("Players", "A2:C"); // a title as it is, without quotes
    }

    static List<Object> values() {
        return List.of(
                CellFormat.none().withBold(true).withBackground("#1F2937").withTextColor("#FFFFFF"),
                MetadataLookup.columns("tournament.role")
                        .withValue("checked-in")
                        .inTab(0));
    }

    static void access() {
        GoogleAccess access = GoogleAccess.firstOf(
                        GoogleAccess.environment(), GoogleAccess.serviceAccount(Path.of("credentials.json")))
                .scopes(GoogleScope.SPREADSHEETS_READONLY);
    }
}
