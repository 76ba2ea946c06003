// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.sheets.table;

import dev.bracketwire.Plan;
import dev.bracketwire.Report;
import dev.bracketwire.exchange.RowChange;
import dev.bracketwire.exchange.Sync;
import dev.bracketwire.exchange.Table;
import dev.bracketwire.sheets.CellType;
import dev.bracketwire.sheets.Spreadsheet;
import dev.bracketwire.store.Database;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** The code of the guide and of the Javadoc about tables and registration. */
@SuppressWarnings({"UnusedVariable", "CheckReturnValue"}) // as a reader would write it
final class TableExamples {
    private TableExamples() {}

    record Player(String discord, String ign, boolean checkin) {}

    static void table(Spreadsheet cup) {
        SheetTable players = cup.table("Players");
        for (SheetRecord player : players.records().get()) {
            System.out.println(player.text("ign"));
        }
        Plan<RowChange> plan =
                players.planChange(change -> change.set("ann", "checkin", true)).get();
        System.out.println(plan);
        Report<RowChange> report = plan.apply().get();
    }

    static void packageInfo(Spreadsheet cup) {
        SheetTable players = cup.table("Players");
        System.out.println(players.layout().get());
        players.change(change -> change.set("ann", "checkin", true)).get().orThrow();
        ClaimResult result =
                players.registration(32).claim(Map.of("discord", "cid")).get();
        System.out.println(result.hasPlace());
    }

    static void layout(Spreadsheet cup) {
        TableLayout layout = cup.table("Players").layout().get();
        System.out.println(layout);
    }

    static SheetTable hints(Spreadsheet cup) {
        ColumnRole seed = ColumnRole.of("seed", "Seed", "Seeding").content(ColumnRole.Content.NUMBER);
        SheetTable players = cup.table("Players")
                .roles(ColumnRole.DISCORD, ColumnRole.IGN, ColumnRole.ALT_IGN, ColumnRole.CHECK_IN, seed)
                .headerRow(2)
                .column("checkin", "Check-in")
                .without("alt_ign")
                .key("Discord Tag");
        players.check().get().forEach(System.out::println);
        return players;
    }

    static SheetTable roles(Spreadsheet cup) {
        ColumnRole seed = ColumnRole.of("seed", "Seed", "Seeding", "Seed No.").content(ColumnRole.Content.NUMBER);
        SheetTable players = cup.table("Players").roles(ColumnRole.DISCORD, ColumnRole.IGN, seed);
        return players;
    }

    static List<Player> records(SheetTable players) {
        TableRecords records = players.records().get();
        for (SheetRecord player : records) {
            System.out.println(player.text("ign"));
        }
        List<Player> typed = records.list(Player.class);
        return typed;
    }

    static void record(SheetTable players) {
        SheetRecord ann = players.records().get().record("ann");
        String ign = ann.text("ign");
        boolean here = ann.flag("checkin");
        long seed = ann.read("seed", CellType.wholeNumber()).orElse(0L);
    }

    static List<Player> typed(SheetTable players) {
        TableRecords records = players.records().get();
        List<Player> fitting = records.list(Player.class, problem -> System.out.println(problem));
        System.out.println(fitting.size() + " players, read " + records.age().toSeconds() + " seconds ago");
        players.find("ann").get().ifPresent(ann -> System.out.println(ann.row()));
        return fitting;
    }

    static void changes(SheetTable players) {
        players.planChange(change -> change.set("ann", "checkin", true)
                .expect("ann", "registered", true)
                .add(Map.of("discord", "cid", "ign", "Cid#EUW"))
                .remove("ben"));
    }

    static Report<RowChange> edit(SheetTable players) {
        Plan<RowChange> plan = players.planChange(change -> change.set("ann", "checkin", true)
                        .expect("ann", "registered", true)
                        .add(Map.of("discord", "cid", "ign", "Cid#EUW"))
                        .remove("ben"))
                .get();
        System.out.println(plan);
        Report<RowChange> report = plan.apply().get();
        Report<RowChange> rows = players.upsert(List.of(new Player("ann", "Ann#NA1", true), Map.of("discord", "dan")))
                .get();
        players.undo(rows).get().orThrow();
        return report;
    }

    static String registration(Spreadsheet cup) {
        RegistrationList list = cup.table("Players").registration(32);
        ClaimResult result =
                list.claim(Map.of("discord", "cid", "ign", "Cid#EUW")).get();
        String reply = result.fold(
                registered -> "You are in row " + registered.row(),
                alreadyThere -> "You are registered already",
                full -> "All " + full.capacity() + " places are taken");
        list.release("ben").get();
        return reply;
    }

    static void nextCup(Spreadsheet cup, Database db) {
        RegistrationList list = cup.table("Players").lease(db).registration(32);
        list.resetCheckIn().get().orThrow();
        Plan<RowChange> plan = list.planReset().get();
        System.out.println(plan);
        Report<RowChange> report = plan.apply().get().orThrow();
        list.table().undo(report).get().orThrow();
    }

    static TableWatch watch(SheetTable players) {
        TableWatch watch = players.watch(Duration.ofSeconds(30), new TableListener() {
            @Override
            public void added(SheetRecord record) {
                System.out.println(record.key() + " has signed up");
            }
        });
        return watch;
    }

    static Report<RowChange> exchange(Spreadsheet cup, Database db) {
        Table sheet = cup.table("Players").asTable();
        Table stored = db.rows("players", "discord");
        Plan<RowChange> plan = Sync.of(sheet, stored)
                .by("discord")
                .columns("ign", "team")
                .plan()
                .get();
        System.out.println(plan);
        return plan.apply().get();
    }
}
