// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.sheets.table.internal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bracketwire.sheets.table.ColumnRole;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class SheetValidationTest {
    private static DraftedTab tab(String... lines) {
        return DraftedTab.of(lines).roles(ColumnRole.DISCORD, ColumnRole.IGN, ColumnRole.CHECK_IN);
    }

    @Test
    void check_cleanSheet_hasNoProblem() {
        assertThat(tab(
                                "Discord | IGN | Checked In",
                                "ann | Ann#EUW | TRUE",
                                "007 | =Bob#EUW | FALSE",
                                "+cid | -Cid#1e5 | FALSE",
                                "|| FALSE")
                        .problems())
                .isEmpty();
    }

    @Test
    void check_idAsNumber_saysToFormatAsText() {
        assertThat(tab("Discord | IGN | Checked In", "~123456789012345680 | Ann#EUW | TRUE")
                        .problems())
                .singleElement()
                .asString()
                .startsWith("Players!A2:")
                .contains("rounds numbers beyond 15 digits")
                .contains("plain text");
    }

    @Test
    void check_equalKeys_namesBothRows() {
        assertThat(tab(
                                "Discord | IGN | Checked In",
                                "ann | Ann#EUW | TRUE",
                                "bob | Bob#EUW | TRUE",
                                " ann | Eve#EUW | TRUE")
                        .problems())
                .singleElement()
                .asString()
                .startsWith("Players!A4: \"ann\" is the same discord as in row 2")
                .contains("2 and 4");
    }

    @Test
    void check_rowWithoutKey_isReported() {
        assertThat(tab("Discord | IGN | Checked In", "ann | Ann#EUW | TRUE", "| Bob#EUW | FALSE", "|| FALSE", "|| TRUE")
                        .problems())
                .containsExactly(
                        "Players!3:3: has data, but no discord; fill in discord or clear the row",
                        "Players!5:5: has data, but no discord; fill in discord or clear the row");
    }

    @Test
    void check_errorsAndWordsForFlags_areReported() {
        assertThat(tab(
                                "Discord | IGN | Checked In",
                                "ann | #REF! | TRUE",
                                "bob | Bob#EUW | maybe",
                                "cid | Cid#EUW | FALSE")
                        .problems())
                .anyMatch(problem -> problem.startsWith("Players!B2: \"#REF!\" is an error"))
                .anyMatch(problem -> problem.startsWith("Players!C3: \"maybe\" is not TRUE or FALSE"))
                .hasSize(2);
    }

    @Test
    void check_headers_reportsBlankEqualAndMerged() {
        assertThat(tab("Discord | IGN | Checked In | Note | note || Map", "ann | Ann#EUW | TRUE | a | b | c | d")
                        .merge("G1:H1")
                        .headerRow(0)
                        .problems())
                .anyMatch(problem -> problem.startsWith("Players!E1: \"note\" is the same header as in column D"))
                .anyMatch(problem -> problem.startsWith("Players!F1: is blank"))
                .anyMatch(problem -> problem.startsWith("Players!G1: is a merged cell"))
                .hasSize(3);
    }

    @Test
    void check_roleWithoutColumn_saysWhy() {
        assertThat(tab("Summoner Name | Riot ID | Discord", "||").headerRow(0).problems())
                .anyMatch(problem -> problem.contains("no column for ign: the columns A"))
                .anyMatch(problem -> problem.contains("no column for checkin: no header fits"))
                .hasSize(2);
    }

    @Test
    void check_computedKey_isReported() {
        assertThat(tab("Discord | IGN | Checked In", "ann | Ann#EUW | TRUE")
                        .formula(1, 0)
                        .problems())
                .singleElement()
                .asString()
                .startsWith("Players!A:A:")
                .contains("formulas fill it");
    }

    @Test
    void check_thousandProblems_reportsHundredAndTheNumberOfTheRest() {
        List<String> lines = new ArrayList<>(List.of("Discord | IGN | Checked In", "ann | Ann#EUW | TRUE"));
        for (int i = 0; i < 1000; i++) {
            lines.add("ann | Ann#EUW | TRUE");
        }
        List<String> problems = tab(lines.toArray(String[]::new)).problems();
        assertThat(problems).hasSize(101);
        assertThat(problems.get(100)).contains("900 more problems");
    }
}
