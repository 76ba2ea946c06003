// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.bracketwire.testkit.ManualClock;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CallThreadsTest {
    private final CountDownLatch never = new CountDownLatch(1);
    private CallThreads threads = CallThreads.create("tests");

    @AfterEach
    void close() {
        threads.close();
    }

    @Test
    void call_ofTheGuide_readsAFile(@TempDir Path folder) throws IOException {
        Path file = Files.writeString(folder.resolve("names"), "Ann\nBea\n");
        CallThreads threads = CallThreads.create("rosters");
        Call<List<String>> names = threads.call("read names", run -> Files.readAllLines(file));
        List<String> read = names.within(Duration.ofSeconds(3)).get();
        assertThat(read).containsExactly("Ann", "Bea");
        threads.close();
    }

    @Test
    void get_blockingWork_runsOnThisThread() {
        assertThat(threads.call("look", run -> Thread.currentThread()).get()).isSameAs(Thread.currentThread());
    }

    @Test
    void start_blockingWork_runsOnADaemonThread() {
        Thread worker =
                threads.call("look", run -> Thread.currentThread()).start().join();
        assertThat(worker).isNotSameAs(Thread.currentThread());
        assertThat(worker.isDaemon()).isTrue();
        assertThat(worker.getName()).startsWith("bracketwire-tests");
    }

    @Test
    void get_workPastItsDeadline_isInterruptedAndFails() {
        Call<String> call = threads.call("wait", run -> {
            run.waitsFor("a friend");
            never.await();
            return "";
        });
        assertThatThrownBy(() -> call.within(Duration.ofMillis(50)).get())
                .isInstanceOf(DeadlineException.class)
                .hasMessageContaining("tests wait")
                .hasMessageContaining("a friend");
        assertThat(Thread.currentThread().isInterrupted()).isFalse();
    }

    @Test
    void start_workPastItsDeadline_endsTheFutureThoughTheWorkGoesOn() throws Exception {
        CountDownLatch working = new CountDownLatch(1);
        CompletableFuture<String> started = threads.call("wait", run -> {
                    working.countDown();
                    awaitUninterruptibly(never);
                    return "";
                })
                .within(Duration.ofSeconds(2))
                .start();
        assertThat(working.await(1, TimeUnit.MINUTES)).isTrue();
        assertThatThrownBy(() -> started.get(1, TimeUnit.MINUTES)).hasCauseInstanceOf(DeadlineException.class);
        never.countDown();
    }

    @Test
    void start_futureCancelled_interruptsTheWork() throws Exception {
        CountDownLatch working = new CountDownLatch(1);
        CompletableFuture<Throwable> ended = new CompletableFuture<>();
        CompletableFuture<String> started = threads.call("wait", run -> {
                    working.countDown();
                    try {
                        never.await();
                    } catch (InterruptedException e) {
                        ended.complete(e);
                        throw e;
                    }
                    return "";
                })
                .start();
        working.await();
        started.cancel(true);
        assertThat(ended.get(1, TimeUnit.MINUTES)).isInstanceOf(InterruptedException.class);
    }

    @Test
    void get_threadInterruptedBefore_failsAndKeepsTheFlag() {
        Thread.currentThread().interrupt();
        assertThatThrownBy(() -> threads.call("look", run -> "").get()).isInstanceOf(CancelledException.class);
        assertThat(Thread.interrupted()).isTrue();
    }

    @Test
    void get_workThrowsAChecked_failsWithItAsTheCause() {
        IOException cause = new IOException("gone");
        assertThatThrownBy(() -> threads.call("read", run -> {
                            throw cause;
                        })
                        .get())
                .isInstanceOf(WorkException.class)
                .hasMessageContaining("tests read: failed: IOException")
                .hasCause(cause);
    }

    @Test
    void get_workThrowsAnUnchecked_failsWithIt() {
        IllegalStateException cause = new IllegalStateException("no");
        assertThatThrownBy(() -> threads.call("read", run -> {
                            throw cause;
                        })
                        .get())
                .isSameAs(cause);
    }

    @Test
    void start_executorRefuses_saysSo() {
        threads = CallThreads.builder("tests")
                .executor(task -> {
                    throw new RejectedExecutionException("full");
                })
                .build();
        assertThatThrownBy(() -> threads.call("look", run -> "").start().join())
                .hasCauseInstanceOf(UnavailableException.class);
        CompletableFuture<String> ran = new CompletableFuture<>();
        threads.execute(() -> ran.complete("on a daemon thread"));
        assertThat(ran.join()).isEqualTo("on a daemon thread");
    }

    @Test
    void callAsync_future_isTheResult() {
        assertThat(threads.callAsync("ask", run -> CompletableFuture.completedFuture(7))
                        .get())
                .isEqualTo(7);
        assertThatThrownBy(() -> threads.callAsync(
                                "ask",
                                run -> CompletableFuture.failedFuture(
                                        new CompletionException(new IllegalStateException("no"))))
                        .get())
                .isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> threads.callAsync("ask", run -> {
                            throw new IllegalStateException("at once");
                        })
                        .get())
                .isInstanceOf(IllegalStateException.class);
    }

    @Test
    void callAsync_pastItsDeadline_cancelsTheFuture() throws Exception {
        ManualClock clock = ManualClock.create();
        threads = CallThreads.builder("tests")
                .clock(clock)
                .limit(Duration.ofSeconds(5))
                .build();
        CompletableFuture<String> work = new CompletableFuture<>();
        CompletableFuture<String> started =
                threads.callAsync("ask", run -> work).start();
        clock.advance(Duration.ofSeconds(6));
        assertThatThrownBy(() -> started.get(1, TimeUnit.MINUTES))
                .isInstanceOf(ExecutionException.class)
                .hasCauseInstanceOf(DeadlineException.class);
        assertThatThrownBy(() -> work.get(1, TimeUnit.MINUTES)).isInstanceOf(CancellationException.class);
    }

    @Test
    void callAsync_withAnActionForTheEnd_leavesTheEndToIt() throws Exception {
        CompletableFuture<String> work = new CompletableFuture<>();
        AtomicReference<CallException> reason = new AtomicReference<>();
        CompletableFuture<String> started = threads.callAsync("ask", Duration.ofMillis(20), run -> {
                    run.onEnd(why -> {
                        reason.set(why);
                        work.complete("so far");
                    });
                    return work;
                })
                .start();
        assertThat(started.get(1, TimeUnit.MINUTES)).isEqualTo("so far");
        assertThat(reason.get()).isInstanceOf(DeadlineException.class);
    }

    @Test
    void run_startsAnotherCall_withinItsOwnTime() {
        Call<String> inner = threads.callAsync("inner", run -> CompletableFuture.completedFuture("x"));
        assertThat(threads.call(
                                "outer",
                                run -> run.get(inner)
                                        + run.fresh()
                                        + run.remaining().isPresent())
                        .within(Duration.ofMinutes(1))
                        .fresh()
                        .get())
                .isEqualTo("xtruetrue");
        assertThatThrownBy(() -> threads.call(
                                "outer", run -> run.await(CompletableFuture.failedFuture(new IOException("inner"))))
                        .get())
                .isInstanceOf(WorkException.class);
        CompletableFuture<String> cancelled = new CompletableFuture<>();
        cancelled.cancel(true);
        assertThatThrownBy(
                        () -> threads.call("outer", run -> run.await(cancelled)).get())
                .isInstanceOf(CancelledException.class);
    }

    @Test
    void progress_ofWorkAndOfMany_reachesTheListeners() {
        List<CallProgress> heard = new ArrayList<>();
        Call<Integer> one = threads.call("count", run -> {
            run.progress(CallProgress.of(1, 2));
            run.progress(new CallProgress(2, null, "last"));
            return 2;
        });
        List<CallProgress> outer = new ArrayList<>();
        one.onProgress(heard::add).onProgress(outer::add).get();
        assertThat(heard).extracting(CallProgress::done).containsExactly(1L, 2L);
        assertThat(outer).isEqualTo(heard);

        List<CallProgress> all = new ArrayList<>();
        Call.all(Stream.of(1, 2, 3).map(Call::done).toList(), 1)
                .onProgress(all::add)
                .get();
        assertThat(all).containsExactly(CallProgress.of(1, 3), CallProgress.of(2, 3), CallProgress.of(3, 3));
        one.onProgress(progress -> {
                    throw new IllegalStateException("a listener that fails");
                })
                .get();
        assertThatThrownBy(() -> CallProgress.of(-1, 2)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void close_callUnderWay_isCancelled() throws Exception {
        CompletableFuture<String> started =
                threads.callAsync("ask", run -> new CompletableFuture<String>()).start();
        threads.close();
        assertThatThrownBy(() -> started.get(1, TimeUnit.MINUTES)).hasCauseInstanceOf(CancelledException.class);
        assertThatThrownBy(() -> threads.callAsync("ask", run -> new CompletableFuture<String>())
                        .get())
                .isInstanceOf(CancelledException.class)
                .hasMessageContaining("the client was closed");
        assertThat(threads.after(Duration.ZERO, () -> {})).isDone();
    }

    private static void awaitUninterruptibly(CountDownLatch latch) {
        while (true) {
            try {
                latch.await();
                return;
            } catch (InterruptedException e) {
                // goes on, as work that does not look at interrupts
            }
        }
    }
}
