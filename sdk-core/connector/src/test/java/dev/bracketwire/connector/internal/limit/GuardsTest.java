// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.connector.internal.limit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bracketwire.connector.BreakerPolicy;
import dev.bracketwire.connector.limit.Limit;
import dev.bracketwire.seeded.SeededDraw;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class GuardsTest {
    private static final long PAUSE = Duration.ofSeconds(15).toNanos();

    private final CircuitBreaker circuitBreaker = new CircuitBreaker(new BreakerPolicy(4, 2, Duration.ofNanos(PAUSE)));

    private void open() {
        circuitBreaker.record(false, false, 0);
        circuitBreaker.record(false, false, 0);
        circuitBreaker.record(false, true, 0);
        assertThat(circuitBreaker.record(false, true, 0)).isTrue();
    }

    @Test
    void breaker_fewAttempts_staysClosed() {
        assertThat(circuitBreaker.record(false, true, 0)).isFalse();
        assertThat(circuitBreaker.record(false, true, 0)).isFalse();
        assertThat(circuitBreaker.ask(0)).isZero();
    }

    @Test
    void breaker_tooManyFailures_opensForItsPause() {
        open();
        assertThat(circuitBreaker.ask(1)).isEqualTo(PAUSE - 1);
    }

    @Test
    void breaker_attemptFromBeforeEndsWhileItProbes_isNotTheProbe() {
        open();
        assertThat(circuitBreaker.ask(PAUSE)).isEqualTo(CircuitBreaker.PROBE);
        assertThat(circuitBreaker.record(false, true, PAUSE)).isFalse();
        circuitBreaker.forget(false);
        assertThat(circuitBreaker.ask(PAUSE)).isPositive();
        circuitBreaker.record(true, false, PAUSE);
        assertThat(circuitBreaker.ask(PAUSE)).isZero();
    }

    @Test
    void breaker_afterItsPause_letsOneProbePass() {
        open();
        assertThat(circuitBreaker.ask(PAUSE)).isEqualTo(CircuitBreaker.PROBE);
        assertThat(circuitBreaker.ask(PAUSE)).isPositive();
        circuitBreaker.record(true, false, PAUSE);
        assertThat(circuitBreaker.ask(PAUSE)).isZero();
        assertThat(circuitBreaker.ask(PAUSE)).isZero();
    }

    @Test
    void breaker_probeFails_opensAgain() {
        open();
        assertThat(circuitBreaker.ask(PAUSE)).isEqualTo(CircuitBreaker.PROBE);
        circuitBreaker.record(true, true, PAUSE);
        assertThat(circuitBreaker.ask(PAUSE + 1)).isEqualTo(PAUSE - 1);
    }

    @Test
    void breaker_probeForgotten_letsAnotherPass() {
        open();
        assertThat(circuitBreaker.ask(PAUSE)).isEqualTo(CircuitBreaker.PROBE);
        circuitBreaker.forget(true);
        assertThat(circuitBreaker.ask(PAUSE)).isEqualTo(CircuitBreaker.PROBE);
    }

    @Test
    void breaker_lateAnswersWhileOpen_changeNothing() {
        open();
        circuitBreaker.record(false, false, 1);
        assertThat(circuitBreaker.ask(2)).isPositive();
    }

    @Test
    void breaker_oldFailures_leaveTheWindow() {
        circuitBreaker.record(false, true, 0);
        for (int i = 0; i < 8; i++) {
            circuitBreaker.record(false, false, 0);
        }
        assertThat(circuitBreaker.record(false, true, 0)).isFalse();
    }

    @Test
    void budget_spent_refusesUntilEarned() {
        RetryBudget budget = new RetryBudget();
        int retries = 0;
        while (budget.spend(RetryBudget.FAILURE)) {
            retries++;
        }
        assertThat(retries).isEqualTo(500 / 14);
        budget.earn(RetryBudget.FAILURE);
        assertThat(budget.spend(RetryBudget.FAILURE)).isTrue();
        budget.earn(0);
        assertThat(budget.spend(RetryBudget.FAILURE)).isFalse();
    }

    @Test
    void slots_taken_goToThoseWhoWaitAndNotToThoseWhoLeft() {
        ConcurrencyLimit concurrencyLimit = new ConcurrencyLimit(1, Runnable::run);
        assertThat(concurrencyLimit.take()).isDone();
        CompletableFuture<Boolean> left = concurrencyLimit.take();
        CompletableFuture<Boolean> waits = concurrencyLimit.take();
        left.cancel(false);
        concurrencyLimit.give();
        assertThat(waits).isDone();
        assertThat(concurrencyLimit.free()).isZero();
        concurrencyLimit.give();
        assertThat(concurrencyLimit.free()).isEqualTo(1);
    }

    /** Takes whatever has room at each step; no window, wherever it begins, may hold more than the limit. */
    @Test
    void window_anySteps_neverHoldsMoreThanItsLimit() {
        SeededDraw.rounds(300, draw -> {
            int limit = draw.between(1, 20);
            List<Integer> steps = draw.list(0, 200, () -> draw.between(0, 400));
            long length = 1_000;
            SlidingWindow slidingWindow = new SlidingWindow(Limit.of(limit, Duration.ofNanos(length)), "host");
            List<Long> taken = new ArrayList<>();
            long now = 0;
            for (int step : steps) {
                now += step;
                long wait = slidingWindow.until(1, now);
                assertThat(wait == 0).isEqualTo(slidingWindow.room(now) >= 1);
                if (wait == 0) {
                    slidingWindow.take(1, now);
                    taken.add(now);
                }
            }
            for (int i = limit; i < taken.size(); i++) {
                assertThat(taken.get(i) - taken.get(i - limit)).isGreaterThanOrEqualTo(length);
            }
        });
    }

    /** Takes whatever there is at each step; no stretch of time may hold more than a full bucket and what came in. */
    @Test
    void bucket_anySteps_neverGivesMoreThanItHas() {
        SeededDraw.rounds(300, draw -> {
            int limit = draw.between(1, 20);
            List<Integer> steps = draw.list(0, 200, () -> draw.between(0, 400));
            long length = 1_000;
            BudgetMeter bucket = BudgetMeter.of(Limit.bucket(limit, Duration.ofNanos(length)), "host");
            List<Long> taken = new ArrayList<>();
            long now = -500;
            for (int step : steps) {
                now += step;
                long wait = bucket.until(1, now);
                if (wait == 0) {
                    bucket.take(1, now);
                    taken.add(now);
                } else {
                    assertThat(bucket.until(1, now + wait)).isZero();
                }
            }
            for (int from = 0; from < taken.size(); from++) {
                for (int to = from; to < taken.size(); to++) {
                    double most = limit + (double) (taken.get(to) - taken.get(from)) * limit / length;
                    assertThat((double) (to - from + 1)).isLessThanOrEqualTo(most + 1e-9);
                }
            }
        });
    }

    @Test
    void bucket_unusedUnits_comeBack() {
        BudgetMeter bucket = BudgetMeter.of(Limit.bucket(2, Duration.ofSeconds(2)), "host");
        bucket.take(2, 0);
        assertThat(bucket.until(1, 0)).isEqualTo(Duration.ofSeconds(1).toNanos());
        bucket.giveBack(1, 0);
        assertThat(bucket.until(1, 0)).isZero();
        assertThat(bucket.name(0)).isEqualTo("2 refilled in PT2S of host");
    }
}
