// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.sheets;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.bracketwire.seeded.SeededDraw;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.net.URI;
import java.time.LocalDate;
import java.time.LocalDateTime;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CellTest {
    private enum Bracket {
        UPPER
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "=IMPORTXML(\"x\",\"y\")",
                "+1",
                "-x",
                "@SUM",
                "\tx",
                "\rx",
                "＝1",
                "'quoted",
                "1e5",
                "007",
                "TRUE",
                "3-1",
                " ",
                "🏆",
                "#N/A"
            })
    void text_whatPlayersWrite_staysText(String value) {
        assertThat(Cell.of(value)).isEqualTo(new Cell.Text(value));
        assertThat(Cell.text(value).text()).isEqualTo(value);
    }

    @Test
    void text_thatNoCellHolds_isRefusedWithThePlace() {
        assertThat(Cell.text("x".repeat(50_000)).text()).hasSize(50_000);
        assertThatThrownBy(() -> Cell.text("x".repeat(50_001))).hasMessageContaining("50001");
        assertThatThrownBy(() -> Cell.text("ab\0")).hasMessageContaining("NUL").hasMessageContaining("character 2");
        assertThatThrownBy(() -> Cell.text("a\ud83c"))
                .hasMessageContaining("surrogate")
                .hasMessageContaining("character 1");
        assertThatThrownBy(() -> Cell.text("\udfc6\ud83c")).hasMessageContaining("character 0");
        assertThatThrownBy(() -> Cell.text("🏆\ud83cx")).hasMessageContaining("character 2");
        assertThatThrownBy(() -> Cell.formula("=\0")).hasMessageContaining("a formula");
        assertThatThrownBy(() -> Cell.link("\0", URI.create("https://example.org")))
                .hasMessageContaining("a link's text");
    }

    @Test
    void text_ofAnyCharacters_isHeldOrRefused() {
        SeededDraw.rounds(2000, draw -> {
            String value = draw.text();
            boolean whole = value.codePoints().noneMatch(point -> point == 0 || (point >= 0xD800 && point <= 0xDFFF));
            if (whole) {
                assertThat(Cell.text(value).text()).isEqualTo(value);
            } else {
                assertThatThrownBy(() -> Cell.text(value)).isInstanceOf(IllegalArgumentException.class);
            }
        });
    }

    @Test
    void number_thatASheetWouldRound_isRefused() {
        assertThat(Cell.number(1L << 53).text()).isEqualTo("9007199254740992");
        assertThat(Cell.of(-(1L << 53)).text()).isEqualTo("-9007199254740992");
        for (Object large : new Object[] {
            (1L << 53) + 1,
            Long.MIN_VALUE,
            new BigInteger("123456789012345678901"),
            new BigDecimal("12345678901234567890")
        }) {
            assertThatThrownBy(() -> Cell.of(large)).hasMessageContaining("Cell.text(\"" + large + "\")");
        }
        assertThatThrownBy(() -> Cell.number(Double.NaN)).hasMessageContaining("NaN");
        assertThatThrownBy(() -> Cell.of(Float.POSITIVE_INFINITY)).hasMessageContaining("Infinity");
    }

    @Test
    void of_eachType_givesACell() {
        assertThat(Cell.of(7)).isEqualTo(Cell.number(7));
        assertThat(Cell.of((short) 7)).isEqualTo(Cell.number(7));
        assertThat(Cell.of(1.5)).isEqualTo(new Cell.Number(1.5));
        assertThat(Cell.of(new BigDecimal("1.50"))).isEqualTo(Cell.number(1.5));
        assertThat(Cell.of(BigInteger.TEN)).isEqualTo(Cell.number(10));
        assertThat(Cell.of(true)).isSameAs(Cell.bool(true));
        assertThat(Cell.of(Bracket.UPPER)).isEqualTo(Cell.text("UPPER"));
        assertThat(Cell.of(LocalDate.of(2020, 1, 1))).isEqualTo(Cell.number(43831));
        assertThat(Cell.of(LocalDateTime.of(1899, 12, 30, 18, 0))).isEqualTo(Cell.number(0.75));
        assertThat(Cell.of(LocalDate.of(1899, 12, 29))).isEqualTo(Cell.number(-1));
        assertThat(Cell.of("")).isSameAs(Cell.clear());
        assertThat(Cell.of(Cell.keep())).isSameAs(Cell.keep());
        assertThatThrownBy(() -> Cell.of(null))
                .hasMessageContaining("Cell.keep()")
                .hasMessageContaining("Cell.clear()");
        assertThatThrownBy(() -> Cell.of(new Object())).hasMessageContaining("java.lang.Object");
        assertThatThrownBy(() -> Cell.of(LocalDate.of(10_000, 1, 1))).hasMessageContaining("year 9999");
    }

    @Test
    void of_cellsMadeByConstructors_areChecked() {
        assertThatThrownBy(() -> Cell.of(new Cell.Text("\0"))).hasMessageContaining("NUL");
        assertThatThrownBy(() -> Cell.of(new Cell.Error("#REF!"))).hasMessageContaining("Cell.keep()");
        assertThatThrownBy(() -> Cell.of(new Cell.Link("x", URI.create("javascript:alert(1)"))))
                .hasMessageContaining("javascript:");
        assertThatThrownBy(() -> Cell.of(new Cell.Link("x", URI.create("/relative"))))
                .hasMessageContaining("scheme");
        assertThatThrownBy(() -> Cell.formula("SUM(A1)")).hasMessageContaining("starts with =");
        assertThat(Cell.of(Cell.link("x", URI.create("HTTPS://example.org"))).text())
                .isEqualTo("x");
    }

    @Test
    void text_ofEachKind_readsLikeTheSheet() {
        assertThat(Cell.number(2.0).text()).isEqualTo("2");
        assertThat(Cell.number(-0.0).text()).isEqualTo("0");
        assertThat(Cell.number(1.5).text()).isEqualTo("1.5");
        assertThat(Cell.bool(false).text()).isEqualTo("FALSE");
        assertThat(Cell.formula("=A1").text()).isEqualTo("=A1");
        assertThat(new Cell.Error("#N/A").text()).isEqualTo("#N/A");
        assertThat(Cell.clear().text()).isEmpty();
        assertThat(Cell.keep().text()).isEmpty();
        assertThat(Cell.clear().isEmpty()).isTrue();
        assertThat(Cell.keep().isEmpty()).isFalse();
    }
}
