// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.internal.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class SerialExecutorTest {
    private final DaemonThreads threads = new DaemonThreads("bracketwire-serial-test");
    private final SerialExecutor executor = new SerialExecutor(threads);

    @AfterEach
    void close() {
        threads.close();
    }

    @Test
    void execute_manyTasks_runsOneAtATimeInTheirOrder() throws Exception {
        List<Integer> order = new CopyOnWriteArrayList<>();
        AtomicInteger now = new AtomicInteger();
        AtomicInteger most = new AtomicInteger();
        for (int i = 0; i < 500; i++) {
            int number = i;
            executor.execute(() -> {
                most.accumulateAndGet(now.incrementAndGet(), Math::max);
                order.add(number);
                now.decrementAndGet();
            });
        }
        end();
        assertThat(order).isEqualTo(IntStream.range(0, 500).boxed().toList());
        assertThat(most.get()).isEqualTo(1);
    }

    @Test
    void execute_taskThatThrows_runsTheOthers() throws Exception {
        CompletableFuture<String> thrower = new CompletableFuture<>();
        executor.execute(() -> {
            Thread.currentThread().setUncaughtExceptionHandler((thread, e) -> thrower.complete(e.getMessage()));
            throw new IllegalStateException("no");
        });
        end();
        assertThat(thrower.get(1, TimeUnit.MINUTES)).isEqualTo("no");
    }

    private void end() throws Exception {
        CompletableFuture<Void> last = new CompletableFuture<>();
        executor.execute(() -> last.complete(null));
        last.get(1, TimeUnit.MINUTES);
    }
}
