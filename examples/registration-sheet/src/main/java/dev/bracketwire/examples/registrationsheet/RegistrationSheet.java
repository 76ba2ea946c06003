// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.examples.registrationsheet;

import dev.bracketwire.Plan;
import dev.bracketwire.Report;
import dev.bracketwire.Secret;
import dev.bracketwire.exchange.RowChange;
import dev.bracketwire.sheets.GoogleAccess;
import dev.bracketwire.sheets.Sheets;
import dev.bracketwire.sheets.table.RegistrationList;
import dev.bracketwire.sheets.table.SheetRecord;
import dev.bracketwire.sheets.table.SheetTable;
import dev.bracketwire.testkit.sheets.FakeSheets;
import dev.bracketwire.testkit.sheets.FakeSpreadsheet;
import dev.bracketwire.testkit.sheets.FakeTab;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Registers people on a messy sheet, against a local imitation of Google: no account, no network. */
public final class RegistrationSheet {
    private static final int PLACES = 6;

    private RegistrationSheet() {}

    /** Runs the example. */
    public static void main(String[] arguments) {
        try (FakeSheets google = FakeSheets.start().token("a-token")) {
            FakeSpreadsheet file = google.spreadsheet("Spring Cup");
            FakeTab tab = messyTab(file);
            // With Google itself: Sheets.create(GoogleAccess.environment()), and no base.
            try (Sheets sheets = Sheets.builder(GoogleAccess.token(Secret.of("a-token")))
                    .base(google.uri())
                    .writePace(Duration.ZERO) // the imitation needs no second between two writes
                    .build()) {
                SheetTable detected = sheets.spreadsheet(file.id())
                        .table("Sign-up")
                        .without("alt_ign")
                        .without("team");
                SheetTable players = detect(detected, tab);
                register(players.registration(PLACES));
                checkInWhileSomebodySorts(players, google, tab);
                reset(players, google);
            }
        }
    }

    /** Makes the sheet as its organiser left it: a banner, the header in row 3, prepared rows, and two slips. */
    private static FakeTab messyTab(FakeSpreadsheet file) {
        List<List<?>> rows = new ArrayList<>();
        rows.add(List.of("SPRING CUP 2026 - sign up below!"));
        rows.add(List.of());
        rows.add(List.of("Your Discord @", "What are your pronouns?", "Riot ID (Name#TAG)", "REGISTERED ✅", "Here?"));
        rows.add(List.of("zoe", "she/her", "Zoe#EUW", true, false));
        rows.add(List.of("ben", "", "Ben#007", true, false));
        rows.add(List.of("zoe", "", "Zoe#EUW", true, false)); // the same person again
        rows.add(List.of(1.2345678901234568E17, "they/them", "Kim#KR1", true, false)); // an id that Google has rounded
        for (int free = 0; free < 4; free++) {
            rows.add(List.of("", "", "", false, false));
        }
        return file.tab("Sign-up", rows).checkboxes("D4:E11");
    }

    private static SheetTable detect(SheetTable detected, FakeTab tab) {
        title("The program looks at the sheet");
        System.out.println(detected.layout().get());

        title("The organiser repairs it, and names the column of the check-in");
        tab.set("A6", null).set("C6", null).set("D6", false).set("A7", "kim");
        SheetTable players = detected.column("checkin", "Here?");
        players.refresh();
        System.out.println(players.layout().get());
        return players;
    }

    private static void register(RegistrationList list) {
        title("Four people register for the last three places");
        for (String name : List.of("ann", "cid", "dan", "eve")) {
            String answer = list.claim(Map.of("discord", name, "ign", name + "#EUW", "pronouns", "they/them"))
                    .get()
                    .fold(
                            registered -> "you are in row " + registered.row(),
                            alreadyThere -> "you are registered already",
                            full -> "sorry, all " + full.capacity() + " places are taken");
            System.out.println(name + ": " + answer);
        }
        list.release("ben").get();
        System.out.println("ben leaves, and his row is free again");
        boolean place =
                list.claim(Map.of("discord", "eve", "ign", "eve#EUW")).get().hasPlace();
        System.out.println("eve asks again: " + (place ? "the place is theirs" : "still full"));
    }

    private static void checkInWhileSomebodySorts(SheetTable players, FakeSheets google, FakeTab tab) {
        title("Ann and Kim check in; somebody sorts the sheet at the same moment");
        google.beforeNextWrite(() -> tab.sort("A4:E11", 1, true));
        Plan<RowChange> plan = players.planChange(
                        change -> change.set("ann", "checkin", true).set("kim", "checkin", true))
                .get();
        System.out.println(plan);
        System.out.println(plan.apply().get());
        for (SheetRecord player : players.records().fresh().get()) {
            System.out.println(player + " " + player.text("ign") + (player.flag("checkin") ? " is here" : ""));
        }
    }

    private static void reset(SheetTable players, FakeSheets google) {
        title("The organiser looks at a reset, applies it, and takes it back");
        Plan<RowChange> plan = players.registration(PLACES).planReset().get();
        System.out.println(plan);
        int writes = google.writes();
        Report<RowChange> report = plan.apply().get().orThrow();
        System.out.println(players.records().get() + " after " + (google.writes() - writes) + " write");
        players.undo(report).get().orThrow();
        System.out.println(players.records().get() + " after the undo");
    }

    private static void title(String text) {
        System.out.println();
        System.out.println("== " + text);
    }
}
