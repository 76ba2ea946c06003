// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.examples.tournament.work;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.bracketwire.CallThreads;
import dev.bracketwire.StoreException;
import dev.bracketwire.examples.tournament.command.ShowConnectors;
import dev.bracketwire.examples.tournament.command.ShowConnectors.Connectors;
import dev.bracketwire.store.Lease;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

class WorkLoopTest {
    private static final Duration WAIT = Duration.ofMillis(20);

    private static WorkLoop loop(WorkScene scene, CallThreads threads, WorkLoop.Task task) {
        return new WorkLoop(scene.app, threads, "test", "test", WAIT, task);
    }

    @Test
    @SuppressWarnings("try") // the loop runs by itself
    void run_failure_backsOffAndIsShownUntilItSucceeds() {
        AtomicInteger turns = new AtomicInteger();
        AtomicReference<String> reason = new AtomicReference<>("out of paper");
        try (WorkScene scene = new WorkScene();
                CallThreads threads = CallThreads.create("test");
                WorkLoop loop = loop(scene, threads, turn -> {
                    turns.incrementAndGet();
                    if (reason.get() != null) {
                        throw new IllegalStateException(reason.get());
                    }
                })) {
            WorkScene.await().untilAsserted(() -> assertThat(work(scene)).isEqualTo("out of paper"));
            assertThat(turns).hasValue(1);
            scene.clock.advance(Duration.ofSeconds(1));
            WorkScene.await().until(() -> turns.get() == 2);
            scene.clock.advance(Duration.ofSeconds(1)); // the second wait is longer
            WorkScene.await()
                    .untilAsserted(() -> assertThat(scene.texts("SELECT next_try - since FROM ${work_problems}"))
                            .containsExactly("3000"));
            assertThat(turns).hasValue(2);
            reason.set(null);
            scene.clock.advance(Duration.ofMinutes(5));
            WorkScene.await().untilAsserted(() -> assertThat(work(scene)).isEqualTo("none"));
            int before = turns.get();
            WorkScene.await().until(() -> turns.get() > before + 2);
        }
    }

    private static String work(WorkScene scene) {
        Connectors all = scene.done(new ShowConnectors()).data(Connectors.class);
        return all.work().isEmpty() ? "none" : all.work().get(0).problem();
    }

    @Test
    @SuppressWarnings("try") // the loop runs by itself
    void run_severalLoopsOfOneKind_haveOneTurnAtATimeAndTakeOver() {
        AtomicInteger atOnce = new AtomicInteger();
        AtomicInteger most = new AtomicInteger();
        AtomicInteger first = new AtomicInteger();
        AtomicInteger second = new AtomicInteger();
        try (WorkScene scene = new WorkScene();
                CallThreads threads = CallThreads.create("test");
                WorkLoop one = loop(scene, threads, turn -> count(atOnce, most, first))) {
            WorkScene.await().until(() -> first.get() > 0);
            try (WorkLoop two = loop(scene, threads, turn -> count(atOnce, most, second))) {
                int before = first.get();
                WorkScene.await().until(() -> first.get() > before + 5);
                assertThat(second).hasValue(0);
                one.close();
                WorkScene.await().until(() -> second.get() > 5);
                assertThat(most).hasValue(1);
            }
        }
    }

    private static void count(AtomicInteger atOnce, AtomicInteger most, AtomicInteger turns) {
        most.accumulateAndGet(atOnce.incrementAndGet(), Math::max);
        turns.incrementAndGet();
        atOnce.decrementAndGet();
    }

    @Test
    @SuppressWarnings("try") // the loop runs by itself
    void write_leaseGivenToAnotherNode_isRefusedAndTheLoopGoesOnLater() {
        AtomicReference<StoreException> refused = new AtomicReference<>();
        AtomicInteger turns = new AtomicInteger();
        try (WorkScene scene = new WorkScene();
                CallThreads threads = CallThreads.create("test");
                WorkLoop loop = loop(scene, threads, turn -> {
                    if (turns.incrementAndGet() == 1) {
                        // As if this node had been paused for longer than its lease.
                        scene.sql("UPDATE ${lease} SET token = token + 1, expires_at = 0 WHERE name = 'work test'");
                    }
                    try {
                        turn.write(WorkTurn.WORK, state -> true);
                    } catch (StoreException e) {
                        refused.compareAndSet(null, e);
                        throw e;
                    }
                })) {
            WorkScene.await().until(() -> refused.get() != null);
            assertThat(refused.get())
                    .isNotNull()
                    .extracting(StoreException::reason)
                    .isEqualTo(StoreException.Reason.LEASE_LOST);
            WorkScene.await().until(() -> turns.get() > 1); // as the lease of the other node is over
            assertThat(scene.texts("SELECT work FROM ${work_problems}")).isEmpty();
        }
    }

    @Test
    void close_turnUnderWay_isInterruptedAndReleasesTheLease() throws Exception {
        CountDownLatch begun = new CountDownLatch(1);
        AtomicReference<Exception> ended = new AtomicReference<>();
        try (WorkScene scene = new WorkScene();
                CallThreads threads = CallThreads.create("test")) {
            WorkLoop loop = loop(scene, threads, turn -> {
                begun.countDown();
                try {
                    new CountDownLatch(1).await();
                } catch (InterruptedException e) {
                    ended.set(e);
                    throw e;
                }
            });
            begun.await();
            loop.close();
            assertThat(ended.get()).isInstanceOf(InterruptedException.class);
            try (Lease lease =
                    scene.db.lease("work test", Duration.ofSeconds(1)).get().orElseThrow()) {
                assertThat(lease.name()).isEqualTo("work test");
            }
            assertThat(scene.texts("SELECT work FROM ${work_problems}")).isEmpty();
        }
    }

    @Test
    void workPace_noTime_isRefused() {
        assertThatThrownBy(() -> new WorkPace(Duration.ZERO, WAIT)).isInstanceOf(IllegalArgumentException.class);
    }
}
