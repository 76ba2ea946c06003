// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.sheets.table;

import dev.bracketwire.Plan;
import dev.bracketwire.Report;
import dev.bracketwire.exchange.Column;
import dev.bracketwire.exchange.TableSchema;
import dev.bracketwire.sheets.Spreadsheet;

/** The code of the guide about changes of a table's structure. */
final class LayoutExamples {
    private LayoutExamples() {}

    static Report<LayoutChange> create(Spreadsheet cup) {
        SheetTable players = cup.table("Players");
        Plan<LayoutChange> plan = players.planCreate(32).get();
        System.out.println(plan);
        return plan.apply().get().orThrow();
    }

    static Report<LayoutChange> columns(SheetTable players) {
        TableSchema seeding = TableSchema.of(Column.whole("Seed"), Column.of("Paid", Column.Kind.TRUTH));
        Report<LayoutChange> added = players.addColumns(seeding).get();
        players.pin().get().orThrow();
        return added;
    }

    static void undo(SheetTable players, Report<LayoutChange> added) {
        Report<LayoutChange> undone = players.undoLayout(added).get();
        undone.problems().forEach(System.out::println);
    }
}
