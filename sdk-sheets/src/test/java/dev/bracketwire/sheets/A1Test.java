// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.sheets;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.bracketwire.seeded.SeededDraw;
import dev.bracketwire.sheets.internal.CellValues;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class A1Test {
    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '"',
            value = {
                "Sheet1!A1:B2, Sheet1, A1:B2, 'Sheet1'!A1:B2",
                "'Sheet1'!A5:A, Sheet1, A5:A, 'Sheet1'!A5:A",
                "Players!b, Players, B:B, 'Players'!B:B",
                "Players!3, Players, 3:3, 'Players'!3:3",
                "'It''s on'!$C$2, It's on, C2, 'It''s on'!C2",
                "'A1', A1, A:ZZZ, 'A1'",
                "'R1C1'!R1C1, R1C1, A1, 'R1C1'!A1",
                "'a!b:c'!B2, a!b:c, B2, 'a!b:c'!B2",
                "wow!x!A1, wow!x, A1, 'wow!x'!A1",
                "It's!A1, It's, A1, 'It''s'!A1",
                "'''', ', A:ZZZ, ''''",
                "'🌵 x'!A1:A10, 🌵 x, A1:A10, '🌵 x'!A1:A10",
                "Check in, Check in, A:ZZZ, 'Check in'",
                "2026, 2026, A:ZZZ, '2026'",
                "a/b, a/b, A:ZZZ, 'a/b'"
            })
    void parse_withTab_givesTitleAndCells(String text, String tab, String cells, String printed) {
        A1 address = A1.parse(text);

        assertThat(address.tab()).isEqualTo(tab);
        assertThat(address.name()).isNull();
        assertThat(address.cells()).hasToString(cells);
        assertThat(address).hasToString(printed);
        assertThat(A1.parse(printed)).isEqualTo(address);
    }

    @ParameterizedTest
    @ValueSource(strings = {"roster", "Sheet1x", "Cup", "été_2026", "A", "A0", "AAAA1", "R1C"})
    void parse_identifierThatIsNoCell_isAName(String text) {
        assertThat(A1.parse(text)).isEqualTo(A1.name(text)).hasToString(text);
    }

    @Test
    void parse_withoutTab_isOfTheFirstOne() {
        assertThat(A1.parse(" B2:C9 ")).isEqualTo(new A1(null, null, CellBounds.parse("B2:C9")));
        assertThat(A1.parse("Cup2026").cells().isCell()).isTrue();
        assertThat(A1.parse("R1C1")).hasToString("A1");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "!",
                "!A1",
                "Players!",
                "Players!!",
                "Players!roster",
                "Players!A0",
                "'Players",
                "'",
                "''",
                "'Players'A1",
                "'Players'!",
                "'Players'!'A1'",
                "''!A1",
                "A1:",
                "x:y:z",
                "ZZZZ1:ZZZZ2",
                "R[3]C[1]",
                "Players!A1,B2"
            })
    void parse_ofWhatNamesNoCells_isRefusedWithAReason(String text) {
        assertThat(A1.tryParse(text)).isEmpty();
        assertThatThrownBy(() -> A1.parse(text)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void parse_ofPrinted_isTheSame_whateverTheTitle() {
        SeededDraw.rounds(2000, draw -> {
            String title = draw.element(draw.text("'!:A1$ R🌵/", 12), draw.text(), "x".repeat(100), " x ", "'!'");
            if (!title.isEmpty() && CellValues.isSendable(title)) {
                A1 address = draw.flag() ? A1.tab(title) : A1.of(title, CellBounds.cell(draw.between(0, 99), 2));
                assertThat(A1.parse(address.toString())).isEqualTo(address);
            }
        });
    }

    @Test
    void parse_ofAnyText_givesAnAddressOrARefusal() {
        SeededDraw.rounds(3000, draw -> {
            String text = draw.flag() ? draw.text("A1B2:!'$RC[]", 12) : draw.text();
            A1.tryParse(text)
                    .ifPresent(
                            address -> assertThat(A1.parse(address.toString())).isEqualTo(address));
        });
    }

    @Test
    void cell_countsFromTheStart_andStaysWithin() {
        A1 range = A1.parse("Players!B3:D");

        assertThat(range.cell(0, 2)).hasToString("'Players'!D3");
        assertThat(range.cell(7, 0)).hasToString("'Players'!B10");
        assertThat(range.isCell()).isFalse();
        assertThat(range.cell(0, 0).isCell()).isTrue();
        assertThatThrownBy(() -> range.cell(0, 3)).hasMessageContaining("no cell at row 0, column 3");
        assertThatThrownBy(() -> range.cell(-1, 0)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> A1.name("roster").cell(0, 0)).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void contains_andOverlaps_needTheSameTab() {
        A1 players = A1.parse("Players!A2:C");

        assertThat(players.contains(A1.parse("Players!B7"))).isTrue();
        assertThat(players.contains(A1.parse("Players!D7"))).isFalse();
        assertThat(players.contains(A1.parse("Teams!B7"))).isFalse();
        assertThat(players.overlaps(A1.parse("Players!C:F"))).isTrue();
        assertThat(players.overlaps(A1.parse("C:F"))).isFalse();
        assertThat(A1.parse("A1:B2").overlaps(A1.parse("B2"))).isTrue();
        assertThat(A1.name("one").overlaps(A1.name("two"))).isFalse();
        assertThat(A1.name("one").contains(A1.name("one"))).isTrue();
        assertThat(players.in("Teams")).hasToString("'Teams'!A2:C");
    }

    @Test
    void toGridRange_keepsTheTabWithNumberZero() {
        GridRange range = A1.parse("Players!A2:C").toGridRange(0);

        assertThat(range.sheetId()).isZero();
        assertThat(range.toA1("Players")).isEqualTo(A1.parse("Players!A2:C"));
        assertThatThrownBy(() -> A1.name("roster").toGridRange(0)).hasMessageContaining("CellGrid.range()");
        assertThatThrownBy(() -> new GridRange(-1, CellBounds.ALL)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void create_ofPartsThatDoNotFit_isRefused() {
        assertThatThrownBy(() -> A1.tab("")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> A1.name("a b")).hasMessageContaining("A1.tab(title)");
        assertThatThrownBy(() -> A1.name("Cup2026")).hasMessageContaining("no cell");
        assertThatThrownBy(() -> A1.name("R1C1")).hasMessageContaining("A1.tab(title)");
        assertThatThrownBy(() -> A1.name("")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new A1("Players", "roster", CellBounds.ALL)).hasMessageContaining("own tab");
        assertThatThrownBy(() -> MetadataLookup.key("")).isInstanceOf(IllegalArgumentException.class);
    }
}
