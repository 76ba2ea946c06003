// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.sheets;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.bracketwire.NotFoundException;
import dev.bracketwire.sheets.internal.SpreadsheetInfoReader;
import java.time.ZoneId;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class SpreadsheetInfoTest {
    private final StructureScene scene = new StructureScene();

    @AfterEach
    void close() {
        scene.close();
    }

    @Test
    void info_ofASpreadsheet_holdsTabsTablesProtectionsAndNames() {
        SpreadsheetInfo info = scene.cup.info().get();
        assertThat(info.title()).isEqualTo("Spring Cup");
        assertThat(info.timeZone()).isEqualTo(ZoneId.of("Europe/Paris"));
        assertThat(info.tabs()).extracting(SheetTab::title).containsExactly("Players", "Notes");
        SheetTab players = info.tab(0);
        assertThat(players.frozenRows()).isEqualTo(2);
        assertThat(players.protections())
                .containsExactly(
                        new SheetTab.ProtectedCells(5, new GridRange(0, CellBounds.rows(0, 2)), "header", false, true));
        assertThat(players.tables())
                .containsExactly(new SheetTab.TableInfo(
                        "t1",
                        "Roster",
                        new GridRange(0, CellBounds.parse("A2:C100")),
                        List.of(
                                new SheetTab.TableColumn("Name", "TEXT"),
                                new SheetTab.TableColumn("Checked in", "BOOLEAN")),
                        true));
        assertThat(info.namedRanges())
                .containsExactly(
                        new SpreadsheetInfo.NamedCells("n1", "roster", new GridRange(0, CellBounds.parse("A3:B9"))),
                        new SpreadsheetInfo.NamedCells("n2", "gone", null));
    }

    @Test
    void tab_ofATitleInOtherCase_isFoundInOneRequest() {
        assertThat(scene.cup.tab("PLAYERS").get().sheetId()).isZero();
        assertThat(scene.cup.tab("Notes").get().hidden()).isTrue();
        scene.google
                .assertReceived("GET", "/v4/spreadsheets/" + StructureScene.ID)
                .once();
    }

    @Test
    void tab_ofATitleThatDiffersByCase_isTheExactOne() {
        SpreadsheetInfo info = SpreadsheetInfoReader.read(StructureScene.json("""
                {"sheets":[{"properties":{"sheetId":1,"title":"a"}},{"properties":{"sheetId":2,"title":"A"}}]}"""));
        assertThat(info.tab("A").sheetId()).isEqualTo(2);
        assertThat(info.timeZone()).isNull();
    }

    @Test
    void tab_thatIsNot_failsWithTheTitlesThatThereAre() {
        assertThatThrownBy(() -> scene.cup.tab("Teams").get())
                .isInstanceOf(NotFoundException.class)
                .hasMessageContaining("no tab \"Teams\"; it has Players, Notes");
        assertThat(scene.cup.findTab("Teams").get()).isEmpty();
        assertThatThrownBy(() -> scene.cup.info().get().tab(9))
                .isInstanceOf(NotFoundException.class)
                .hasMessageContaining("number 9");
    }

    @Test
    void info_ofAZoneUnknownToJava_isReadWithoutIt() {
        SpreadsheetInfo info =
                SpreadsheetInfoReader.read(StructureScene.json("{\"properties\":{\"timeZone\":\"Mars/Olympus\"}}"));
        assertThat(info.timeZone()).isNull();
    }
}
