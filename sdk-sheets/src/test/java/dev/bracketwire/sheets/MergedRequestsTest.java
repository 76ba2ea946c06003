// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.sheets;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.bracketwire.CallException;
import dev.bracketwire.RejectedException;
import dev.bracketwire.Secret;
import dev.bracketwire.testkit.sheets.FakeCall;
import dev.bracketwire.testkit.sheets.FakeSheets;
import dev.bracketwire.testkit.sheets.FakeSpreadsheet;
import dev.bracketwire.testkit.sheets.FakeTab;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class MergedRequestsTest {
    private final FakeSheets google = FakeSheets.start().token("t-1");
    private final FakeSpreadsheet file = google.spreadsheet("Spring Cup");
    private final FakeTab players = file.tab(
            "Players",
            List.of(
                    List.of("Name", "Riot ID", "Checked in"),
                    List.of("Ann", "Ann#EUW", false),
                    List.of("Bob", "Bob#EUW", false),
                    List.of("Cid", "Cid#EUW", true)));
    private final Sheets sheets = Sheets.builder(GoogleAccess.token(Secret.of("t-1")))
            .base(google.uri())
            .mergeWindow(Duration.ofMillis(100))
            .writePace(Duration.ZERO)
            .build();
    private final Spreadsheet cup = sheets.spreadsheet(file.id());

    @AfterEach
    void close() {
        sheets.close();
        google.close();
    }

    private List<String> methods() {
        return google.calls().stream().map(FakeCall::method).toList();
    }

    @Test
    void read_ofARange_returnsItsCells() {
        CellGrid grid = cup.read("Players!A2:C").get();
        assertThat(grid.rowCount()).isEqualTo(3);
        assertThat(grid.text(0, 0)).isEqualTo("Ann");
        assertThat(grid.read(2, 2, CellType.bool())).contains(true);
        assertThat(grid.age()).isZero();
    }

    @Test
    void reads_ofTenCellsAtOnce_takeOneCall() {
        List<CompletableFuture<CellGrid>> reads = new ArrayList<>();
        for (int row = 1; row <= 10; row++) {
            reads.add(cup.read("Players!A" + row).start());
        }
        List<String> names = reads.stream().map(read -> read.join().text(0, 0)).toList();
        assertThat(names).startsWith("Name", "Ann", "Bob", "Cid", "");
        assertThat(methods()).containsExactly("values.batchGet");
        assertThat(sheets.usage().callsSaved()).isEqualTo(9);
    }

    @Test
    void reads_thatAreEqual_takeOneCall() {
        List<CompletableFuture<CellGrid>> reads = IntStream.range(0, 10)
                .mapToObj(i -> cup.read("Players!A1:C4").start())
                .toList();
        reads.forEach(read -> assertThat(read.join().rowCount()).isEqualTo(4));
        assertThat(methods()).containsExactly("values.get");
        assertThat(sheets.usage().shared()).isEqualTo(9);
    }

    @Test
    void writes_ofTenCellsAtOnce_takeOneCall() {
        List<CompletableFuture<RangeWritten.Done>> writes = new ArrayList<>();
        for (int row = 2; row <= 11; row++) {
            writes.add(cup.write("Players!C" + row, row % 2 == 0).start());
        }
        writes.forEach(write -> assertThat(write.join().cells()).isEqualTo(1));
        assertThat(methods()).containsExactly("values.batchUpdate");
        assertThat(players.cell("C2")).isEqualTo(true);
        assertThat(players.cell("C11")).isEqualTo(false);
    }

    @Test
    void writes_ofOneCell_keepTheirOrder() {
        CompletableFuture<RangeWritten.Done> first =
                cup.write("Players!A9", "first").start();
        CompletableFuture<RangeWritten.Done> second =
                cup.write("Players!A9", "second").start();
        first.join();
        second.join();
        assertThat(players.cell("A9")).isEqualTo("second");
    }

    @Test
    void appends_atOnce_takeOneCallInOrder() {
        List<CompletableFuture<Appended>> appends = Stream.of("Dan", "Eve", "Fay")
                .map(name -> cup.append("Players!A1", List.of(List.of(name, name + "#EUW", false)))
                        .start())
                .toList();
        List<String> ranges =
                appends.stream().map(append -> append.join().range().toString()).toList();
        assertThat(ranges).containsExactly("'Players'!A5:C5", "'Players'!A6:C6", "'Players'!A7:C7");
        assertThat(methods()).containsExactly("values.append");
        assertThat(players.cell("A7")).isEqualTo("Fay");
    }

    @Test
    void readAll_withAMissingTab_failsThatRangeAlone() {
        List<RangeRead> ranges = cup.readAll(
                        List.of(A1.parse("Players!A2"), A1.parse("Gone!A1"), A1.parse("Players!B2")))
                .get();
        assertThat(ranges.get(0).cells().text(0, 0)).isEqualTo("Ann");
        assertThat(ranges.get(1)).isInstanceOf(RangeRead.Failed.class);
        assertThatThrownBy(() -> ranges.get(1).cells())
                .isInstanceOf(RejectedException.class)
                .hasMessageContaining("Unable to parse range");
        assertThat(ranges.get(2).cells().text(0, 0)).isEqualTo("Ann#EUW");
        assertThat(google.reads()).isEqualTo(3);
    }

    @Test
    void writeAll_withAProtectedRange_failsThatWriteAlone() {
        players.protect("B2:B2");
        List<RangeWritten> written = cup.writeAll(List.of(
                        RangeWrite.row("Players!A2", "Anna"),
                        RangeWrite.row("Players!B2", "Anna#EUW"),
                        RangeWrite.row("Players!C2", true)))
                .get();
        assertThat(written.get(0)).isInstanceOf(RangeWritten.Done.class);
        assertThat(written.get(1)).isInstanceOf(RangeWritten.Failed.class);
        assertThat(written.get(2)).isInstanceOf(RangeWritten.Done.class);
        assertThat(players.rows().get(1)).containsExactly("Anna", "Ann#EUW", true);
    }

    @Test
    void write_overAFormula_keepsItUnlessSaid() {
        players.formula("B3", "=A3&\"#EUW\"");
        RangeWritten.Done done =
                cup.write(RangeWrite.row("Players!A3", "Ben", "Ben#NA1", true)).get();
        assertThat(done.keptFormulas()).isEqualTo(1);
        assertThat(players.formulaOf("B3")).isEqualTo("=A3&\"#EUW\"");
        assertThat(players.cell("A3")).isEqualTo("Ben");
        cup.write(RangeWrite.row("Players!A3", "Ben", "Ben#NA1", true).overFormulas())
                .get();
        assertThat(players.cell("B3")).isEqualTo("Ben#NA1");
        players.formula("B4", "=A4");
        cup.write("Players!B4", "Cid#NA1").get();
        assertThat(players.cell("B4")).isEqualTo("Cid#NA1");
    }

    @Test
    void write_ofHostileNames_storesThemAsText() {
        List<String> names =
                List.of("=IMPORTXML(\"x\")", "+1", "-x", "@SUM", "\tTab", "007", "1e5", "TRUE", "3-1", "'quoted");
        cup.write("Players!A2", names.stream().map(List::of).toList()).get();
        List<List<Cell>> read = cup.read("Players!A2:A11").fresh().get().rows();
        assertThat(read.stream().map(row -> row.get(0)))
                .containsExactlyElementsOf(names.stream().map(Cell::text).toList());
        assertThat(players.formulaOf("A2")).isNull();
    }

    @Test
    void write_whoseAnswerIsLost_isFoundByReadingBack() {
        google.loseNextAnswers(1);
        assertThat(cup.write("Players!C2", true).get().cells()).isEqualTo(1);
        assertThat(google.writes()).isEqualTo(1);
    }

    @Test
    void append_whoseAnswerIsLost_failsAsMaybeDone() {
        google.loseNextAnswers(1);
        CallException failure = catchThrowableOfType(
                CallException.class,
                () -> cup.append("Players!A1", List.of(List.of("Dan"))).get());
        assertThat(failure.maybeDone()).isTrue();
        assertThat(google.writes()).isEqualTo(1);
        assertThat(players.cell("A5")).isEqualTo("Dan");
    }

    @Test
    void usage_namesThePlaceThatAsked() {
        cup.read("Players!A1").get();
        assertThat(sheets.usage().callsBySite().keySet())
                .singleElement()
                .asString()
                .startsWith("MergedRequestsTest.usage_namesThePlaceThatAsked:");
    }

    @Test
    void close_withWritesInTheQueue_sendsThem() {
        CompletableFuture<RangeWritten.Done> write =
                cup.write("Players!C2", true).start();
        sheets.close();
        assertThat(write.join().cells()).isEqualTo(1);
        assertThat(players.cell("C2")).isEqualTo(true);
    }
}
