// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.testkit;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Delayed;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class ManualClockTest {
    private static final Instant START = Instant.parse("2026-11-21T18:00:00Z");

    private final ManualClock clock = ManualClock.at(START);
    private final List<String> ran = new ArrayList<>();
    private final List<Future<?>> futures = new ArrayList<>();

    @Test
    void advance_noTasks_movesDateAndNanosTogether() {
        clock.advance(Duration.ofSeconds(90));
        assertThat(clock.instant()).isEqualTo(START.plusSeconds(90));
        assertThat(clock.millis()).isEqualTo(START.plusSeconds(90).toEpochMilli());
        assertThat(clock.getAsLong()).isEqualTo(90_000_000_000L);
    }

    @Test
    void advance_severalTasks_runInOrderOfDueTimeThenOfScheduling() {
        after(3, "c");
        after(1, "a");
        after(3, "d");
        after(2, "b");
        after(9, "late");
        clock.advance(Duration.ofSeconds(3));
        assertThat(ran).containsExactly("a@1", "b@2", "c@3", "d@3");
        assertThat(clock.pending()).isEqualTo(1);
    }

    @Test
    void advance_taskSchedulesAnother_runsItIfDueWithinTheAdvance() {
        futures.add(clock.schedule(() -> after(1, "inner"), 1, SECONDS));
        futures.add(clock.schedule(() -> after(5, "too late"), 1, SECONDS));
        clock.advance(Duration.ofSeconds(2));
        assertThat(ran).containsExactly("inner@2");
    }

    @Test
    void advance_taskAdvancesItself_timeNeverRunsBack() {
        futures.add(clock.schedule(() -> clock.advance(Duration.ofSeconds(5)), 1, SECONDS));
        after(2, "passed");
        clock.advance(Duration.ofSeconds(3));
        assertThat(ran).containsExactly("passed@2");
        assertThat(clock.instant()).isEqualTo(START.plusSeconds(6));
    }

    @Test
    void advance_negative_isRefused() {
        assertThatThrownBy(() -> clock.advance(Duration.ofNanos(-1)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("by is PT-0.000000001S");
    }

    @Test
    void advance_runsTasksOnTheCallingThread() throws Exception {
        ScheduledFuture<Thread> ranOn = clock.schedule(Thread::currentThread, 1, SECONDS);
        clock.advance(Duration.ofSeconds(1));
        assertThat(ranOn.get()).isSameAs(Thread.currentThread());
    }

    @Test
    void schedule_zeroOrNegativeDelay_waitsForAnAdvance() {
        after(0, "zero");
        after(-5, "negative");
        assertThat(ran).isEmpty();
        assertThat(clock.nextDue()).contains(Duration.ZERO);
        clock.advance(Duration.ZERO);
        assertThat(ran).containsExactly("zero@0", "negative@0");
    }

    @Test
    void schedule_farthestDelay_doesNotOverflow() {
        clock.advance(Duration.ofSeconds(1));
        after(Long.MAX_VALUE, "never");
        clock.advance(Duration.ofDays(365));
        assertThat(ran).isEmpty();
        assertThat(clock.pending()).isEqualTo(1);
    }

    @Test
    void schedule_taskThrows_futureHoldsIt() {
        ScheduledFuture<?> future = clock.schedule(ManualClockTest::fail, 1, SECONDS);
        clock.advance(Duration.ofSeconds(1));
        assertThatThrownBy(future::get).isInstanceOf(ExecutionException.class).hasRootCauseMessage("planned");
    }

    @Test
    void scheduleAtFixedRate_slowRun_keepsTheRate() {
        futures.add(clock.scheduleAtFixedRate(() -> slowRun("tick"), 1, 10, SECONDS));
        clock.advance(Duration.ofSeconds(24));
        assertThat(ran).containsExactly("tick@1", "tick@11", "tick@21");
    }

    @Test
    void scheduleWithFixedDelay_slowRun_countsFromItsEnd() {
        futures.add(clock.scheduleWithFixedDelay(() -> slowRun("tick"), 1, 10, SECONDS));
        clock.advance(Duration.ofSeconds(24));
        assertThat(ran).containsExactly("tick@1", "tick@14");
    }

    @Test
    void scheduleAtFixedRate_runThrows_stopsAndFutureHoldsIt() {
        ScheduledFuture<?> future = clock.scheduleAtFixedRate(ManualClockTest::fail, 1, 1, SECONDS);
        clock.advance(Duration.ofSeconds(5));
        assertThat(clock.pending()).isZero();
        assertThatThrownBy(future::get).isInstanceOf(ExecutionException.class).hasRootCauseMessage("planned");
    }

    @Test
    void scheduleAtFixedRate_periodNotPositive_isRefused() {
        assertThatThrownBy(() -> clock.scheduleAtFixedRate(() -> {}, 1, 0, SECONDS))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("period must be positive");
        assertThatThrownBy(() -> clock.scheduleWithFixedDelay(() -> {}, 1, -1, SECONDS))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("delay must be positive");
    }

    @Test
    void cancel_waitingTask_leavesTheQueue() {
        ScheduledFuture<?> task = task(1, "cancelled");
        assertThat(task.cancel(false)).isTrue();
        assertThat(clock.pending()).isZero();
        clock.advance(Duration.ofSeconds(2));
        assertThat(ran).isEmpty();
    }

    @Test
    void getDelay_afterAdvance_shrinks() {
        ScheduledFuture<?> task = task(5, "x");
        clock.advance(Duration.ofSeconds(2));
        assertThat(task.getDelay(SECONDS)).isEqualTo(3);
        assertThat(clock.nextDue()).contains(Duration.ofSeconds(3));
    }

    @Test
    void compareTo_anotherSchedulersTask_comparesDelays() {
        ManualClock other = ManualClock.create();
        ScheduledFuture<?> later = other.schedule(() -> {}, 2, SECONDS);
        Delayed foreign = new Delayed() {
            @Override
            public long getDelay(TimeUnit unit) {
                return unit.convert(1, TimeUnit.MILLISECONDS);
            }

            @Override
            public int compareTo(Delayed o) {
                return 0;
            }
        };
        assertThat(task(1, "x").compareTo(later)).isNegative();
        assertThat(later.compareTo(foreign)).isPositive();
        other.shutdownNow();
    }

    @Test
    void advanceToNext_severalDueThen_runsThemAll() {
        after(2, "a");
        after(2, "b");
        after(3, "c");
        assertThat(clock.advanceToNext()).isTrue();
        assertThat(ran).containsExactly("a@2", "b@2");
        assertThat(clock.advanceToNext()).isTrue();
        assertThat(clock.advanceToNext()).isFalse();
        assertThat(clock.instant()).isEqualTo(START.plusSeconds(3));
    }

    @Test
    void execute_anyTime_runsAtOnceOnTheCallingThread() throws Exception {
        clock.execute(() -> ran.add("executed"));
        assertThat(ran).containsExactly("executed");
        assertThat(clock.submit(Thread::currentThread).get()).isSameAs(Thread.currentThread());
        assertThat(clock.invokeAll(List.<Callable<Integer>>of(() -> 1, () -> 2)))
                .allMatch(Future::isDone);
    }

    @Test
    void awaitPending_otherThreadSchedules_returns() throws Exception {
        CompletableFuture<Void> other = CompletableFuture.runAsync(() -> after(1, "from another thread"));
        clock.awaitPending(1, Duration.ofMinutes(1));
        other.get(60, SECONDS);
        clock.advance(Duration.ofSeconds(1));
        assertThat(ran).containsExactly("from another thread@1");
    }

    @Test
    void awaitPending_tooFew_saysHowMany() {
        after(1, "only one");
        assertThatThrownBy(() -> clock.awaitPending(2, Duration.ofMillis(20)))
                .isInstanceOf(AssertionError.class)
                .hasMessage("waited PT0.02S for 2 pending tasks, but there are 1");
    }

    @Test
    void awaitPending_interrupted_failsAndKeepsTheFlag() {
        Thread.currentThread().interrupt();
        assertThatThrownBy(() -> clock.awaitPending(1, Duration.ofMinutes(1))).isInstanceOf(AssertionError.class);
        assertThat(Thread.interrupted()).isTrue();
    }

    @Test
    void shutdown_delayedAndPeriodicTask_onlyTheDelayedOneStillRuns() throws Exception {
        after(1, "delayed");
        ScheduledFuture<?> periodic = clock.scheduleAtFixedRate(() -> ran.add("periodic"), 1, 1, SECONDS);
        clock.shutdown();
        assertThat(clock.isShutdown()).isTrue();
        assertThat(clock.isTerminated()).isFalse();
        assertThat(clock.awaitTermination(10, TimeUnit.MILLISECONDS)).isFalse();
        clock.advance(Duration.ofSeconds(1));
        assertThat(ran).containsExactly("delayed@1");
        assertThat(periodic.isCancelled()).isTrue();
        assertThat(clock.awaitTermination(0, SECONDS)).isTrue();
    }

    @Test
    void shutdown_insideAPeriodicRun_cancelsIt() {
        ScheduledFuture<?> periodic = clock.scheduleAtFixedRate(clock::shutdown, 1, 1, SECONDS);
        clock.advance(Duration.ofSeconds(5));
        assertThat(periodic.isCancelled()).isTrue();
        assertThat(clock.isTerminated()).isTrue();
    }

    @Test
    void shutdown_newTasks_areRejected() {
        clock.shutdown();
        assertThatThrownBy(() -> clock.execute(() -> {})).hasMessageContaining("shut down");
        assertThatThrownBy(() -> after(1, "x")).hasMessageContaining("shut down");
    }

    @Test
    void shutdownNow_waitingTasks_areHandedBackUnrun() {
        after(1, "a");
        after(2, "b");
        assertThat(clock.shutdownNow()).hasSize(2);
        assertThat(clock.isTerminated()).isTrue();
        assertThat(ran).isEmpty();
    }

    @Test
    void toString_anyTime_showsInstantAndPending() {
        after(1, "x");
        assertThat(clock).hasToString("ManualClock(2026-11-21T18:00:00Z, pending 1)");
    }

    private void after(long seconds, String name) {
        futures.add(task(seconds, name));
    }

    private ScheduledFuture<?> task(long seconds, String name) {
        return clock.schedule(() -> note(name), seconds, SECONDS);
    }

    private void slowRun(String name) {
        note(name);
        clock.advance(Duration.ofSeconds(3));
    }

    private void note(String name) {
        ran.add(name + "@" + Duration.between(START, clock.instant()).toSeconds());
    }

    private static void fail() {
        throw new IllegalStateException("planned");
    }
}
