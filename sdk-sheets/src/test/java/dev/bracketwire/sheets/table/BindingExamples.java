// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.sheets.table;

import dev.bracketwire.Plan;
import dev.bracketwire.config.Settings;
import dev.bracketwire.sheets.Sheets;
import dev.bracketwire.store.Database;
import dev.bracketwire.store.PersonalData;
import dev.bracketwire.store.PersonalTable;
import java.time.Duration;
import java.util.List;

/** The code of the guide and of the Javadoc. */
final class BindingExamples {
    private BindingExamples() {}

    static SheetBinding binding() {
        SheetBinding normal = SheetBinding.of(
                        "guild-42",
                        "normal",
                        "production",
                        "https://docs.google.com/spreadsheets/d/1aBc/edit",
                        "GAL Database")
                .headerRow(2)
                .column("ign", "Riot ID");
        return normal;
    }

    static SheetTable open(Sheets sheets, Settings settings, Database db) {
        SheetBindings bindings = SheetBindings.builder(sheets)
                .settings(settings.section("sheets.bindings"))
                .database(db)
                .build();
        SheetTable players = bindings.table("guild-42", "normal", "production").get();
        return players;
    }

    static void commands(SheetBindings bindings, String address) {
        SheetBinding wanted = SheetBinding.of("guild-42", "normal", "production", address, "GAL Database")
                .column("ign", "Riot ID");
        Plan<BindingChange> plan = bindings.planBind(wanted, "organiser-7").get();
        System.out.println(plan); // for a yes of the organiser
        plan.apply().get().orThrow();

        List<SheetProblem> problems =
                bindings.check("guild-42", "normal", "production").get();
        problems.forEach(System.out::println);
        bindings.detect("guild-42", "normal", "production", "organiser-7").get();
        bindings.unbind("guild-42", "normal", "production", "organiser-7").get();
    }

    static void expire(Database db) {
        PersonalTable[] tables =
                SheetBindings.personalTables(Duration.ofDays(365)).toArray(PersonalTable[]::new);
        PersonalData.of(db, tables).expire().get();
    }
}
