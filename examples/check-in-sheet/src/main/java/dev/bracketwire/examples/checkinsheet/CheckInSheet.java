// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.examples.checkinsheet;

import dev.bracketwire.Secret;
import dev.bracketwire.sheets.CellGrid;
import dev.bracketwire.sheets.CellType;
import dev.bracketwire.sheets.GoogleAccess;
import dev.bracketwire.sheets.RangeWrite;
import dev.bracketwire.sheets.RangeWritten;
import dev.bracketwire.sheets.Sheets;
import dev.bracketwire.sheets.Spreadsheet;
import dev.bracketwire.testkit.sheets.FakeSheets;
import dev.bracketwire.testkit.sheets.FakeSpreadsheet;
import java.util.ArrayList;
import java.util.List;

/** Checks players in on a sheet, against a local imitation of Google: no account, no network. */
public final class CheckInSheet {
    private CheckInSheet() {}

    /** Runs the example. */
    public static void main(String[] arguments) {
        try (FakeSheets google = FakeSheets.start().token("a-token")) {
            FakeSpreadsheet file = google.spreadsheet("Spring Cup");
            file.tab(
                    "Players",
                    List.of(
                            List.of("Name", "Riot ID", "Checked in"),
                            List.of("Ann", "Ann#EUW", true),
                            List.of("Ben", "007#EUW", false),
                            List.of("Cid", "=SUM#EUW", false)));
            // With Google itself: Sheets.create(GoogleAccess.environment()), and no base.
            try (Sheets sheets = Sheets.builder(GoogleAccess.token(Secret.of("a-token")))
                    .base(google.uri())
                    .build()) {
                Spreadsheet cup = sheets.spreadsheet(file.id());
                checkIn(cup);
                System.out.println("Google saw " + google.reads() + " read and " + google.writes() + " write");
                cup.append("Players!A1", List.of(List.of("Dan", "Dan#EUW", true)))
                        .get();
                show(cup);
                System.out.println("calls saved: " + sheets.usage().callsSaved());
            }
        }
    }

    private static void checkIn(Spreadsheet cup) {
        CellGrid players = cup.read("Players!A2:C").get();
        List<RangeWrite> writes = new ArrayList<>();
        for (int row = 0; row < players.rowCount(); row++) {
            if (players.read(row, 2, CellType.bool()).orElse(false)) {
                continue;
            }
            System.out.println("check in " + players.text(row, 0) + " (" + players.text(row, 1) + ")");
            writes.add(RangeWrite.row("Players!C" + (row + 2), true));
        }
        cup.writeAll(writes).get().forEach(RangeWritten::range); // throws for a write that failed
    }

    private static void show(Spreadsheet cup) {
        CellGrid players = cup.read("Players!A2:C").get();
        long present = players.rows().stream()
                .filter(row -> CellType.bool().read(row.get(2)).orElse(false))
                .count();
        System.out.println(present + " of " + players.rowCount() + " are here");
    }
}
