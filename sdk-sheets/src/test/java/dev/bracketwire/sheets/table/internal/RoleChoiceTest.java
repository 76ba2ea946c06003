// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.sheets.table.internal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bracketwire.sheets.table.ColumnRole;
import dev.bracketwire.sheets.table.LayoutColumn;
import dev.bracketwire.sheets.table.RoleMatch;
import dev.bracketwire.sheets.table.RoleMatch.Candidate;
import dev.bracketwire.sheets.table.RoleMatch.Source;
import org.junit.jupiter.api.Test;

class RoleChoiceTest {
    @Test
    void choose_pin_comesBeforeSettingAndHeader() {
        DraftedTab tab = DraftedTab.of("Discord | Contact | Other", "ann | bob | cid")
                .pin(1, "discord")
                .hint("discord", "Other");
        RoleMatch match = tab.match(ColumnRole.DISCORD);
        assertThat(match.column()).isEqualTo(1);
        assertThat(match.source()).isEqualTo(Source.PINNED);
        assertThat(tab.detect().columns())
                .filteredOn(LayoutColumn::pinned)
                .extracting(LayoutColumn::name)
                .containsExactly("discord");
    }

    @Test
    void choose_twoColumnsPinnedAsOneRole_abstains() {
        DraftedTab tab = DraftedTab.of("Discord | Contact", "ann | bob")
                .pin(0, "discord")
                .pin(1, "discord");
        assertThat(tab.column(ColumnRole.DISCORD)).isNull();
        assertThat(tab.problems()).anyMatch(problem -> problem.contains("contradict") && problem.contains("A and B"));
    }

    @Test
    void choose_columnPinnedAsTwoRoles_abstainsForBoth() {
        DraftedTab tab = DraftedTab.of("Discord | IGN", "ann | Ann#EUW").pin(0, "discord", "ign");
        assertThat(tab.column(ColumnRole.DISCORD)).isNull();
        assertThat(tab.column(ColumnRole.IGN)).isNull();
    }

    @Test
    void choose_setting_comparesHeadersBeforeLetters() {
        DraftedTab tab = DraftedTab.of("Discord | B | Konto", "ann | bob | cid");
        assertThat(tab.hint("discord", "konto").column(ColumnRole.DISCORD)).isEqualTo(2);
        assertThat(tab.hint("discord", "b").column(ColumnRole.DISCORD)).isEqualTo(1);
        assertThat(tab.hint("discord", "C").match(ColumnRole.DISCORD).source()).isEqualTo(Source.CONFIGURED);
        assertThat(tab.hint("discord", "E").column(ColumnRole.DISCORD)).isEqualTo(4);
    }

    @Test
    void choose_unknownSetting_isAProblemAndNoGuess() {
        DraftedTab tab = DraftedTab.of("Discord | IGN", "ann | Ann#EUW")
                .hint("discord", "Konto")
                .hint("nobody", "IGN");
        assertThat(tab.column(ColumnRole.DISCORD)).isNull();
        assertThat(tab.problems()).anyMatch(p -> p.contains("Konto")).anyMatch(p -> p.contains("nobody"));
    }

    @Test
    void choose_without_leavesTheRoleOut() {
        DraftedTab tab =
                DraftedTab.of("Discord | Team | IGN", "ann | Reds | Ann#EUW").without("team");
        assertThat(tab.column(ColumnRole.TEAM)).isNull();
        assertThat(tab.problems()).noneMatch(problem -> problem.contains("no column for team"));
    }

    @Test
    void choose_flagOverNames_doesNotFit() {
        DraftedTab tab = DraftedTab.of("Discord | Registered", "ann | Ann Smith", "bob | Bob Jones");
        RoleMatch match = tab.match(ColumnRole.REGISTERED);
        assertThat(match.column()).isNull();
        assertThat(match.reasons().get(0)).contains("its cells are not TRUE or FALSE");
        assertThat(match.candidates()).extracting(Candidate::column).containsExactly(1);
    }

    @Test
    void choose_discordOverFlagsMailOrRiotIds_doesNotFit() {
        for (String cell :
                new String[] {"TRUE", "ann@example.org", "Ann#EUW", "she/her", "~7", "https://discord.gg/x"}) {
            assertThat(DraftedTab.of("Name | Discord | Rank", "Ann | " + cell + " | Gold", "Bob | " + cell + " | Iron")
                            .headerRow(0)
                            .column(ColumnRole.DISCORD))
                    .as(cell)
                    .isNull();
        }
    }

    @Test
    void choose_twoNameColumns_contentDecidesOrNone() {
        String header = "Summoner Name | Riot ID | Discord";
        RoleMatch none = DraftedTab.of(header).match(ColumnRole.IGN);
        assertThat(none.column()).isNull();
        assertThat(none.candidates()).extracting(Candidate::column).containsExactly(0, 1);
        assertThat(none.reasons().get(0)).contains("A \"Summoner Name\" and B \"Riot ID\"");
        assertThat(DraftedTab.of(header, "Ann S | Ann#EUW | ann", "Bob S | Bob#EUW | bob")
                        .column(ColumnRole.IGN))
                .isEqualTo(1);
    }

    @Test
    void choose_strongContentUnderBlankHeader_isOnlyACandidate() {
        DraftedTab tab =
                DraftedTab.of("Name | | Rank", "Ann | Ann#EUW | Gold", "Bob | Bob#EUW | Gold", "Cid | Cid#EUW | Iron");
        RoleMatch match = tab.match(ColumnRole.IGN);
        assertThat(match.column()).isNull();
        assertThat(match.candidates()).extracting(Candidate::column).containsExactly(1);
        assertThat(match.reasons().get(0)).contains("no header");
    }

    @Test
    void choose_twoRolesForOneColumn_givesItToNone() {
        ColumnRole first = ColumnRole.of("first", "Points");
        ColumnRole second = ColumnRole.of("second", "Points");
        DraftedTab tab = DraftedTab.of("Points | Name", "~1 | Ann", "~2 | Bob").roles(first, second);
        assertThat(tab.column(first)).isNull();
        assertThat(tab.column(second)).isNull();
    }

    @Test
    void choose_key_isTheNamedOneOrTheFirstThatIsNoFlag() {
        DraftedTab tab = DraftedTab.of("Registered | IGN | Player Code", "TRUE | Ann#EUW | p1", "FALSE | Bob#EUW | p2");
        tab.roles(ColumnRole.REGISTERED, ColumnRole.DISCORD, ColumnRole.IGN);
        assertThat(tab.detect().key()).isEqualTo("ign");
        assertThat(tab.key("player code").detect().key()).isEqualTo("Player Code");
        assertThat(tab.key("Nobody").detect().key()).isNull();
        assertThat(tab.problems()).anyMatch(problem -> problem.contains("no column Nobody"));
    }
}
