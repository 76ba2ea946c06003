// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.supervisor.internal.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.bracketwire.supervisor.Outside;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ElasticExecutorTest {
    private final List<Thread> made = new CopyOnWriteArrayList<>();
    private volatile boolean none;
    private final ElasticExecutor elasticExecutor = new ElasticExecutor(task -> {
        if (none) {
            throw new OutOfMemoryError("unable to create native thread");
        }
        Thread thread = new Thread(task);
        made.add(thread);
        return thread;
    });

    @AfterEach
    void end() {
        elasticExecutor.close();
    }

    @Test
    void execute_shortTasks_useFewThreads() {
        List<CompletableFuture<Void>> done = new ArrayList<>();
        for (int i = 0; i < 2_000; i++) {
            done.add(CompletableFuture.runAsync(() -> {}, elasticExecutor));
        }
        done.forEach(CompletableFuture::join);

        // Four, and some on a machine that is so busy that a moment is long.
        assertThat(made).hasSizeLessThan(40);
    }

    @Test
    void execute_longTasks_doNotDelayOthers() {
        CountDownLatch end = new CountDownLatch(1);
        AtomicInteger begun = new AtomicInteger();
        for (int i = 0; i < 50; i++) {
            elasticExecutor.execute(() -> {
                begun.incrementAndGet();
                Outside.until("the end", () -> end.getCount() == 0);
            });
        }

        Outside.until("all have begun", () -> begun.get() == 50);
        CompletableFuture.runAsync(() -> {}, elasticExecutor).join();
        end.countDown();
    }

    @Test
    void execute_taskThrows_threadSurvives() {
        elasticExecutor.execute(() -> {
            throw new IllegalStateException("a fault of the test");
        });
        for (int i = 0; i < 20; i++) {
            CompletableFuture.runAsync(() -> {}, elasticExecutor).join();
        }
        assertThat(made).hasSizeLessThan(5);
    }

    @Test
    void execute_noThreadCanBeMade_refusesOrRunsTheTaskButNeverBoth() {
        AtomicInteger done = new AtomicInteger();
        none = true;
        assertThatExceptionOfType(OutOfMemoryError.class)
                .isThrownBy(() -> elasticExecutor.execute(done::incrementAndGet));
        none = false;
        elasticExecutor.execute(done::incrementAndGet);
        Outside.until("the other is done", () -> done.get() > 0);
        CompletableFuture.runAsync(() -> {}, elasticExecutor).join();

        assertThat(done).hasValue(1);
    }

    @Test
    void timer_noThreadCanBeMade_isSetAgainByTheNextTask() {
        AtomicBoolean noAlarm = new AtomicBoolean(true);
        CountDownLatch end = new CountDownLatch(1);
        AtomicInteger begun = new AtomicInteger();
        Runnable task = () -> {
            begun.incrementAndGet();
            Outside.until("the end", () -> end.getCount() == 0);
        };
        Executor later = CompletableFuture.delayedExecutor(100, TimeUnit.MILLISECONDS, Runnable::run);
        try (ElasticExecutor alarmed = new ElasticExecutor(Thread::new, relieve -> {
            if (noAlarm.get()) {
                throw new OutOfMemoryError("unable to create native thread");
            }
            later.execute(relieve);
        })) {
            for (int i = 0; i < 5; i++) {
                alarmed.execute(task);
            }
            Outside.until("as many have begun as there are threads", () -> begun.get() == 4);
            noAlarm.set(false);
            alarmed.execute(task);

            Outside.until("all have begun", () -> begun.get() == 6);
            end.countDown();
        }
    }
}
