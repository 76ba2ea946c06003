// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.connector.internal.limit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.bracketwire.connector.Headers;
import dev.bracketwire.connector.Reply;
import dev.bracketwire.connector.Request;
import dev.bracketwire.connector.limit.Limit;
import dev.bracketwire.connector.limit.Limiter;
import dev.bracketwire.connector.limit.Limiter.Permit;
import dev.bracketwire.testkit.ManualClock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import org.junit.jupiter.api.Test;

class LimiterTest {
    private static final Duration SECOND = Duration.ofSeconds(1);
    private static final Duration LONG = Duration.ofHours(1);

    private final ManualClock time = ManualClock.create();
    private final Limiter.Clock clock = new TestClock(time);

    private CompletableFuture<Permit> ask(Limiter limiter, String principal, int weight, Duration patience) {
        return limiter.acquire(new Limiter.Ask(
                "chests", principal, "api.test", Request.get("/x").weight(weight), patience, clock));
    }

    private CompletableFuture<Permit> ask(Limiter limiter) {
        return ask(limiter, "ann", 1, LONG);
    }

    private static Reply reply(int status, String... headers) {
        return Reply.of(status, Headers.of(headers));
    }

    @Test
    void acquire_beyondTheLimit_waitsForTheWindow() {
        Limiter limiter = Limiter.of(Limit.of(2, SECOND));
        assertThat(ask(limiter)).isDone();
        assertThat(ask(limiter)).isDone();
        CompletableFuture<Permit> third = ask(limiter);
        time.advance(Duration.ofMillis(999));
        assertThat(third).isNotDone();
        time.advance(Duration.ofMillis(1));
        assertThat(third).isCompleted();
    }

    @Test
    void acquire_waitExceedsPatience_isRefusedAtOnceAndUsesNoPermit() {
        Limiter limiter = Limiter.of(Limit.of(1, SECOND));
        ask(limiter);
        Permit refused = ask(limiter, "ann", 1, Duration.ofMillis(500)).join();
        assertThat(refused).isEqualTo(new Limiter.Refused(SECOND, "1 in PT1S of api.test"));
        time.advance(SECOND);
        assertThat(ask(limiter)).isDone();
    }

    @Test
    void acquire_behindAQueue_knowsWhenItsTurnComes() {
        Limiter limiter = Limiter.of(Limit.of(2, SECOND));
        for (int i = 0; i < 6; i++) {
            ask(limiter);
        }
        Permit refused = ask(limiter, "ann", 1, Duration.ofMillis(2_900)).join();
        assertThat(refused)
                .isInstanceOfSatisfying(
                        Limiter.Refused.class, r -> assertThat(r.delay()).isEqualTo(Duration.ofSeconds(3)));
    }

    @Test
    void acquire_severalWindows_keepsAll() {
        Limiter limiter = Limiter.of(Limit.of(2, SECOND), Limit.of(3, Duration.ofSeconds(10)));
        List<CompletableFuture<Permit>> all = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            all.add(ask(limiter));
        }
        time.advance(SECOND);
        assertThat(all.get(2)).isDone();
        assertThat(all.get(3)).isNotDone();
        time.advance(Duration.ofSeconds(9));
        assertThat(all.get(3)).isDone();
    }

    @Test
    void acquire_weights_areCounted() {
        Limiter limiter = Limiter.of(Limit.of(10, SECOND));
        assertThat(ask(limiter, "ann", 8, LONG)).isDone();
        assertThat(ask(limiter, "ann", 3, LONG)).isNotDone();
        assertThatThrownBy(() -> ask(limiter, "ann", 11, LONG).join())
                .hasCauseInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void acquire_otherPrincipal_hasABudgetOfItsOwn() {
        Limiter limiter = Limiter.of(Limit.of(1, LONG));
        assertThat(ask(limiter, "ann", 1, LONG)).isDone();
        assertThat(ask(limiter, "bob", 1, LONG)).isDone();
    }

    @Test
    void cancel_waiting_givesThePlaceBack() {
        Limiter limiter = Limiter.of(Limit.of(1, SECOND));
        ask(limiter);
        CompletableFuture<Permit> second = ask(limiter);
        CompletableFuture<Permit> third = ask(limiter);
        second.cancel(false);
        time.advance(SECOND);
        assertThat(third).isDone();
    }

    @Test
    void cancel_tenThousandWaiting_leavesNothing() {
        Limiter limiter = Limiter.of(Limit.of(1, SECOND));
        ask(limiter);
        List<CompletableFuture<Permit>> waiting = new ArrayList<>();
        for (int i = 0; i < 10_000; i++) {
            waiting.add(ask(limiter, "ann", 1, Duration.ofDays(1)));
        }
        waiting.forEach(future -> future.cancel(false));
        CompletableFuture<Permit> next = ask(limiter, "ann", 1, SECOND.multipliedBy(2));
        time.advance(SECOND);
        assertThat(next.join()).isNotInstanceOf(Limiter.Refused.class);
    }

    @Test
    void unused_permit_goesToTheNext() {
        Limiter limiter = Limiter.of(Limit.of(1, LONG));
        Permit first = ask(limiter).join();
        CompletableFuture<Permit> second = ask(limiter);
        first.unused();
        assertThat(second).isDone();
        second.join().lost();
        assertThat(ask(limiter)).isNotDone();
    }

    @Test
    void unused_permitOfBefore_takesNothingFromALaterOne() {
        Limiter limiter = Limiter.of(Limit.of(2, SECOND));
        Permit first = ask(limiter).join();
        time.advance(Duration.ofMillis(900));
        ask(limiter).join().lost();
        first.unused();
        time.advance(Duration.ofMillis(100));
        assertThat(ask(limiter)).isDone();
        assertThat(ask(limiter)).isNotDone();
    }

    @Test
    void unused_permitThatLeftTheWindow_givesNothingBack() {
        Limiter limiter = Limiter.of(Limit.of(2, SECOND));
        Permit first = ask(limiter).join();
        time.advance(Duration.ofMillis(900));
        ask(limiter).join().lost();
        time.advance(Duration.ofMillis(200));
        first.unused();
        assertThat(ask(limiter)).isDone();
        assertThat(ask(limiter)).isNotDone();
    }

    @Test
    void answered_tooManyRequests_pausesForWhatItAsks() {
        Limiter limiter = Limiter.adaptive();
        ask(limiter).join().answered(reply(429, "Retry-After", "7"));
        CompletableFuture<Permit> next = ask(limiter);
        assertThat(limiter.state())
                .singleElement()
                .satisfies(state -> assertThat(state.delay()).isEqualTo(Duration.ofSeconds(7)));
        time.advance(Duration.ofSeconds(6));
        assertThat(next).isNotDone();
        time.advance(SECOND);
        assertThat(next).isDone();
    }

    @Test
    void answered_tooManyRequestsWithoutHint_pausesLongerEachTime() {
        Limiter limiter = Limiter.adaptive();
        ask(limiter).join().answered(reply(429));
        CompletableFuture<Permit> second = ask(limiter);
        time.advance(SECOND);
        second.join().answered(reply(429));
        CompletableFuture<Permit> third = ask(limiter);
        time.advance(SECOND);
        assertThat(third).isNotDone();
        time.advance(SECOND);
        third.join().answered(reply(200));
        assertThat(ask(limiter)).isDone();
    }

    @Test
    void answered_nothingRemaining_pausesUntilItResets() {
        Limiter limiter = Limiter.adaptive();
        ask(limiter).join().answered(reply(200, "RateLimit", "\"default\";r=0;t=5"));
        Permit refused = ask(limiter, "ann", 1, SECOND).join();
        assertThat(refused).isInstanceOfSatisfying(Limiter.Refused.class, r -> {
            assertThat(r.delay()).isEqualTo(Duration.ofSeconds(5));
            assertThat(r.scope()).contains("pause");
        });
    }

    @Test
    void state_limited_reportsTheRemainingPermits() {
        Limiter limiter = Limiter.of(Limit.of(3, SECOND));
        ask(limiter);
        assertThat(limiter.state()).containsExactly(new Limiter.State("3 in PT1S of api.test", 2, Duration.ZERO));
    }

    @Test
    void acquire_thirtyTwoThreads_neverOvershootAnyWindow() throws InterruptedException {
        int limit = 50;
        Limiter limiter = Limiter.of(Limit.of(limit, SECOND));
        // Between a grant and the note of its time, time stands still.
        ReadWriteLock still = new ReentrantReadWriteLock();
        List<Long> granted = Collections.synchronizedList(new ArrayList<>());
        List<Thread> threads = new ArrayList<>();
        for (int i = 0; i < 32; i++) {
            Thread thread = new Thread(() -> {
                for (int j = 0; j < 30; j++) {
                    still.readLock().lock();
                    try {
                        ask(limiter).thenRun(() -> granted.add(time.getAsLong()));
                    } finally {
                        still.readLock().unlock();
                    }
                }
            });
            threads.add(thread);
            thread.start();
        }
        while (threads.stream().anyMatch(Thread::isAlive)) {
            still.writeLock().lock();
            try {
                time.advance(Duration.ofMillis(7));
            } finally {
                still.writeLock().unlock();
            }
        }
        for (Thread thread : threads) {
            thread.join();
        }
        time.advance(Duration.ofMinutes(2));
        assertThat(granted).hasSize(32 * 30);
        List<Long> sorted = granted.stream().sorted().toList();
        for (int i = limit; i < sorted.size(); i++) {
            assertThat(sorted.get(i) - sorted.get(i - limit)).isGreaterThanOrEqualTo(SECOND.toNanos());
        }
    }
}
