// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.sheets;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.bracketwire.NotFoundException;
import dev.bracketwire.RejectedException;
import dev.bracketwire.Secret;
import dev.bracketwire.testkit.sheets.FakeCall;
import dev.bracketwire.testkit.sheets.FakeSheets;
import dev.bracketwire.testkit.sheets.FakeSpreadsheet;
import dev.bracketwire.testkit.sheets.FakeTab;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Reaches tabs whose titles look like something else, ranges of odd forms, and tabs that people rename or delete. */
class HostileTitlesTest {
    private final FakeSheets google =
            FakeSheets.builder().withoutQuota().start().token("t-1");
    private final FakeSpreadsheet file = google.spreadsheet("Spring Cup");
    private final FakeTab players = file.tab("Players", List.of(List.of("Name", "Seed"), List.of("Ann", 1)));
    private final Sheets sheets = Sheets.builder(GoogleAccess.token(Secret.of("t-1")))
            .base(google.uri())
            .mergeWindow(Duration.ofMillis(20))
            .writePace(Duration.ZERO)
            .build();
    private final Spreadsheet cup = sheets.spreadsheet(file.id());

    @AfterEach
    void close() {
        assertThat(google.unexpected()).isEmpty();
        sheets.close();
        google.close();
    }

    static Stream<String> titles() {
        return Stream.of(
                "It's on",
                "'quoted'",
                "Lobby A",
                " leading and trailing ",
                "🌵 cactus",
                "a/b",
                "..",
                "a!b",
                "Players!A1",
                "a:b",
                "A1",
                "A1:B2",
                "R1C1",
                "R[1]C[1]",
                "RC",
                "2026",
                "roster",
                "100% #1? a+b=c&d;e,f%20%2F",
                "{id}",
                ":append",
                "קבוצה",
                "x".repeat(100));
    }

    @ParameterizedTest
    @MethodSource("titles")
    void tab_ofAnyTitle_isReadWrittenAndChanged(String title) {
        file.nameRange("roster", "Players!A1:B2");
        A1 tab = A1.tab(title);
        A1 first = A1.of(title, "A1:B1");
        SpreadsheetInfo changed = cup.change(
                        SheetChange.addTab(title, 20, 4), SheetChange.cells(first, List.of(List.of("Name", "Seed"))))
                .get();
        assertThat(changed.tab(title).title()).isEqualTo(title);
        cup.write(RangeWrite.rows(A1.of(title, "A2"), List.of(List.of("Bob", 2))))
                .get();
        cup.append(A1.of(title, "A1").toString(), List.of(List.of("Cid", 3), List.of("Dan", 4)))
                .get();
        cup.clear(A1.of(title, "A4:B4")).get();
        CellGrid whole = cup.read(tab).fresh().get();
        assertThat(whole.range().tab()).isEqualTo(title);
        assertThat(whole.rows().stream().map(row -> row.get(0).text())).containsExactly("Name", "Bob", "Cid");
        List<RangeRead> several = cup.readAll(List.of(A1.of(title, "B2"), A1.parse("Players!B2"), A1.of(title, "B3:B")))
                .fresh()
                .get();
        assertThat(several.stream().map(range -> range.cells().text(0, 0))).containsExactly("2", "1", "3");
        assertThat(cup.details(first).get().get(0)).hasSize(2);
        assertThat(file.find(title).cell("A3")).isEqualTo("Cid");
        assertThat(players.rows()).containsExactly(List.of("Name", "Seed"), List.of("Ann", 1.0));
        cup.change(SheetChange.renameTab(title, "Renamed"), SheetChange.deleteTab("Renamed"))
                .get();
        assertThat(file.titles()).containsExactly("Players");
    }

    @Test
    void reads_ofAllTitlesAtOnce_giveEachItsOwnCells() {
        List<String> titles = titles().toList();
        List<SheetChange> changes = new ArrayList<>();
        titles.forEach(title -> changes.add(SheetChange.addTab(title, 2, 2)));
        cup.change(changes).get();
        List<RangeWrite> writes = titles.stream()
                .map(title -> RangeWrite.rows(A1.of(title, "B2"), List.of(List.of("cell of " + title))))
                .toList();
        assertThat(cup.writeAll(writes).get()).allMatch(RangeWritten.Done.class::isInstance);
        List<RangeRead> reads = cup.readAll(
                        titles.stream().map(title -> A1.of(title, "B2")).toList())
                .fresh()
                .get();
        assertThat(reads.stream().map(read -> read.cells().text(0, 0)))
                .containsExactlyElementsOf(
                        titles.stream().map(title -> "cell of " + title).toList());
        assertThat(google.writes()).isEqualTo(2);
    }

    @Test
    void name_thatATabHasToo_meansTheNamedRange() {
        file.tab("roster", List.of(List.of("of the tab")));
        file.nameRange("roster", "Players!A2:B2");
        assertThat(cup.read("roster").get().text(0, 0)).isEqualTo("Ann");
        assertThat(cup.read(A1.tab("roster")).get().text(0, 0)).isEqualTo("of the tab");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"Players!B2:A1", "Players!B1:A2", "Players!A:B", "Players!B:A", "Players!1:2", "Players!A1:2"})
    void range_reversedOrWithoutAnEnd_isRead(String range) {
        CellGrid grid = cup.read(range).get();
        assertThat(grid.text(1, 0)).isEqualTo("Ann");
        assertThat(grid.text(1, 1)).isEqualTo("1");
        assertThat(grid.range().cells().startRow()).isZero();
        assertThat(grid.range().cells().startColumn()).isZero();
    }

    @Test
    void range_beyondTheGrid_failsAlone() {
        players.resize(10, 5);
        List<RangeRead> reads = cup.readAll(List.of(
                        A1.parse("Players!A2"),
                        A1.parse("Players!A11"),
                        A1.parse("Players!ZZZ1"),
                        A1.parse("Players!A9:F99")))
                .get();
        assertThat(reads.get(0).cells().text(0, 0)).isEqualTo("Ann");
        assertThat(reads.subList(1, 3))
                .allSatisfy(read -> assertThatThrownBy(read::cells)
                        .isInstanceOf(RejectedException.class)
                        .hasMessageContaining("exceeds grid limits"));
        assertThat(reads.get(3).cells().rows()).isEmpty();
        List<RangeWritten> written = cup.writeAll(
                        List.of(RangeWrite.row("Players!F1", "beyond"), RangeWrite.row("Players!A3", "Bob")))
                .get();
        assertThat(written.get(0)).isInstanceOf(RangeWritten.Failed.class);
        assertThat(written.get(1)).isInstanceOf(RangeWritten.Done.class);
        assertThat(players.cell("A3")).isEqualTo("Bob");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"Players!AAAA1", "Players!A0", "Players!A10000001", "Players!A1:", "Players!", "'Players!A1"})
    void range_thatNoSheetHas_isRefusedBeforeARequest(String range) {
        assertThatThrownBy(() -> cup.read(range)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> cup.write(range, 1)).isInstanceOf(IllegalArgumentException.class);
        assertThat(google.calls()).isEmpty();
    }

    @Test
    void tab_renamedBetweenReadAndWrite_isFoundByItsNumberAndNotByItsTitle() {
        SheetTab tab = cup.tab("Players").get();
        players.rename("Roster");
        assertThatThrownBy(() -> cup.write("Players!A2", "Anna").get())
                .isInstanceOf(RejectedException.class)
                .hasMessageContaining("Unable to parse range");
        GridRange name = A1.parse("Players!A2").toGridRange(tab.sheetId());
        assertThat(cup.write(RangeWrite.rows(name, List.of(List.of("Anna"))))
                        .get()
                        .range()
                        .tab())
                .isEqualTo("Roster");
        assertThat(cup.readAll(List.of(name)).get().get(0).cells().text(0, 0)).isEqualTo("Anna");
        assertThat(players.cell("A2")).isEqualTo("Anna");
        assertThatThrownBy(() -> cup.change(SheetChange.freezeRows("Gone", 1)).get())
                .isInstanceOf(NotFoundException.class)
                .hasMessageContaining("Roster");
    }

    @Test
    void tab_deletedBetweenReadAndWrite_failsAloneByTitleAndByNumber() {
        FakeTab other = file.tab("Other", List.of(List.of("kept")));
        GridRange gone = A1.parse("Players!A2").toGridRange(players.sheetId());
        cup.read("Players!A2").get();
        players.delete();
        List<RangeWritten> written = cup.writeAll(List.of(
                        RangeWrite.row("Players!A2", "Anna"),
                        RangeWrite.row("Other!A1", "changed"),
                        RangeWrite.rows(gone, List.of(List.of("Anna"))),
                        RangeWrite.rows(
                                new GridRange(other.sheetId(), CellBounds.parse("B1")), List.of(List.of("by number")))))
                .get();
        assertThat(written.stream().map(result -> result instanceof RangeWritten.Done))
                .containsExactly(false, true, false, true);
        assertThat(other.rows()).containsExactly(List.of("changed", "by number"));
        assertThatThrownBy(() -> cup.read("Players!A2").fresh().get()).isInstanceOf(RejectedException.class);
    }

    @Test
    void tab_hiddenOrMovedBetweenReadAndWrite_isWrittenAllTheSame() {
        FakeTab front = file.tab("Front", List.of(List.of("first")));
        cup.read("Players!A2").get();
        cup.change(SheetChange.hide("Players")).get();
        assertThat(cup.write("Players!A2", "Anna").get().cells()).isEqualTo(1);
        assertThat(players.cell("A2")).isEqualTo("Anna");
        assertThat(cup.tab("Players").get().hidden()).isTrue();
        assertThat(cup.read("A1").get().text(0, 0)).isEqualTo(front.cell("A1"));
        assertThat(google.calls()).extracting(FakeCall::status).containsOnly(200);
    }
}
