// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.sheets;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.bracketwire.NotFoundException;
import dev.bracketwire.Secret;
import dev.bracketwire.testkit.Answer;
import dev.bracketwire.testkit.ManualClock;
import dev.bracketwire.testkit.sheets.FakeSheets;
import dev.bracketwire.testkit.sheets.FakeSpreadsheet;
import dev.bracketwire.testkit.sheets.FakeTab;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class RangeCacheTest {
    private final ManualClock clock = ManualClock.create();
    private final FakeSheets google = FakeSheets.builder().clock(clock).start().token("t-1");
    private final FakeSpreadsheet file = google.spreadsheet("Spring Cup");
    private final FakeTab players = file.tab(
            "Players",
            List.of(List.of("Name", "Points", "Checked in"), List.of("Ann", 7, false), List.of("Bob", 2.5, false)));
    private final Sheets sheets = builder().build();
    private final Spreadsheet cup = sheets.spreadsheet(file.id());

    private SheetsBuilder builder() {
        return Sheets.builder(GoogleAccess.token(Secret.of("t-1")))
                .base(google.uri())
                .mergeWindow(Duration.ZERO)
                .writePace(Duration.ZERO)
                .clock(clock);
    }

    @AfterEach
    void close() {
        sheets.close();
        google.close();
    }

    @Test
    void read_withinTheSoftLifetime_costsNoCall() {
        cup.read("Players!A1:C3").get();
        clock.advance(Duration.ofSeconds(29));
        CellGrid again = cup.read("Players!A1:C3").get();
        assertThat(again.age()).isEqualTo(Duration.ofSeconds(29));
        assertThat(google.reads()).isEqualTo(1);
        assertThat(sheets.usage().cached()).isEqualTo(1);
    }

    @Test
    void read_ofAPartOfACachedRange_costsNoCall() {
        cup.read("Players!A1:C3").get();
        assertThat(cup.read("Players!B2:C2").get().text(0, 0)).isEqualTo("7");
        assertThat(cup.read("Players!A3").get().text(0, 0)).isEqualTo("Bob");
        assertThat(google.reads()).isEqualTo(1);
    }

    @Test
    void read_afterTheSoftLifetime_isServedAndRefreshedInTheBackground() {
        cup.read("Players!A1:C3").get();
        players.set("A2", "Anna");
        clock.advance(Duration.ofSeconds(31));
        assertThat(cup.read("Players!A2").get().text(0, 0)).isEqualTo("Ann");
        Awaitility.await()
                .atMost(Duration.ofMinutes(1))
                .untilAsserted(() ->
                        assertThat(cup.read("Players!A2").get().text(0, 0)).isEqualTo("Anna"));
        assertThat(google.reads()).isEqualTo(2);
    }

    @Test
    void read_afterTheHardLifetime_waitsForGoogle() {
        cup.read("Players!A1:C3").get();
        players.set("A2", "Anna");
        clock.advance(Duration.ofMinutes(10));
        CellGrid grid = cup.read("Players!A1:C3").get();
        assertThat(grid.text(1, 0)).isEqualTo("Anna");
        assertThat(grid.age()).isZero();
    }

    @Test
    void read_afterAWriteOfOurs_seesItWithoutACall() {
        cup.read("Players!A1:C3").get();
        cup.write("Players!C2", true).get();
        cup.write("Players!A2", "=not a formula").get();
        assertThat(cup.read("Players!C2").get().read(0, 0, CellType.bool())).contains(true);
        assertThat(cup.read("Players!A1:C3").get().text(1, 0)).isEqualTo("=not a formula");
        assertThat(google.reads()).isEqualTo(1);
    }

    @Test
    void read_ofDisplayedText_afterAWrittenNumber_asksAgain() {
        assertThat(cup.read(A1.parse("Players!B2:B3"), ReadMode.DISPLAYED).get().text(0, 0))
                .isEqualTo("7");
        cup.write("Players!B2", 8.25).get();
        assertThat(cup.read(A1.parse("Players!B2:B3"), ReadMode.DISPLAYED).get().text(0, 0))
                .isEqualTo("8.25");
        assertThat(google.reads()).isEqualTo(2);
    }

    @Test
    void read_afterAClear_isEmpty() {
        cup.read("Players!A1:C3").get();
        cup.clear("Players!A2:C3").get();
        assertThat(cup.read("Players!A1:C3").get().rowCount()).isEqualTo(1);
        assertThat(google.reads()).isEqualTo(1);
    }

    @Test
    void read_afterAnAppend_seesTheRow() {
        cup.read("Players!A:C").get();
        cup.append("Players!A1", List.of(List.of("Cid", 1, true))).get();
        assertThat(cup.read("Players!A:C").get().text(3, 0)).isEqualTo("Cid");
    }

    @Test
    void read_fresh_skipsTheCache() {
        cup.read("Players!A2").get();
        players.set("A2", "Anna");
        assertThat(cup.read("Players!A2").fresh().get().text(0, 0)).isEqualTo("Anna");
        assertThat(cup.read("Players!A2").get().text(0, 0)).isEqualTo("Anna");
        assertThat(google.reads()).isEqualTo(2);
    }

    @Test
    void refresh_forgetsTheSpreadsheet() {
        cup.read("Players!A2").get();
        players.set("A2", "Anna");
        cup.refresh();
        assertThat(cup.read("Players!A2").get().text(0, 0)).isEqualTo("Anna");
    }

    @Test
    void read_whileGoogleFails_isServedWithItsAge() {
        cup.read("Players!A2").get();
        clock.advance(Duration.ofMinutes(20));
        google.answerNext(
                Answer.of(503), Answer.of(503), Answer.of(503), Answer.of(503), Answer.of(503), Answer.of(503));
        CompletableFuture<CellGrid> read = cup.read("Players!A2").start();
        Awaitility.await().atMost(Duration.ofMinutes(1)).until(() -> {
            clock.advanceToNext();
            return read.isDone();
        });
        assertThat(read.join().text(0, 0)).isEqualTo("Ann");
        assertThat(read.join().age()).isGreaterThanOrEqualTo(Duration.ofMinutes(20));
        assertThat(sheets.usage().stale()).isEqualTo(1);
    }

    @Test
    void read_ofASpreadsheetThatIsGone_isNotServedFromTheCache() {
        cup.read("Players!A2").get();
        clock.advance(Duration.ofMinutes(20));
        google.answerNext(Answer.json("{\"error\":{\"code\":404,\"message\":\"Requested entity was not found.\","
                        + "\"status\":\"NOT_FOUND\"}}")
                .status(404));
        assertThatThrownBy(() -> cup.read("Players!A2").get())
                .isInstanceOf(NotFoundException.class)
                .hasMessageContaining("share the spreadsheet");
    }

    @Test
    void read_byAThousandThreadsOfAnExpiredRange_takesOneCall() throws Exception {
        cup.read("Players!A1:C3").get();
        clock.advance(Duration.ofMinutes(11));
        CountDownLatch ready = new CountDownLatch(1);
        List<CompletableFuture<CellGrid>> reads = new ArrayList<>();
        List<Thread> threads = new ArrayList<>();
        for (int i = 0; i < 1_000; i++) {
            CompletableFuture<CellGrid> read = new CompletableFuture<>();
            reads.add(read);
            Thread thread = new Thread(() -> {
                try {
                    ready.await();
                    read.complete(cup.read("Players!A1:C3").get());
                } catch (InterruptedException | RuntimeException e) {
                    read.completeExceptionally(e);
                }
            });
            threads.add(thread);
            thread.start();
        }
        ready.countDown();
        for (CompletableFuture<CellGrid> read : reads) {
            assertThat(read.get(1, TimeUnit.MINUTES).rowCount()).isEqualTo(3);
        }
        for (Thread thread : threads) {
            thread.join();
        }
        assertThat(google.reads()).isEqualTo(2);
    }

    @Test
    void refresh_withADriveVersionThatIsTheSame_costsNoRead() {
        google.token("t-2", "bot", "spreadsheets", "drive.metadata.readonly");
        try (Sheets own = Sheets.builder(GoogleAccess.token(Secret.of("t-2"))
                        .scopes(GoogleScope.SPREADSHEETS, GoogleScope.DRIVE_METADATA_READONLY))
                .base(google.uri())
                .mergeWindow(Duration.ZERO)
                .clock(clock)
                .build()) {
            Spreadsheet there = own.spreadsheet(file.id());
            there.read("Players!A2").get();
            clock.advance(Duration.ofSeconds(31));
            there.read("Players!A2").get(); // its version is not known yet: one read
            Awaitility.await().atMost(Duration.ofMinutes(1)).until(() -> google.reads() == 2);
            Awaitility.await()
                    .atMost(Duration.ofMinutes(1))
                    .until(() -> there.read("Players!A2").get().age().isZero());
            clock.advance(Duration.ofSeconds(31));
            there.read("Players!A2").get();
            Awaitility.await()
                    .atMost(Duration.ofMinutes(1))
                    .until(() -> own.usage().unchanged() == 1);
            assertThat(there.read("Players!A2").get().age()).isZero();
            assertThat(google.reads()).isEqualTo(2);
            assertThat(own.capabilities().driveVersion()).isTrue();
            google.disableDrive(true);
            clock.advance(Duration.ofSeconds(31));
            there.read("Players!A2").get();
            Awaitility.await().atMost(Duration.ofMinutes(1)).until(() -> google.reads() == 3);
            assertThat(own.capabilities().withoutDrive()).contains("403");
        }
    }
}
