// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.sheets;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.bracketwire.RateLimitedException;
import dev.bracketwire.Secret;
import dev.bracketwire.testkit.Answer;
import dev.bracketwire.testkit.ManualClock;
import dev.bracketwire.testkit.sheets.FakeSheets;
import dev.bracketwire.testkit.sheets.FakeSpreadsheet;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class QuotaTest {
    private final ManualClock clock = ManualClock.create();
    private final FakeSheets google =
            FakeSheets.builder().clock(clock).quota(5, 5).start().token("t-1");
    private final FakeSpreadsheet file = google.spreadsheet("Spring Cup");

    QuotaTest() {
        file.tab("Players", List.of(List.of("Name"), List.of("Ann")));
    }

    @AfterEach
    void close() {
        google.close();
    }

    private Sheets sheets(SheetsBudget budget) {
        return Sheets.builder(GoogleAccess.token(Secret.of("t-1")))
                .base(google.uri())
                .budget(budget)
                .mergeWindow(Duration.ZERO)
                .writePace(Duration.ZERO)
                .clock(clock)
                .build();
    }

    private static SheetsBudget five() {
        return SheetsBudget.builder().perUser(5, 5).perProject(5, 5).build();
    }

    private <T> T advancing(CompletableFuture<T> future) {
        Awaitility.await().atMost(Duration.ofMinutes(1)).until(() -> {
            clock.advanceToNext();
            return future.isDone();
        });
        return future.join();
    }

    @Test
    void reads_beyondTheBudget_waitForTheMinute() {
        try (Sheets sheets = sheets(five())) {
            Spreadsheet cup = sheets.spreadsheet(file.id());
            for (int i = 0; i < 5; i++) {
                cup.read("Players!A1").fresh().get();
            }
            assertThat(sheets.budget().readsLeft()).isZero();
            assertThat(sheets.budget().writesLeft()).isEqualTo(5);
            CompletableFuture<CellGrid> sixth = cup.read("Players!A1").fresh().start();
            CompletableFuture<CellGrid> seventh = cup.read("Players!A2").fresh().start();
            assertThat(advancing(sixth).text(0, 0)).isEqualTo("Name");
            assertThat(advancing(seventh).text(0, 0)).isEqualTo("Ann");
            assertThat(google.reads()).isEqualTo(6);
            assertThat(google.refusedByQuota()).isZero();
        }
    }

    @Test
    void read_thatCannotWaitForTheBudget_failsAtOnceAndSaysWhen() {
        try (Sheets sheets = sheets(five())) {
            Spreadsheet cup = sheets.spreadsheet(file.id());
            for (int i = 0; i < 5; i++) {
                cup.read("Players!A1").fresh().get();
            }
            assertThatThrownBy(() -> cup.read("Players!A1")
                            .fresh()
                            .within(Duration.ofSeconds(20))
                            .get())
                    .isInstanceOfSatisfying(
                            RateLimitedException.class,
                            refusal -> assertThat(refusal.retryAt()).isAfter(clock.instant()));
        }
    }

    @Test
    void writes_beyondTheBudget_areMergedIntoTheNextCall() {
        try (Sheets sheets = sheets(five())) {
            Spreadsheet cup = sheets.spreadsheet(file.id());
            for (int i = 0; i < 5; i++) {
                cup.write("Players!B" + (i + 1), i).get();
            }
            List<CompletableFuture<RangeWritten.Done>> more = List.of(
                    cup.write("Players!C1", 1).start(),
                    cup.write("Players!C2", 2).start(),
                    cup.write("Players!C3", 3).start());
            more.forEach(this::advancing);
            assertThat(google.writes()).isEqualTo(6);
            assertThat(google.refusedByQuota()).isZero();
        }
    }

    @Test
    void twoClients_onOneBudget_provokeNoRefusal() {
        SheetsBudget budget = five();
        try (Sheets bot = sheets(budget);
                Sheets page = sheets(budget)) {
            List<CompletableFuture<CellGrid>> reads = new java.util.ArrayList<>();
            for (int i = 0; i < 6; i++) {
                reads.add(bot.spreadsheet(file.id()).read("Players!A" + (i + 1)).start());
                if (i > 1) {
                    advancing(reads.get(reads.size() - 1));
                }
                reads.get(reads.size() - 1).join();
                reads.add(
                        page.spreadsheet(file.id()).read("Players!B" + (i + 1)).start());
                if (i > 1) {
                    advancing(reads.get(reads.size() - 1));
                }
            }
            assertThat(google.refusedByQuota()).isZero();
        }
    }

    @Test
    void refusalOfReads_pausesReadsAndNotWrites() {
        try (Sheets outside = sheets(SheetsBudget.standard());
                Sheets sheets = sheets(SheetsBudget.standard())) {
            Spreadsheet other = outside.spreadsheet(file.id());
            for (int i = 0; i < 5; i++) {
                other.read("Players!A1").fresh().get();
            }
            Spreadsheet cup = sheets.spreadsheet(file.id());
            CompletableFuture<CellGrid> read = cup.read("Players!A1").start();
            Awaitility.await().atMost(Duration.ofMinutes(1)).until(() -> google.refusedByQuota() == 1);
            cup.write("Players!B1", 1).get();
            assertThat(read).isNotDone();
            assertThat(advancing(read).text(0, 0)).isEqualTo("Name");
            assertThat(google.refusedByQuota()).isEqualTo(1);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "ReadRequestsPerMinutePerUser",
                "ReadRequestsPerMinutePerProject",
                "WriteRequestsPerMinutePerUser",
                "WriteRequestsPerMinutePerProject",
                "a page of HTML",
                "an empty body"
            })
    void refusal_ofEachForm_pausesItsBudgetAlone(String quota) {
        Answer refusal = switch (quota) {
            case "a page of HTML" -> Answer.of(429).html();
            case "an empty body" -> Answer.of(429);
            default ->
                Answer.json("{\"error\":{\"code\":429,\"message\":\"Quota exceeded\",\"status\":"
                                + "\"RESOURCE_EXHAUSTED\",\"details\":[{\"@type\":\"type.googleapis.com/"
                                + "google.rpc.ErrorInfo\",\"reason\":\"RATE_LIMIT_EXCEEDED\",\"metadata\":"
                                + "{\"quota_limit\":\"" + quota + "\"}}]}}")
                        .status(429);
        };
        boolean write = quota.startsWith("Write");
        try (Sheets sheets = sheets(SheetsBudget.standard())) {
            Spreadsheet cup = sheets.spreadsheet(file.id());
            google.answerNext(refusal);
            CompletableFuture<?> refused = write
                    ? cup.write("Players!B1", 1).start()
                    : cup.read("Players!A1").start();
            Awaitility.await()
                    .atMost(Duration.ofMinutes(1))
                    .until(() -> clock.pending() > 0 && google.calls().size() == 1);
            Awaitility.await()
                    .atMost(Duration.ofMinutes(1))
                    .until(() -> (write
                                    ? sheets.budget().writesLeft()
                                    : sheets.budget().readsLeft())
                            == 0);
            if (write) {
                cup.read("Players!A1").get();
            } else {
                cup.write("Players!B1", 1).get();
            }
            assertThat(write ? sheets.budget().readsLeft() : sheets.budget().writesLeft())
                    .isPositive();
            clock.advance(Duration.ofSeconds(59));
            assertThat(refused).isNotDone();
            assertThat(google.calls()).hasSize(2);
            // The wait may begin only after the clock was moved, so it is moved until the wait ends.
            advancing(refused);
            assertThat(google.calls()).hasSize(3);
        }
    }

    @Test
    void refusal_thatNamesALongerWait_isObeyed() {
        try (Sheets sheets = sheets(SheetsBudget.standard())) {
            google.answerNext(Answer.of(429).html().retryAfterSeconds(90));
            CompletableFuture<CellGrid> read =
                    sheets.spreadsheet(file.id()).read("Players!A1").start();
            Awaitility.await()
                    .atMost(Duration.ofMinutes(1))
                    .until(() -> sheets.budget().readsLeft() == 0);
            clock.advance(Duration.ofSeconds(89));
            assertThat(google.calls()).hasSize(1);
            assertThat(advancing(read).text(0, 0)).isEqualTo("Name");
        }
    }
}
