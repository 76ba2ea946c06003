// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class CallThreadsTimerTest {
    private static boolean timerRuns(String name) {
        return Thread.getAllStackTraces().keySet().stream()
                .anyMatch(thread -> thread.getName().equals("bracketwire-" + name + "-timer-1") && thread.isDaemon());
    }

    @Test
    void build_keepTimer_itsThreadRuns() {
        try (CallThreads kept = CallThreads.builder("kept").keepTimer().build();
                CallThreads lazy = CallThreads.create("lazy")) {
            assertThat(timerRuns("kept")).isTrue();
            assertThat(timerRuns("lazy")).isFalse();
            assertThat(lazy.nanos()).isNotNull();
            assertThat(kept.dates()).isNotNull();
        }
    }

    @Test
    void onTimer_runsTheTaskOnTheTimer() throws Exception {
        try (CallThreads threads = CallThreads.create("ticking")) {
            CompletableFuture<String> thread = new CompletableFuture<>();
            threads.onTimer(
                    Duration.ofMillis(1),
                    () -> thread.complete(Thread.currentThread().getName()));

            assertThat(thread.get(1, TimeUnit.MINUTES)).isEqualTo("bracketwire-ticking-timer-1");
        }
    }

    @Test
    void onTimer_closed_runsNothing() {
        CallThreads threads = CallThreads.create("ended");
        threads.close();
        CompletableFuture<String> done = new CompletableFuture<>();

        Future<?> never = threads.onTimer(Duration.ZERO, () -> done.complete("ran"));

        assertThat(never).isDone();
        assertThat(done).isNotDone();
    }

    @Test
    void threadFactory_makesDaemons() {
        Thread thread = CallThreads.threadFactory("pool").newThread(() -> {});

        assertThat(thread.isDaemon()).isTrue();
        assertThat(thread.getName()).isEqualTo("bracketwire-pool-1");
    }
}
