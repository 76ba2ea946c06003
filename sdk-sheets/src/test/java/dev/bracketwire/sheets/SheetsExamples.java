// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.sheets;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bracketwire.Secret;
import dev.bracketwire.config.Settings;
import dev.bracketwire.testkit.ManualClock;
import dev.bracketwire.testkit.sheets.FakeSheets;
import dev.bracketwire.testkit.sheets.FakeSpreadsheet;
import dev.bracketwire.testkit.sheets.FakeTab;
import java.time.Duration;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;

/** The code of the guide and of the Javadoc. */
@SuppressWarnings({"UnusedVariable", "try"}) // as a reader would write it
final class SheetsExamples {
    private SheetsExamples() {}

    static void guide() {
        try (Sheets sheets = Sheets.create(GoogleAccess.environment())) {
            Spreadsheet cup =
                    sheets.spreadsheet("https://docs.google.com/spreadsheets/d/1k5rTZ0Iw1ZbQvHDlJ9aXrJ8mWq3T4/edit");
            for (List<Cell> row : cup.read("Players!A2:C").get().rows()) {
                System.out.println(row.get(0).text() + " plays as " + row.get(1).text());
            }
            cup.write("Players!C2", true).get();
            cup.append("Players!A1", List.of(List.of("Cid", "Cid#EUW", false))).get();
        }
    }

    static void packageInfo() {
        try (Sheets sheets = Sheets.create(GoogleAccess.environment())) {
            Spreadsheet cup = sheets.spreadsheet("1k5rTZ0Iw1ZbQvHDlJ9aXrJ8mWq3T4cup_roster2026");
            for (List<Cell> row : cup.read("Players!A2:C").get().rows()) {
                System.out.println(row.get(0).text());
            }
            cup.write("Players!C2", true).get();
        }
    }

    static void client() {
        try (Sheets sheets = Sheets.create(GoogleAccess.environment())) {
            Spreadsheet cup = sheets.spreadsheet("https://docs.google.com/spreadsheets/d/…/edit");
            System.out.println(cup.read("Players!A2:C").get().rows());
        }
    }

    static void handle(Sheets sheets) {
        Spreadsheet cup = sheets.spreadsheet("https://docs.google.com/spreadsheets/d/…/edit");
        CellGrid players = cup.read("Players!A2:C").get();
        cup.write("Players!C2", true).get();
        cup.append("Players!A1", List.of(List.of("Cid", "Cid#EUW", false))).get();
    }

    static void reading(Spreadsheet cup) {
        CellGrid players = cup.read("Players!A2:D").get();
        String name = players.text(0, 0);
        Optional<Boolean> checkedIn = players.read(0, 2, CellType.bool());
        Optional<LocalDate> joined = players.read(0, 3, CellType.date());
    }

    static void several(Spreadsheet cup) {
        List<RangeRead> ranges = cup.readAll(List.of(A1.parse("Players!A2:C"), A1.parse("Gone!A1")))
                .get();
        for (RangeRead range : ranges) {
            String line = range.fold(
                    found -> found.address() + " has " + found.cells().rowCount() + " rows",
                    failed -> failed.address() + " failed: " + failed.failure().getMessage());
            System.out.println(line);
        }
    }

    static void writing(Spreadsheet cup) {
        RangeWritten.Done done = cup.write(RangeWrite.row("Players!A7", "Dan", Cell.keep(), true))
                .get();
    }

    static RangeWrite row() {
        return RangeWrite.row("Players!A7", "Ann", "Ann#EUW", true);
    }

    static void budget(GoogleAccess access) {
        SheetsBudget budget = SheetsBudget.standard();
        Sheets bot = Sheets.builder(access).budget(budget).build();
        Sheets page = Sheets.builder(access).budget(budget).build();
    }

    static void usage(Sheets sheets) {
        SheetsUsage usage = sheets.usage();
        System.out.println(usage.callsSaved() + " calls saved, " + usage.readsLeft() + " reads left");
        usage.callsBySite().forEach((site, calls) -> System.out.println(site + " " + calls));
    }

    static void test() {
        ManualClock clock = ManualClock.create();
        try (FakeSheets google = FakeSheets.builder().clock(clock).start().token("t-1");
                Sheets sheets = Sheets.builder(GoogleAccess.token(Secret.of("t-1")))
                        .base(google.uri())
                        .clock(clock)
                        .mergeWindow(Duration.ZERO)
                        .build()) {
            FakeSpreadsheet file = google.spreadsheet("Spring Cup");
            FakeTab players = file.tab("Players", List.of(List.of("Name", "Checked in"), List.of("Ann", false)));
            sheets.spreadsheet(file.id()).write("Players!B2", true).get();
            assertThat(players.cell("B2")).isEqualTo(true);
            assertThat(google.writes()).isEqualTo(1);
        }
    }

    static void settings(Settings settings) {
        Sheets sheets = Sheets.builder(settings.section("sheets")).build();
    }
}
