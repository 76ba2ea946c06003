// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.sheets;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.bracketwire.RejectedException;
import dev.bracketwire.Secret;
import dev.bracketwire.testkit.Answer;
import dev.bracketwire.testkit.ManualClock;
import dev.bracketwire.testkit.sheets.FakeCall;
import dev.bracketwire.testkit.sheets.FakeSheets;
import dev.bracketwire.testkit.sheets.FakeSpreadsheet;
import dev.bracketwire.testkit.sheets.FakeTab;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Checks the order, the pace and the parts of writes, and that a failed write affects no other. */
class WriteOrderTest {
    private static final Duration PACE = Duration.ofSeconds(1);

    private final ManualClock clock = ManualClock.create();
    private final FakeSheets google =
            FakeSheets.builder().clock(clock).withoutQuota().start().token("t-1");
    private final FakeSpreadsheet file = google.spreadsheet("Spring Cup");
    private final FakeTab players = file.tab("Players", List.of(List.of("Name", "Seed"), List.of("Ann", 1)));
    private final Sheets sheets = builder().build();
    private final Spreadsheet cup = sheets.spreadsheet(file.id());

    @AfterEach
    void close() {
        sheets.close();
        google.close();
    }

    private SheetsBuilder builder() {
        return Sheets.builder(GoogleAccess.token(Secret.of("t-1")))
                .base(google.uri())
                .budget(SheetsBudget.builder()
                        .perUser(100_000, 100_000)
                        .perProject(100_000, 100_000)
                        .build())
                .mergeWindow(Duration.ZERO)
                .writePace(Duration.ZERO)
                .chunks(150_000, 2_000)
                .closing(Duration.ofMillis(50));
    }

    @Test
    void read_afterAConfirmedWrite_seesItWhileOthersReadAndWrite() throws InterruptedException, ExecutionException {
        String range = "Players!A1:F2000";
        players.resize(2_000, 6);
        for (int row = 1; row <= 2_000; row++) {
            players.set("A" + row, "Player " + row);
        }
        AtomicBoolean over = new AtomicBoolean();
        ExecutorService threads = Executors.newFixedThreadPool(7);
        try {
            List<Future<Integer>> readers = new ArrayList<>();
            for (int i = 0; i < 3; i++) {
                readers.add(threads.submit(() -> {
                    int reads = 0;
                    for (; !over.get(); reads++) {
                        cup.read(range).fresh().get();
                    }
                    return reads;
                }));
            }
            List<Future<List<String>>> writers = IntStream.rangeClosed(1, 4)
                    .mapToObj(row -> threads.submit(() -> staleReads(range, row)))
                    .toList();
            for (Future<List<String>> writer : writers) {
                assertThat(writer.get()).isEmpty();
            }
            over.set(true);
            for (Future<Integer> reader : readers) {
                assertThat(reader.get()).isPositive();
            }
        } finally {
            over.set(true);
            threads.shutdownNow();
        }
    }

    /** Writes a cell of its own again and again; returns what a read saw in place of the text just confirmed. */
    private List<String> staleReads(String range, int row) {
        List<String> stale = new ArrayList<>();
        for (int round = 0; round < 150; round++) {
            String text = "Round " + round;
            cup.write("Players!A" + row, text).get();
            String seen = cup.read(range).get().text(row - 1, 0);
            if (!seen.equals(text)) {
                stale.add("row " + row + ": " + seen + " after " + text);
            }
        }
        return stale;
    }

    @Test
    void writes_ofRangesWithoutATab_takeOneRequest() {
        List<RangeWrite> writes = IntStream.rangeClosed(1, 10)
                .mapToObj(row -> RangeWrite.row("A" + row, row))
                .toList();
        assertThat(cup.writeAll(writes).get()).hasOnlyElementsOfType(RangeWritten.Done.class);
        assertThat(google.writes()).isEqualTo(1);
        assertThat(players.cell("A10")).isEqualTo(10.0);
    }

    @Test
    void append_toAnotherColumnWhoseClearingFails_isMaybeDone() {
        google.upstream()
                .on("POST", "/v4/spreadsheets/{id}/values:batchClear")
                .answers(Answer.json("{\"error\":{\"code\":400,\"message\":\"refused\"}}")
                        .status(400));
        RejectedException failure = catchThrowableOfType(
                RejectedException.class,
                () -> cup.append("Players!B1", List.of(List.of("Bob"))).get());
        assertThat(failure.maybeDone()).isTrue();
        assertThat(failure).hasMessageContaining("could not be cleared");
        assertThat(players.cell("A3")).isEqualTo("Bob");
    }

    @Test
    void write_ofACellThatCannotBeWritten_failsAlone() {
        RangeWrite wrong = new RangeWrite(A1.parse("Players!B3"), List.of(List.of(new Cell.Error("#REF!"))), false);
        try (Sheets merging = builder().clock(clock).mergeWindow(PACE).build()) {
            Spreadsheet merged = merging.spreadsheet(file.id());
            CompletableFuture<RangeWritten.Done> good =
                    merged.write("Players!A3", "Bob").start();
            CompletableFuture<RangeWritten.Done> refused = merged.write(wrong).start();
            clock.advance(PACE);
            assertThatThrownBy(refused::join).hasRootCauseInstanceOf(IllegalArgumentException.class);
            assertThat(good.join().cells()).isEqualTo(1);
            assertThat(players.cell("A3")).isEqualTo("Bob");
        }
    }

    @Test
    void append_besideOneThatIsRefused_lands() {
        try (Sheets merging = builder()
                .clock(clock)
                .chunks(150_000, 2_000_000)
                .mergeWindow(PACE)
                .build()) {
            Spreadsheet merged = merging.spreadsheet(file.id());
            CompletableFuture<Appended> good =
                    merged.append("Players!A1", List.of(List.of("Bob"))).start();
            CompletableFuture<Appended> wide = merged.append("Players!A1", List.of(Collections.nCopies(18_500, "wide")))
                    .start();
            clock.advance(PACE);
            assertThat(good.join().range()).hasToString("'Players'!A3");
            assertThatThrownBy(wide::join).hasCauseInstanceOf(RejectedException.class);
            assertThat(google.writes()).isEqualTo(3);
            assertThat(players.cell("A3")).isEqualTo("Bob");
        }
    }

    @Test
    void write_thatIsLargeToANamedRange_lands() {
        file.nameRange("Finalists", "Players!C1:C3");
        List<List<String>> rows = IntStream.range(0, 3)
                .mapToObj(i -> List.of(("" + i).repeat(900)))
                .toList();
        cup.write(RangeWrite.rows("Finalists", rows)).get();
        assertThat(players.cell("C1")).isEqualTo(rows.get(0).get(0));
        assertThat(players.cell("C3")).isEqualTo(rows.get(2).get(0));
    }

    @Test
    void write_thatIsLargeToAGridRange_lands() {
        List<List<String>> rows = IntStream.range(0, 3)
                .mapToObj(i -> List.of(("" + i).repeat(900)))
                .toList();
        cup.write(RangeWrite.rows(new GridRange(players.sheetId(), CellBounds.parse("C1:C3")), rows))
                .get();
        assertThat(players.cell("C1")).isEqualTo(rows.get(0).get(0));
        assertThat(players.cell("C3")).isEqualTo(rows.get(2).get(0));
    }

    @Test
    void writes_ofWhichOneIsRefused_keepThePaceWhileItIsFound() {
        players.protect("A3:A3");
        try (Sheets paced = builder().clock(clock).writePace(PACE).build()) {
            CompletableFuture<List<RangeWritten>> written = paced.spreadsheet(file.id())
                    .writeAll(IntStream.rangeClosed(1, 8)
                            .mapToObj(row -> RangeWrite.row("Players!A" + row, row))
                            .toList())
                    .start();
            while (!written.isDone()) {
                // Only the pace waits as short as this; no request is under way then.
                Awaitility.await()
                        .atMost(Duration.ofMinutes(1))
                        .until(() -> written.isDone() || paceDue().isPresent());
                paceDue().ifPresent(clock::advance);
            }
            assertThat(written.join().stream().filter(each -> each instanceof RangeWritten.Failed))
                    .hasSize(1);
        }
        List<Instant> sent = google.calls().stream()
                .filter(call -> call.kind() == FakeCall.Kind.WRITE)
                .map(FakeCall::at)
                .toList();
        assertThat(sent).hasSizeGreaterThan(3);
        for (int i = 1; i < sent.size(); i++) {
            assertThat(Duration.between(sent.get(i - 1), sent.get(i))).isGreaterThanOrEqualTo(PACE);
        }
    }

    private Optional<Duration> paceDue() {
        return clock.nextDue().filter(due -> due.compareTo(PACE) <= 0);
    }

    @Test
    void write_ofASingleCellWhileTheReadBudgetIsUsedUp_goesOut() {
        try (Sheets bounded = builder()
                .clock(clock)
                .budget(SheetsBudget.builder().perUser(3, 30).build())
                .build()) {
            Spreadsheet own = bounded.spreadsheet(file.id());
            for (int i = 0; i < 3; i++) {
                own.read("Players!A1").fresh().get();
            }
            assertThat(bounded.budget().readsLeft()).isZero();
            assertThat(own.write("Players!A2", "Anna").get().cells()).isEqualTo(1);
            assertThat(google.reads()).isEqualTo(3);
        }
    }

    @Test
    void write_whoseSecondPartIsRefused_failsAsMaybeDone() {
        players.protect("A3:A3");
        String text = "x".repeat(900);
        List<RangeWritten> written = cup.writeAll(
                        List.of(RangeWrite.rows("Players!A2", List.of(List.of(text), List.of(text)))))
                .get();
        assertThat(players.cell("A2")).isEqualTo(text);
        assertThat(written)
                .singleElement()
                .isInstanceOfSatisfying(
                        RangeWritten.Failed.class,
                        failed -> assertThat(failed.failure().maybeDone()).isTrue());
    }
}
