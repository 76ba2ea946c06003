// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.connector;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.bracketwire.Call;
import dev.bracketwire.CancelledException;
import dev.bracketwire.DeadlineException;
import dev.bracketwire.RejectedException;
import dev.bracketwire.TransportException;
import dev.bracketwire.UnavailableException;
import dev.bracketwire.connector.Api.Player;
import dev.bracketwire.connector.limit.Limit;
import dev.bracketwire.connector.limit.Limiter;
import dev.bracketwire.testkit.Answer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

class EndingTest {
    private static final Duration SOON = Duration.ofMillis(200);

    @Test
    void get_upstreamStalls_failsAtItsDeadline() {
        Duration far = Duration.ofMinutes(5); // so that nothing else ends the call within the minute
        try (Api api = Api.create(
                options -> options.timeouts(Timeouts.defaults().attempt(far).call(far)))) {
            api.upstream.on("GET", "/x").answers(Answer.stall());
            long before = System.nanoTime();
            var failure = catchThrowableOfType(
                    DeadlineException.class,
                    () -> api.connector.get("/x", Player.class).within(SOON).get());
            assertThat(failure.stage()).isEqualTo("the upstream");
            assertThat(Duration.ofNanos(System.nanoTime() - before)).isBetween(SOON, Duration.ofMinutes(1));
        }
    }

    @Test
    void start_upstreamStalls_failsAtItsDeadline() {
        try (Api api = Api.create()) {
            api.upstream.on("GET", "/x").answers(Answer.stall());
            assertThatThrownBy(() -> api.connector
                            .get("/x", Player.class)
                            .within(SOON)
                            .start()
                            .join())
                    .isInstanceOf(CompletionException.class)
                    .hasCauseInstanceOf(DeadlineException.class);
        }
    }

    @Test
    void get_upstreamSendsByteByByte_failsAtItsDeadline() {
        try (Api api = Api.create()) {
            api.upstream.on("GET", "/x").answers(Answer.json(Api.ANN).drip(1, Duration.ofMillis(100)));
            assertThatThrownBy(() ->
                            api.connector.get("/x", Player.class).within(SOON).get())
                    .isInstanceOf(DeadlineException.class);
        }
    }

    @Test
    void get_attemptTooSlow_isRepeated() {
        try (Api api = Api.create(config -> config.timeouts(Timeouts.defaults().attempt(SOON)))) {
            api.upstream.on("GET", "/x").answers(Answer.stall(), Answer.json(Api.ANN));
            assertThat(api.connector.get("/x", Player.class).get().id()).isEqualTo(42);
        }
    }

    @Test
    void post_attemptTooSlow_saysThatItMayHaveBeenCarriedOut() {
        try (Api api = Api.create(config -> config.timeouts(Timeouts.defaults().attempt(SOON)))) {
            api.upstream.on("POST", "/x").answers(Answer.stall());
            var failure = catchThrowableOfType(
                    TransportException.class,
                    () -> api.connector.call(Request.post("/x"), Void.class).get());
            assertThat(failure.maybeDone()).isTrue();
            assertThat(failure).hasMessageContaining("within the time of an attempt");
        }
    }

    @Test
    void get_interruptedOnTheWire_cancelsTheSocketAndKeepsTheFlag() throws Exception {
        try (Api api = Api.create()) {
            api.upstream.on("GET", "/x").answers(Answer.stall());
            AtomicReference<Throwable> failure = new AtomicReference<>();
            AtomicBoolean flag = new AtomicBoolean();
            Thread caller = new Thread(() -> {
                try {
                    api.connector.get("/x", Player.class).get();
                } catch (CancelledException e) {
                    failure.set(e);
                    flag.set(Thread.currentThread().isInterrupted());
                }
            });
            caller.start();
            api.upstream.await(1, Duration.ofMinutes(1));
            caller.interrupt();
            caller.join(30_000);
            assertThat(failure.get()).hasMessageContaining("interrupted").hasMessageContaining("GET");
            assertThat(flag).isTrue();
        }
    }

    @Test
    void get_interruptedWhileWaitingForPermit_keepsTheFlag() throws Exception {
        try (Api api = Api.create(config -> config.limit(Limit.of(1, Duration.ofSeconds(20))))) {
            api.upstream.on("GET", "/x").answers(Answer.json(Api.ANN));
            api.connector.get("/x", Player.class).get();
            AtomicBoolean flag = new AtomicBoolean();
            Thread caller = new Thread(() -> {
                try {
                    api.connector.get("/x", Player.class).get();
                } catch (CancelledException e) {
                    flag.set(Thread.currentThread().isInterrupted());
                }
            });
            caller.start();
            while (caller.getState() != Thread.State.WAITING && caller.isAlive()) {
                Thread.onSpinWait();
            }
            caller.interrupt();
            caller.join(30_000);
            assertThat(flag).isTrue();
            assertThat(api.upstream.received()).hasSize(1);
        }
    }

    @Test
    void start_cancelled_closesTheConnectionAndFreesTheSlot() throws Exception {
        try (Api api = Api.create(config -> config.concurrency(1))) {
            api.upstream.on("GET", "/stall").answers(Answer.stall());
            api.upstream.on("GET", "/x").answers(Answer.json(Api.ANN));
            CompletableFuture<Player> stalled =
                    api.connector.get("/stall", Player.class).start();
            api.upstream.await(1, Duration.ofMinutes(1));
            assertThat(stalled.cancel(true)).isTrue();
            assertThat(api.connector
                            .get("/x", Player.class)
                            .start()
                            .get(1, TimeUnit.MINUTES)
                            .id())
                    .isEqualTo(42);
            assertThatThrownBy(stalled::join).isInstanceOf(CancellationException.class);
        }
    }

    @Test
    void start_futureTimesOut_cancelsTheCall() throws Exception {
        try (Api api = Api.create(config -> config.concurrency(1))) {
            api.upstream.on("GET", "/stall").answers(Answer.stall());
            api.upstream.on("GET", "/x").answers(Answer.json(Api.ANN));
            CompletableFuture<Player> stalled =
                    api.connector.get("/stall", Player.class).start().orTimeout(100, TimeUnit.MILLISECONDS);
            assertThatThrownBy(stalled::join).isInstanceOf(CompletionException.class);
            assertThat(api.connector
                            .get("/x", Player.class)
                            .start()
                            .get(1, TimeUnit.MINUTES)
                            .id())
                    .isEqualTo(42);
        }
    }

    @Test
    void start_tenThousandWaiting_useFewThreads() {
        try (Api api = Api.create(config -> config.limit(Limit.of(1, Duration.ofMinutes(10)))
                .timeouts(Timeouts.defaults().call(Duration.ofDays(100))))) {
            api.upstream.on("GET", "/x").answers(Answer.json(Api.ANN));
            api.connector.get("/x", Player.class).get();
            int before = Thread.activeCount();
            List<CompletableFuture<Player>> waiting = new ArrayList<>();
            for (int i = 0; i < 10_000; i++) {
                waiting.add(api.connector.get("/x", Player.class).start());
            }
            assertThat(waiting).noneMatch(CompletableFuture::isDone);
            assertThat(Thread.activeCount() - before).isLessThan(8);
            waiting.forEach(future -> future.cancel(false));
        }
    }

    @Test
    void start_moreThanMayWait_isRefusedAtOnce() {
        try (Api api = Api.create(config -> config.waiting(2))) {
            api.upstream.on("GET", "/x").answers(Answer.stall());
            api.connector.get("/x", Player.class).start();
            api.connector.get("/x", Player.class).start();
            var failure = catchThrowableOfType(
                    UnavailableException.class,
                    () -> api.connector.get("/x", Player.class).get());
            assertThat(failure.reason()).isEqualTo(UnavailableException.Reason.QUEUE);
        }
    }

    @Test
    void close_callUnderWay_isCancelledAndNewOnesAreRefusedByName() {
        try (Api api = Api.create()) {
            api.upstream.on("GET", "/x").answers(Answer.stall());
            CompletableFuture<Player> running =
                    api.connector.get("/x", Player.class).start();
            api.upstream.await(1, Duration.ofMinutes(1));
            api.connector.close();
            assertThatThrownBy(running::join).hasCauseInstanceOf(CancelledException.class);
            assertThatThrownBy(() -> api.connector.get("/x", Player.class).get())
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("chests");
        }
    }

    @Test
    void stream_refusedByARule_givesItsConnectionBack() {
        ReplyRule refuses =
                (request, reply) -> reply.header("X-Problem").isPresent() ? ReplyRule.Verdict.rejected("no") : null;
        try (Api api = Api.create(config -> config.rule(refuses))) {
            api.upstream.on("GET", "/x").answers(Answer.json(Api.ANN).header("X-Problem", "no"), Answer.json(Api.ANN));
            assertThatThrownBy(() -> api.connector.stream(Request.get("/x")).get())
                    .isInstanceOf(RejectedException.class);
            api.connector.get("/x", Player.class).get();
            assertThat(api.upstream.connections()).isEqualTo(1);
        }
    }

    @Test
    void stream_toBeRepeatedByARule_givesItsConnectionBack() throws Exception {
        ReplyRule repeats = (request, reply) ->
                reply.header("X-Problem").isPresent() ? ReplyRule.Verdict.rateLimited(Duration.ofMillis(1)) : null;
        try (Api api = Api.create(config -> config.rule(repeats))) {
            api.upstream.on("GET", "/x").answers(Answer.json(Api.ANN).header("X-Problem", "no"), Answer.json(Api.ANN));
            api.connector.stream(Request.get("/x")).get().close();
            assertThat(api.upstream.connections()).isEqualTo(1);
        }
    }

    @Test
    void close_streamIsStillRead_itsConnectionEndsWithIt() throws Exception {
        try (Api api = Api.create()) {
            api.upstream.on("GET", "/x").answers(Answer.json(Api.ANN));
            ReplyStream stream = api.connector.stream(Request.get("/x")).get();
            api.connector.close();
            assertThat(stream.body().readAllBytes()).hasSize(Api.ANN.length());
            stream.close();
            long patience = System.nanoTime() + Duration.ofSeconds(10).toNanos();
            while (api.upstream.openConnections() > 0 && System.nanoTime() < patience) {
                Thread.onSpinWait();
            }
            assertThat(api.upstream.openConnections()).isZero();
        }
    }

    @Test
    void close_whileACallStarts_cancelsIt() {
        AtomicReference<Connector> closing = new AtomicReference<>();
        ContextCarrier closes = () -> {
            Objects.requireNonNull(closing.get()).close();
            return task -> task;
        };
        try (Api api = Api.create(config -> config.carrier(closes))) {
            closing.set(api.connector);
            assertThatThrownBy(() -> api.connector.get("/x", Player.class).get())
                    .isInstanceOf(CancelledException.class)
                    .hasMessageContaining("closed");
            assertThat(api.upstream.received()).isEmpty();
        }
    }

    @Test
    void close_limiterIsShared_othersAreStillServed() throws Exception {
        Limiter shared = Limiter.of(Limit.of(1, SOON));
        try (Api api = Api.create(config -> config.limiter(shared));
                Connector other = Connector.create(ConnectorConfig.builder("other", api.upstream.uri())
                        .limiter(shared)
                        .build())) {
            api.upstream.on("GET", "/x").answers(Answer.json(Api.ANN));
            api.connector.get("/x", Player.class).get();
            CompletableFuture<Player> waiting = other.get("/x", Player.class).start();
            api.connector.close();
            assertThat(waiting.get(1, TimeUnit.MINUTES).id()).isEqualTo(42);
            assertThat(other.get("/x", Player.class).get().id()).isEqualTo(42);
        }
    }

    @Test
    void get_insideACallback_isAllowed() {
        try (Api api = Api.create(config -> config.concurrency(1))) {
            api.upstream.on("GET", "/x").answers(Answer.json(Api.ANN));
            Player inner = api.connector
                    .get("/x", Player.class)
                    .start()
                    .thenApply(outer -> api.connector.get("/x", Player.class).get())
                    .join();
            assertThat(inner.id()).isEqualTo(42);
        }
    }

    @Test
    void all_bulkRun_waitsForPermitsBeyondTheSingleCallsTime() {
        try (Api api = Api.create(config -> config.limit(Limit.of(2, Duration.ofMillis(1_500)))
                .timeouts(Timeouts.defaults().call(Duration.ofMillis(1_400))))) {
            api.upstream.on("GET", "/x").answers(Answer.json(Api.ANN));
            List<Call<Player>> calls = new ArrayList<>();
            for (int i = 0; i < 6; i++) {
                calls.add(api.connector.get("/x", Player.class));
            }
            assertThat(Call.all(calls, 6).get()).hasSize(6);
        }
    }
}
