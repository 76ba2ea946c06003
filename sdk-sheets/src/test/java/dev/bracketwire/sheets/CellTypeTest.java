// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.sheets;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.bracketwire.seeded.SeededDraw;
import java.net.URI;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CellTypeTest {
    private static final ZoneId BERLIN = ZoneId.of("Europe/Berlin");

    private enum Answer {
        CHECKED_IN,
        ABSENT
    }

    @Test
    void read_emptyCell_isEmptyForEachType() {
        for (CellType<?> type : types()) {
            assertThat(type.read(Cell.clear())).isEmpty();
            assertThatThrownBy(() -> type.read(new Cell.Error("#REF!")))
                    .isInstanceOf(CellTypeException.class)
                    .hasMessageContaining("the error \"#REF!\"");
            assertThatThrownBy(() -> type.read(Cell.formula("=1"))).hasMessageContaining("ReadMode.VALUES");
        }
        assertThat(CellType.wholeNumber().read(Cell.text(" \t"))).isEmpty();
        assertThat(CellType.text().read(Cell.text(" "))).contains(" ");
    }

    private static List<CellType<?>> types() {
        return List.of(
                CellType.text(),
                CellType.id(),
                CellType.wholeNumber(),
                CellType.decimal(),
                CellType.bool(),
                CellType.date(),
                CellType.dateTime(),
                CellType.instant(BERLIN),
                CellType.link(),
                CellType.oneOf(Answer.class));
    }

    @Test
    void read_numberInAnIdColumn_isAProblem() {
        assertThat(CellType.id().read(Cell.text("123456789012345678"))).contains("123456789012345678");
        CellTypeException problem = catchThrowableOfType(
                CellTypeException.class, () -> CellType.id().read(new Cell.Number(1.2345678901234568E17)));

        assertThat(problem)
                .hasMessage("the cell should hold an id as text but holds the number \"1.2345678901234568E17\"; "
                        + "format the column as plain text: Google rounds numbers beyond 15 digits");
        assertThat(problem.address()).isEmpty();
        assertThat(problem.expected()).isEqualTo("an id as text");
        assertThat(problem.found()).isEqualTo("the number");
        assertThat(problem.value()).startsWith("1.23");
        assertThat(problem.advice()).contains("plain text");
        assertThat(problem.at(A1.parse("Players!C5")).address()).contains(A1.parse("Players!C5"));
        assertThat(problem.at(A1.parse("Players!C5"))).hasMessageStartingWith("'Players'!C5 should hold");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "1,5",
                "1.5",
                "1.234",
                "1e5",
                "007",
                "+1",
                "0x1",
                "½",
                "१",
                "TRUE",
                "1 000",
                "=1",
                "NaN",
                "--1",
                "1234567890123456"
            })
    void read_formattedNumber_isNeverGuessed(String text) {
        assertThatThrownBy(() -> CellType.decimal().read(Cell.text(text))).isInstanceOf(CellTypeException.class);
        assertThatThrownBy(() -> CellType.wholeNumber().read(Cell.text(text))).isInstanceOf(CellTypeException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"31.12.2025", "12/31/2025", "2025-12-31 18:30", "2025-2-3", "tomorrow", "2025-02-30"})
    void read_formattedDate_isNeverGuessed(String text) {
        assertThatThrownBy(() -> CellType.date().read(Cell.text(text))).hasMessageContaining(text);
        assertThatThrownBy(() -> CellType.dateTime().read(Cell.text(text))).isInstanceOf(CellTypeException.class);
        assertThatThrownBy(() -> CellType.instant(BERLIN).read(Cell.text(text))).isInstanceOf(CellTypeException.class);
    }

    @Test
    void read_whatFits_isConverted() {
        assertThat(CellType.text().read(Cell.number(7))).contains("7");
        assertThat(CellType.wholeNumber().read(Cell.text(" -12 "))).contains(-12L);
        assertThat(CellType.wholeNumber().read(Cell.number(12))).contains(12L);
        assertThat(CellType.decimal().read(Cell.number(1.5))).contains(1.5);
        assertThat(CellType.bool().read(Cell.text("true"))).contains(true);
        assertThat(CellType.bool().read(Cell.bool(false))).contains(false);
        assertThat(CellType.date().read(Cell.number(43831))).contains(LocalDate.of(2020, 1, 1));
        assertThat(CellType.date().read(Cell.text("2020-01-01"))).contains(LocalDate.of(2020, 1, 1));
        assertThat(CellType.dateTime().read(Cell.text("2020-01-01T18:30")))
                .contains(LocalDateTime.of(2020, 1, 1, 18, 30));
        assertThat(CellType.link().read(Cell.text("https://example.org/a")))
                .contains(URI.create("https://example.org/a"));
        assertThat(CellType.link().read(new Cell.Link("x", URI.create("https://example.org"))))
                .contains(URI.create("https://example.org"));
        assertThat(CellType.oneOf(Answer.class).read(Cell.text("Checked in"))).contains(Answer.CHECKED_IN);
        assertThat(CellType.oneOf(Answer.class).write(Answer.ABSENT)).isEqualTo(Cell.text("ABSENT"));
    }

    @Test
    void read_whatDoesNotFit_isAProblem() {
        assertThatThrownBy(() -> CellType.wholeNumber().read(Cell.number(1.5))).hasMessageContaining("a whole number");
        assertThatThrownBy(() -> CellType.wholeNumber().read(Cell.number(1e17))).isInstanceOf(CellTypeException.class);
        assertThatThrownBy(() -> CellType.bool().read(Cell.number(1))).hasMessageContaining("checkboxes");
        assertThatThrownBy(() -> CellType.bool().read(Cell.text("yes"))).isInstanceOf(CellTypeException.class);
        assertThatThrownBy(() -> CellType.date().read(Cell.number(43831.5))).hasMessageContaining("without a time");
        assertThatThrownBy(() -> CellType.dateTime().read(Cell.number(1e9))).isInstanceOf(CellTypeException.class);
        assertThatThrownBy(() -> CellType.dateTime().read(Cell.bool(true))).hasMessageContaining("checkbox value");
        assertThatThrownBy(() -> CellType.link().read(Cell.text("javascript:alert(1)")))
                .isInstanceOf(CellTypeException.class);
        assertThatThrownBy(() -> CellType.link().read(Cell.text("example.org"))).hasMessageContaining("https://");
        assertThatThrownBy(() -> CellType.oneOf(Answer.class).read(Cell.text("maybe")))
                .hasMessageContaining("CHECKED_IN, ABSENT");
        assertThatThrownBy(() -> CellType.id().read(Cell.bool(true))).isInstanceOf(CellTypeException.class);
        CellTypeException problem = catchThrowableOfType(
                CellTypeException.class, () -> CellType.decimal().read(Cell.text("x".repeat(500))));
        assertThat(problem.value()).hasSizeLessThan(70);
    }

    @Test
    void instant_atAClockChange_isExactOrAProblem() {
        CellType<Instant> type = CellType.instant(BERLIN);

        assertThatThrownBy(() -> type.read(Cell.dateTime(LocalDateTime.of(2026, 3, 29, 2, 30))))
                .isInstanceOf(CellTypeException.class);
        assertThat(type.read(Cell.dateTime(LocalDateTime.of(2026, 10, 25, 2, 30))))
                .contains(Instant.parse("2026-10-25T00:30:00Z"));
    }

    @Test
    void write_andRead_giveTheSame() {
        SeededDraw.rounds(2000, draw -> {
            LocalDateTime time = LocalDateTime.of(1900, 1, 1, 0, 0)
                    .plusDays(draw.between(-500_000, 2_900_000))
                    .plus(draw.between(0, 86_399_999), ChronoUnit.MILLIS);
            LocalDate date = time.toLocalDate();
            long number = draw.random().nextLong(-(1L << 53), (1L << 53) + 1);
            double decimal = draw.anyDouble();
            assertThat(CellType.dateTime().read(CellType.dateTime().write(time)))
                    .contains(time);
            assertThat(CellType.date().read(CellType.date().write(date))).contains(date);
            assertThat(CellType.wholeNumber().read(CellType.wholeNumber().write(number)))
                    .contains(number);
            if (Double.isFinite(decimal)) {
                assertThat(CellType.decimal().read(CellType.decimal().write(decimal)))
                        .contains(decimal);
            }
            boolean flag = draw.flag();
            assertThat(CellType.bool().read(CellType.bool().write(flag))).contains(flag);
            Instant moment = Instant.ofEpochMilli(draw.random().nextLong(0, 4_000_000_000_000L));
            assertThat(CellType.instant(ZoneId.of("UTC"))
                            .read(CellType.instant(ZoneId.of("UTC")).write(moment)))
                    .contains(moment);
        });
        assertThat(CellType.link().write(URI.create("https://example.org")))
                .isEqualTo(Cell.text("https://example.org"));
    }

    @Test
    void as_ownType_refusesWhatItsFactoryRefuses() {
        CellType<SpreadsheetId> type =
                CellType.text().as("the id of a spreadsheet", SpreadsheetId::parse, SpreadsheetId::value);

        assertThat(type.read(Cell.text("abc"))).contains(SpreadsheetId.of("abc"));
        assertThat(type.write(SpreadsheetId.of("abc"))).isEqualTo(Cell.text("abc"));
        assertThatThrownBy(() -> type.read(Cell.text("a/b")))
                .isInstanceOf(CellTypeException.class)
                .hasMessageContaining("the id of a spreadsheet");
        assertThat(type).hasToString("the id of a spreadsheet");
    }
}
