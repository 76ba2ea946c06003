// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.sheets.table.internal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bracketwire.sheets.table.ColumnRole;
import dev.bracketwire.sheets.table.LayoutColumn;
import java.util.List;
import org.junit.jupiter.api.Test;

class HeaderRowTest {
    @Test
    void detect_bannerAboveHeader_skipsTheBanner() {
        DraftedTab tab = DraftedTab.of(
                "Summer Cup 2026 ||", "Discord | IGN | Registered", "ann | Ann#EUW | TRUE", "bob | Bob#NA1 | FALSE");
        assertThat(tab.detect().headerRow()).isEqualTo(1);
        assertThat(tab.merge("A1:C1").detect().headerRow()).isEqualTo(1);
    }

    @Test
    void detect_preparedRows_findsHeaderInSecondRow() {
        DraftedTab tab = DraftedTab.of(
                "| GAL Database ||||||",
                "# | Discord | Pronouns | IGN | Alt IGNs | Registered | Checked In | Notes",
                "~1 | ann | she/her | Ann#EUW || TRUE | FALSE |",
                "~2 ||||| FALSE | FALSE |",
                "~3 ||||| FALSE | FALSE |");
        DetectedLayout layout = tab.detect();
        assertThat(layout.headerRow()).isEqualTo(1);
        assertThat(layout.key()).isEqualTo("discord");
        assertThat(layout.columns())
                .filteredOn(LayoutColumn::checkbox)
                .extracting(LayoutColumn::letters)
                .containsExactly("F", "G");
        assertThat(tab.problems()).allMatch(problem -> problem.contains("no column for team"));
    }

    @Test
    void detect_groupRowAboveHeader_takesTheLowerRow() {
        DraftedTab tab = DraftedTab.of(
                "Player ||| Status |",
                "Discord | IGN | Rank | Registered | Checked In",
                "ann | Ann#EUW | Gold | TRUE | FALSE",
                "bob | Bob#EUW | Iron | TRUE | FALSE");
        assertThat(tab.merge("A1:C1").merge("D1:E1").detect().headerRow()).isEqualTo(1);
    }

    @Test
    void detect_headerMergedOverTwoRows_readsItsText() {
        DraftedTab tab =
                DraftedTab.of("Discord | Names || Registered", "| IGN | Alt IGN |", "ann | Ann#EUW | Anna#EUW | TRUE");
        tab.merge("A1:A2").merge("B1:C1").merge("D1:D2").headerRow(1);
        assertThat(tab.column(ColumnRole.DISCORD)).isZero();
        assertThat(tab.column(ColumnRole.REGISTERED)).isEqualTo(3);
    }

    @Test
    void detect_commentsAndSettingsAbove_findsHeaderBelow() {
        DraftedTab tab = DraftedTab.of(
                "# do not edit",
                "Event | Summer Cup",
                "Date | ~45000",
                "",
                "Discord | IGN | Points | Notes",
                "ann | Ann#EUW | ~3 |",
                "bob | Bob#EUW | ~5 | late");
        assertThat(tab.detect().headerRow()).isEqualTo(4);
    }

    @Test
    void detect_onlyData_hasNoHeaderAndSaysSo() {
        DraftedTab tab = DraftedTab.of("~1 | Ann#EUW | TRUE", "~2 | Bob#EUW | FALSE", "~3 | Cid#NA1 | TRUE");
        assertThat(tab.detect().headerRow()).isEqualTo(-1);
        assertThat(tab.problems()).anyMatch(problem -> problem.contains("no row that looks like a header"));
        assertThat(tab.detect().columns())
                .extracting(LayoutColumn::name)
                .containsExactly("column A", "column B", "column C");
        assertThat(tab.detect().roles()).allMatch(match -> match.column() == null);
    }

    @Test
    void detect_numbersAsHeaders_findsThemByWhatIsBelow() {
        assertThat(DraftedTab.of("id | ~100 | ~200", "a1 | TRUE | FALSE", "a2 | FALSE | TRUE")
                        .detect()
                        .headerRow())
                .isZero();
    }

    @Test
    void detect_frozenRow_isPreferred() {
        DraftedTab tab = DraftedTab.of(
                "Name | Country | Club", "Nom | Pays | Cercle", "Ann | France | Lyon", "Bob | Spain | Lugo");
        assertThat(tab.detect().headerRow()).isZero();
        assertThat(tab.frozenRows(2).detect().headerRow()).isEqualTo(1);
    }

    @Test
    void detect_givenHeaderRow_isTaken() {
        DraftedTab tab = DraftedTab.of("Discord | IGN", "ann | Ann#EUW", "IGN | Discord", "Bob#EUW | bob")
                .headerRow(2);
        assertThat(tab.detect().headerRow()).isEqualTo(2);
        assertThat(tab.column(ColumnRole.IGN)).isZero();
        assertThat(tab.headerRow(40).detect().headerRow()).isEqualTo(40);
    }

    @Test
    void detect_tableOfSheets_boundsRowsAndColumns() {
        DraftedTab tab = DraftedTab.of(
                "Rules | see below ||",
                "| Discord | IGN | Notes",
                "| ann | Ann#EUW |",
                "| bob | Bob#EUW |",
                "| 2 players || ");
        DetectedLayout layout = tab.table("B2:C5", true).detect();
        assertThat(layout.headerRow()).isEqualTo(1);
        assertThat(layout.endRow()).isEqualTo(4);
        assertThat(layout.googleTable()).isEqualTo("Table B2:C5");
        assertThat(layout.columns()).extracting(LayoutColumn::index).containsExactly(1, 2);
        assertThat(tab.problems()).noneMatch(problem -> problem.contains("players"));
    }

    @Test
    void detect_twoTablesOfSheets_takesTheOneWithTheRoles() {
        DraftedTab tab = DraftedTab.of("Prize | Sum || Discord | IGN", "First | ~100 || ann | Ann#EUW");
        assertThat(tab.table("A1:B2", false).table("D1:E2", false).detect().googleTable())
                .isEqualTo("Table D1:E2");
    }

    @Test
    void detect_equalAndBlankHeaders_givesUniqueNames() {
        DraftedTab tab = DraftedTab.of("Name | name | | Name (A) | discord", "a | b | c | d | e", "f | g | h | i | j")
                .roles(ColumnRole.of("name", "Handle"), ColumnRole.IGN);
        List<String> names =
                tab.detect().columns().stream().map(LayoutColumn::name).toList();
        assertThat(names).containsExactly("Name (A)", "name (B)", "column C", "Name (A) (D)", "discord");
    }

    @Test
    void detect_formulas_markTheColumnAsComputed() {
        DraftedTab tab = DraftedTab.of("Name | Points", "Ann | ~3", "Bob | ~5", "Cid | ~7")
                .formula(1, 1)
                .formula(2, 1);
        assertThat(tab.detect().columns()).extracting(LayoutColumn::computed).containsExactly(false, true);
    }
}
