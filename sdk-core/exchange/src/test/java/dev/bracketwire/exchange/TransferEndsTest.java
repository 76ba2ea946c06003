// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.exchange;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.bracketwire.Call;
import dev.bracketwire.CallException;
import dev.bracketwire.CancelledException;
import dev.bracketwire.DeadlineException;
import dev.bracketwire.chaos.ChaosRun;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What ends a transfer before its rows do, wherever it waits. */
@NullMarked
class TransferEndsTest {
    private static final List<Map<String, Object>> ROWS = List.of(Map.of("id", 1), Map.of("id", 2), Map.of("id", 3));

    @TempDir
    Path folder;

    private final CountDownLatch waiting = new CountDownLatch(1);
    private final CompletableFuture<List<Map<String, Object>>> never = new CompletableFuture<>();

    private Call<List<Map<String, Object>>> unanswered() {
        return Call.of(context -> {
            waiting.countDown();
            return never;
        });
    }

    /** Waits for rows in a way of its own, which ends with whatever an interrupt makes of it. */
    private Iterator<Object> blocked() {
        return Stream.<Object>generate(() -> {
                    waiting.countDown();
                    try {
                        new CountDownLatch(1).await();
                    } catch (InterruptedException e) {
                        throw new IllegalStateException("interrupted", e);
                    }
                    return Map.of();
                })
                .iterator();
    }

    private List<Call<TransferReport>> transfersThatWait() {
        return List.of(
                Transfer.from(unanswered()).to(folder.resolve("a.csv"), Format.csv()),
                Transfer.from(this::blocked).to(folder.resolve("b.csv"), Format.csv()),
                Transfer.from(ROWS).inBatches(1, 2, batch -> unanswered()));
    }

    @Test
    void get_deadlineAtAnyStage_ends() {
        for (Call<TransferReport> transfer : transfersThatWait()) {
            assertThatThrownBy(() -> transfer.within(Duration.ofMillis(30)).get())
                    .isInstanceOf(DeadlineException.class);
            assertThat(Thread.interrupted()).isFalse();
        }
        assertThat(folder).isEmptyDirectory();
    }

    @Test
    void start_deadlineAtAnyStage_ends() {
        for (Call<TransferReport> transfer : transfersThatWait()) {
            CompletableFuture<TransferReport> report =
                    transfer.within(Duration.ofMillis(30)).start();
            assertThatThrownBy(() -> report.get(1, TimeUnit.MINUTES))
                    .isInstanceOf(ExecutionException.class)
                    .hasCauseInstanceOf(DeadlineException.class);
        }
    }

    @Test
    void get_interruptedAtAnyStage_ends() throws InterruptedException {
        for (Call<TransferReport> transfer : transfersThatWait()) {
            CompletableFuture<Object> ended = new CompletableFuture<>();
            Thread caller = new Thread(() -> {
                try {
                    ended.complete(transfer.get());
                } catch (RuntimeException e) {
                    ended.complete(e);
                }
            });
            caller.start();
            waiting.await();
            caller.interrupt();
            assertThat(ended.join()).isInstanceOfAny(CancelledException.class, IllegalStateException.class);
            caller.join();
        }
        assertThat(folder).isEmptyDirectory();
    }

    @Test
    void start_cancelled_cancelsWhatItWaitsFor() throws InterruptedException {
        CompletableFuture<TransferReport> report = Transfer.from(unanswered())
                .to(folder.resolve("a.csv"), Format.csv())
                .start();
        waiting.await();
        report.cancel(true);
        assertThat(ChaosRun.settles(() -> threads() == 0)).isTrue();
    }

    private static long threads() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().equals("bracketwire-transfer"))
                .count();
    }

    @Test
    void inBatches_batchThatWasCancelled_isNoBadRow() {
        Call<TransferReport> transfer = Transfer.from(ROWS)
                .inBatches(
                        2,
                        1,
                        batch -> Call.of(context -> {
                            CompletableFuture<Integer> gone = new CompletableFuture<>();
                            gone.cancel(true);
                            return gone;
                        }));
        assertThatThrownBy(transfer::get).isInstanceOf(CancelledException.class);
        assertThatThrownBy(Transfer.from(ROWS)
                        .inBatches(2, 1, batch -> Call.failed(new CancelledException("somebody left")))::get)
                .isInstanceOf(CancelledException.class);
    }

    @Test
    void inBatches_batchPastItsOwnDeadline_isReportedByRow() {
        var late = new DeadlineException(CallException.Where.of("chests", "POST /players"), "upstream");
        TransferReport report =
                Transfer.from(ROWS).inBatches(2, 1, batch -> Call.failed(late)).get();
        assertThat(report.problems()).extracting(RowProblem::row).containsExactly(1L, 2L, 3L);
        assertThat(report.written()).isZero();
    }

    @Test
    void inBatches_whatTheAnswerRefuses_isReportedAlone() {
        record Reply(List<BatchProblem> refused) {}
        TransferReport report = Transfer.from(ROWS)
                .inBatches(
                        2,
                        2,
                        batch -> Call.done(new Reply(
                                batch.size() == 2
                                        ? List.of(
                                                new BatchProblem(1, "id", "is taken"),
                                                BatchProblem.of(1, "is too late"))
                                        : List.of())),
                        Reply::refused)
                .get();
        assertThat(report.written()).isEqualTo(2);
        assertThat(report.skipped()).isEqualTo(1);
        assertThat(report.problems().stream().map(RowProblem::toString))
                .containsExactly("row 2, column id: was not taken: is taken", "row 2: was not taken: is too late");
        assertThatThrownBy(Transfer.from(ROWS)
                        .inBatches(2, 1, batch -> Call.done(List.of(BatchProblem.of(2, "x"))), refused -> refused)::get)
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("row 2 of a batch of 2 rows");
    }

    @Test
    void inBatches_failureThatIsNone_ends() {
        assertThatThrownBy(
                        Transfer.from(ROWS).inBatches(2, 1, batch -> Call.failed(new IllegalStateException("a bug")))
                                ::get)
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("a bug");
    }
}
