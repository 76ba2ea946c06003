// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.sheets;

import static dev.bracketwire.sheets.CellBounds.UNBOUNDED;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.bracketwire.seeded.SeededDraw;
import java.util.Locale;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CellBoundsTest {
    private static final int ROWS = 10_000_000;
    private static final int COLUMNS = 18_278;

    @ParameterizedTest
    @CsvSource({
        "A1, A1, 0, 1, 0, 1",
        "A1:B2, A1:B2, 0, 2, 0, 2",
        "$a$1:$b$2, A1:B2, 0, 2, 0, 2",
        "D4:C2, C2:D4, 1, 4, 2, 4",
        "C2:B4, B2:C4, 1, 4, 1, 3",
        "A:B, A:B, 0, -1, 0, 2",
        "B:A, A:B, 0, -1, 0, 2",
        "C, C:C, 0, -1, 2, 3",
        "1:2, 1:2, 0, 2, 0, -1",
        "3, 3:3, 2, 3, 0, -1",
        "A5:A, A5:A, 4, -1, 0, 1",
        "A5:B, A5:B, 4, -1, 0, 2",
        "B:A5, A5:B, 4, -1, 0, 2",
        "B2:3, B2:3, 1, 3, 1, -1",
        "3:B2, B2:3, 1, 3, 1, -1",
        "R2C3, C2, 1, 2, 2, 3",
        "r2c3:R9C4, C2:D9, 1, 9, 2, 4",
        "R2, R2, 1, 2, 17, 18",
        "RC1, RC1, 0, 1, 470, 471",
        "ZZZ10000000, ZZZ10000000, 9999999, 10000000, 18277, 18278",
        "A:ZZZ, A:ZZZ, 0, -1, 0, -1",
        "A1:ZZZ10000000, A:ZZZ, 0, -1, 0, -1",
        "B2:ZZZ, B2:ZZZ, 1, -1, 1, -1",
        "A2:ZZZ5, 2:5, 1, 5, 0, -1"
    })
    void parse_eachForm_givesBounds(
            String text, String printed, int startRow, int endRow, int startColumn, int endColumn) {
        CellBounds bounds = new CellBounds(
                startRow, endRow < 0 ? UNBOUNDED : endRow, startColumn, endColumn < 0 ? UNBOUNDED : endColumn);

        assertThat(CellBounds.parse(text)).isEqualTo(bounds).hasToString(printed);
        assertThat(CellBounds.tryParse(text)).contains(bounds);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                ":",
                "A:",
                ":A",
                "A1:",
                "A:1",
                "1:A",
                "A0",
                "A01",
                "0",
                "AAAA1",
                "AAAA",
                "A10000001",
                "A99999999999",
                "$",
                "A$",
                "$$A1",
                "$A$$1",
                "A 1",
                "A1 ",
                "A-1",
                "A1:B2:C3",
                "É1",
                "A१",
                "R0C1",
                "R1C0",
                "R1C18279",
                "R[3]C[1]",
                "R1C",
                "Players!A1",
                "'A1'",
                "\u212A1",
                "\u0131"
            })
    void parse_anythingElse_isRefused(String text) {
        assertThat(CellBounds.tryParse(text)).isEmpty();
        assertThatThrownBy(() -> CellBounds.parse(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(text);
    }

    @Test
    void parse_relativeNotation_isNamed() {
        assertThatThrownBy(() -> CellBounds.parse("R[3]C[1]")).hasMessageContaining("relative");
    }

    @Test
    void create_outsideOfAnySpreadsheet_isRefused() {
        assertThatThrownBy(() -> new CellBounds(-1, 1, 0, 1)).hasMessageContaining("rows start at 0");
        assertThatThrownBy(() -> new CellBounds(1, 1, 0, 1)).hasMessageContaining("after their start");
        assertThatThrownBy(() -> new CellBounds(0, 1, 3, 2)).hasMessageContaining("columns");
        assertThatThrownBy(() -> new CellBounds(0, 1, 0, COLUMNS + 1)).hasMessageContaining("18278 at most");
        assertThatThrownBy(() -> new CellBounds(0, ROWS + 1, 0, 1)).hasMessageContaining("10000000 at most");
        assertThatThrownBy(() -> CellBounds.cell(ROWS, 0)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> CellBounds.cell(0, COLUMNS)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void parse_ofPrinted_isTheSame() {
        SeededDraw.rounds(3000, draw -> {
            CellBounds bounds = draw(draw);
            String text = bounds.toString();
            String typed = draw.flag() ? text.toLowerCase(Locale.ROOT) : text;
            assertThat(CellBounds.parse(typed)).isEqualTo(bounds);
            assertThat(A1.parse(A1.of(draw.flag() ? "It's" : "A1", bounds).toString())
                            .cells())
                    .isEqualTo(bounds);
        });
    }

    @Test
    void intersection_ofAnyTwo_holdsTheCellsOfBoth() {
        SeededDraw.rounds(3000, draw -> {
            CellBounds one = draw(draw);
            CellBounds other = draw(draw);
            CellBounds cell = CellBounds.cell(draw.between(0, ROWS - 1), draw.between(0, COLUMNS - 1));
            boolean both = one.contains(cell) && other.contains(cell);
            assertThat(one.overlaps(other)).isEqualTo(other.overlaps(one));
            assertThat(one.intersection(other)).isEqualTo(other.intersection(one));
            assertThat(one.intersection(other).isPresent()).isEqualTo(one.overlaps(other));
            assertThat(one.intersection(other)
                            .map(shared -> shared.contains(cell))
                            .orElse(false))
                    .isEqualTo(both);
            assertThat(one.contains(other)).isEqualTo(one.intersection(other).equals(Optional.of(other)));
        });
    }

    private static CellBounds draw(SeededDraw draw) {
        int row = draw.between(0, draw.flag() ? 20 : ROWS - 1);
        int column = draw.between(0, draw.flag() ? 20 : COLUMNS - 1);
        return new CellBounds(
                row,
                draw.flag() ? UNBOUNDED : draw.between(row + 1, ROWS),
                column,
                draw.flag() ? UNBOUNDED : draw.between(column + 1, COLUMNS));
    }

    @Test
    void clip_toAGrid_boundsTheEnds() {
        assertThat(CellBounds.parse("A2:C").clip(10, 2)).contains(CellBounds.parse("A2:B10"));
        assertThat(CellBounds.ALL.clip(1, 1)).contains(CellBounds.cell(0, 0));
        assertThat(CellBounds.parse("A11").clip(10, 26)).isEmpty();
        assertThat(CellBounds.parse("AA1").clip(10, 26)).isEmpty();
    }

    @Test
    void shift_movesBoundsAndLeavesOpenEnds() {
        assertThat(CellBounds.parse("B2:C").shift(-1, 2)).hasToString("D:E");
        assertThat(CellBounds.parse("B2:C3").shift(1, 1)).hasToString("C3:D4");
        assertThatThrownBy(() -> CellBounds.parse("A1").shift(-1, 0)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void counts_ofOpenEnds_areEmpty() {
        CellBounds bounds = CellBounds.parse("B2:D");

        assertThat(bounds.rowCount()).isEmpty();
        assertThat(bounds.columnCount()).hasValue(3);
        assertThat(CellBounds.rows(1, 4).rowCount()).hasValue(3);
        assertThat(CellBounds.rows(1, 4).columnCount()).isEmpty();
        assertThat(CellBounds.columns(1, 4)).hasToString("B:D");
        assertThat(bounds.isCell()).isFalse();
        assertThat(CellBounds.cell(ROWS - 1, COLUMNS - 1).isCell()).isTrue();
        assertThat(new CellBounds(0, ROWS, 0, COLUMNS)).isEqualTo(CellBounds.ALL);
    }

    @Test
    void columnLetters_ofEachColumn_leadBack() {
        String before = "";
        for (int i = 0; i < COLUMNS; i++) {
            String letters = CellBounds.columnLetters(i);
            assertThat(CellBounds.columnIndex(letters)).isEqualTo(i);
            assertThat(letters).isSameAs(CellBounds.columnLetters(i));
            assertThat(letters.length() > before.length() || letters.compareTo(before) > 0)
                    .isTrue();
            before = letters;
        }
        assertThat(before).isEqualTo("ZZZ");
        assertThatThrownBy(() -> CellBounds.columnLetters(COLUMNS)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> CellBounds.columnLetters(-1)).isInstanceOf(IllegalArgumentException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "A1", "1", "AAAA", "$A", "A:B", "İ"})
    void columnIndex_ofOtherText_isRefused(String letters) {
        assertThatThrownBy(() -> CellBounds.columnIndex(letters)).isInstanceOf(IllegalArgumentException.class);
    }
}
