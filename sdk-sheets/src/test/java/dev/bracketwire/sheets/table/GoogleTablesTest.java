// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.sheets.table;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bracketwire.testkit.sheets.FakeTab;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Tables of Google Sheets' own kind, with a footer. */
class GoogleTablesTest {
    @Test
    void upsert_intoATableWithAFooter_addsRowsAboveIt() {
        try (TableScene scene = new TableScene(1, List.of())) {
            FakeTab tab = scene.file.tab(
                    "Roster",
                    List.of(
                            List.of("Discord", "IGN", "Points"),
                            List.of("ann", "Ann#EUW", 3),
                            List.of("ben", "Ben#EUW", 4),
                            List.of("Total", "", 7)));
            tab.table("Roster1", "A1:C4", true);
            SheetTable roster = scene.cup.table("Roster");
            TableLayout layout = roster.layout().get();
            assertThat(layout.googleTable()).contains("Roster1");
            assertThat(roster.records().get().list())
                    .extracting(SheetRecord::key)
                    .containsExactly("ann", "ben");
            roster.upsert(List.of(Map.of("discord", "cid", "Points", 9), Map.of("discord", "dan", "Points", 1)))
                    .get()
                    .orThrow();
            assertThat(tab.rows())
                    .extracting(row -> row.get(0))
                    .containsExactly("Discord", "ann", "ben", "cid", "dan", "Total");
            assertThat(roster.records().get().list())
                    .extracting(SheetRecord::key)
                    .containsExactly("ann", "ben", "cid", "dan");
        }
    }
}
