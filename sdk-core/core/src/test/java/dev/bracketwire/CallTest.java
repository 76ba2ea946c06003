// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

class CallTest {
    /** Never ends by itself; its run's cancellation ends it. */
    private static Call<String> endless(AtomicInteger cancelled) {
        return Call.of(context -> {
            CompletableFuture<String> never = new CompletableFuture<>();
            context.onCancel(() -> {
                cancelled.incrementAndGet();
                never.completeExceptionally(new CancelledException("ended"));
            });
            return context.settle(never);
        });
    }

    @Test
    void get_eachTime_runsTheOperationOnceMore() {
        AtomicInteger runs = new AtomicInteger();
        Call<Integer> call = Call.of(context -> CompletableFuture.completedFuture(runs.incrementAndGet()));
        assertThat(call.get()).isEqualTo(1);
        assertThat(call.start().join()).isEqualTo(2);
    }

    @Test
    void mapAndThen_composed_runInOrder() {
        Call<String> call = Call.done(20).map(n -> n + 1).then(n -> Call.done("n=" + n));
        assertThat(call.get()).isEqualTo("n=21");
        assertThat(call.start().join()).isEqualTo("n=21");
    }

    @Test
    void failure_ofAnyKind_isThrownAsItIs() {
        assertThatThrownBy(() -> Call.failed(new IllegalStateException("a")).get())
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("a");
        assertThatThrownBy(() -> Call.done(1)
                        .map(n -> {
                            throw new IllegalArgumentException("b");
                        })
                        .get())
                .isInstanceOf(IllegalArgumentException.class);
        Call<Object> thrown = Call.of(context -> {
            throw new CancelledException("c");
        });
        assertThatThrownBy(thrown::get).isInstanceOf(CancelledException.class);
        assertThatThrownBy(() -> thrown.start().join())
                .isInstanceOf(CompletionException.class)
                .hasCauseInstanceOf(CancelledException.class);
        Call<Object> error = Call.of(context -> CompletableFuture.failedFuture(new AssertionError("d")));
        assertThatThrownBy(error::get).isInstanceOf(AssertionError.class);
    }

    @Test
    void within_nested_theNearerDeadlineHolds() {
        Call<Duration> left = Call.of(
                context -> CompletableFuture.completedFuture(context.remaining().orElseThrow()));
        assertThat(left.within(Duration.ofSeconds(5))
                        .then(Call::done)
                        .within(Duration.ofHours(1))
                        .get())
                .isLessThanOrEqualTo(Duration.ofSeconds(5));
        assertThat(left.within(Duration.ofHours(1))
                        .map(d -> d)
                        .within(Duration.ofSeconds(5))
                        .get())
                .isLessThanOrEqualTo(Duration.ofSeconds(5));
        assertThat(left.within(Duration.ofDays(365_000_000L)).get()).isGreaterThan(Duration.ofDays(36_499));
        assertThatThrownBy(() -> left.within(Duration.ZERO)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void fresh_onTheWhole_reachesTheInside() {
        Call<Boolean> call = Call.of(context -> CompletableFuture.completedFuture(context.fresh()));
        assertThat(call.get()).isFalse();
        assertThat(call.map(f -> f).fresh().get()).isTrue();
        assertThat(call.fresh().map(f -> f).get()).isTrue();
    }

    @Test
    void start_cancelled_cancelsTheRun() {
        AtomicInteger cancelled = new AtomicInteger();
        CompletableFuture<String> future = endless(cancelled).map(text -> text).start();
        future.cancel(true);
        assertThat(cancelled).hasValue(1);
    }

    @Test
    void onCancel_afterTheCancel_runsAtOnceAndNotWhenTakenBack() {
        AtomicInteger ran = new AtomicInteger();
        List<Call.Context> seen = new ArrayList<>();
        CompletableFuture<Object> future = Call.of(context -> {
                    seen.add(context);
                    context.onCancel(() -> ran.addAndGet(100)).close();
                    return new CompletableFuture<>();
                })
                .start();
        future.cancel(true);
        assertThat(ran).hasValue(0);
        seen.get(0).onCancel(ran::incrementAndGet);
        assertThat(ran).hasValue(1);
    }

    @Test
    void start_resultNobodyTakes_isClosed() {
        AtomicBoolean closed = new AtomicBoolean();
        CompletableFuture<AutoCloseable> inside = new CompletableFuture<>();
        CompletableFuture<AutoCloseable> future =
                Call.<AutoCloseable>of(context -> inside).start();
        future.cancel(true);
        inside.complete(() -> closed.set(true));
        assertThat(closed).isTrue();
    }

    @Test
    void get_interrupted_cancelsAndKeepsTheFlag() throws InterruptedException {
        AtomicInteger cancelled = new AtomicInteger();
        AtomicReference<Throwable> failure = new AtomicReference<>();
        AtomicBoolean flag = new AtomicBoolean();
        Thread thread = new Thread(() -> {
            try {
                endless(cancelled).get();
            } catch (CancelledException e) {
                failure.set(e);
                flag.set(Thread.currentThread().isInterrupted());
            }
        });
        thread.start();
        thread.interrupt();
        thread.join(30_000);
        assertThat(failure.get()).isInstanceOf(CancelledException.class);
        assertThat(flag).isTrue();
        assertThat(cancelled).hasValue(1);
    }

    @Test
    void all_results_areInOrderAndBounded() {
        AtomicInteger running = new AtomicInteger();
        AtomicInteger most = new AtomicInteger();
        List<CompletableFuture<Integer>> open = Collections.synchronizedList(new ArrayList<>());
        List<Call<Integer>> calls = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
            calls.add(Call.of(context -> {
                most.accumulateAndGet(running.incrementAndGet(), Math::max);
                CompletableFuture<Integer> future = new CompletableFuture<>();
                open.add(future);
                return future.whenComplete((value, failure) -> running.decrementAndGet());
            }));
        }
        CompletableFuture<List<Integer>> all = Call.all(calls, 3).start();
        for (int i = 0; i < 10; i++) {
            open.get(i).complete(i);
        }
        assertThat(all.join()).containsExactly(0, 1, 2, 3, 4, 5, 6, 7, 8, 9);
        assertThat(most).hasValue(3);
    }

    @Test
    void all_tenThousandDoneAtOnce_doNotGrowTheStack() {
        List<Call<Integer>> calls = Collections.nCopies(10_000, Call.done(1));
        assertThat(Call.all(calls, 4).get()).hasSize(10_000);
        assertThat(Call.all(List.<Call<Integer>>of(), 1).get()).isEmpty();
    }

    @Test
    void all_oneFails_cancelsTheOthersAndNotTheCaller() {
        AtomicInteger cancelled = new AtomicInteger();
        Call<List<String>> all = Call.all(List.of(endless(cancelled), Call.failed(new CancelledException("first"))), 2);
        assertThatThrownBy(all::get).isInstanceOf(CancelledException.class).hasMessageContaining("first");
        assertThat(cancelled).hasValue(1);
    }

    @Test
    void all_cancelled_cancelsEach() {
        AtomicInteger cancelled = new AtomicInteger();
        CompletableFuture<List<String>> all =
                Call.all(List.of(endless(cancelled), endless(cancelled)), 2).start();
        all.cancel(true);
        assertThat(cancelled).hasValue(2);
    }

    @Test
    void all_withoutConcurrency_isRefused() {
        assertThatThrownBy(() -> Call.all(List.of(Call.done(1)), 0)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void typeRef_withoutItsType_isRefused() {
        assertThat(new TypeRef<List<String>>() {}.toString()).isEqualTo("java.util.List<java.lang.String>");
        assertThat(TypeRef.of(String.class))
                .isEqualTo(TypeRef.of(String.class))
                .hasSameHashCodeAs(TypeRef.of(String.class));
        assertThat(TypeRef.of(String.class)).isNotEqualTo(TypeRef.of(Integer.class));
    }
}
