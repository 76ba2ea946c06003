// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.connector.internal.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bracketwire.BracketwireException;
import dev.bracketwire.Call;
import dev.bracketwire.CancelledException;
import dev.bracketwire.DeadlineException;
import dev.bracketwire.UnavailableException;
import dev.bracketwire.connector.Body;
import dev.bracketwire.connector.CachePolicy;
import dev.bracketwire.connector.ConnectorConfig;
import dev.bracketwire.connector.Reply;
import dev.bracketwire.connector.Request;
import dev.bracketwire.connector.Timeouts;
import dev.bracketwire.internal.run.Futures;
import dev.bracketwire.testkit.Answer;
import dev.bracketwire.testkit.FakeUpstream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Whatever becomes of the host's executor, calls end at their deadline, and nothing that they held is lost. */
@Timeout(120)
class DeadExecutorTest {
    private static final Duration SOON = Duration.ofMillis(300);
    private static final String IDLE = "slots=4 calls=0 watched=0";

    /** What an executor of the host may have come to. */
    enum State {
        REJECTS,
        FULL,
        BLOCKED,
        SHUT_DOWN
    }

    /** An executor of one thread in a bad state, and an engine that was given it. */
    private static final class Scene implements AutoCloseable {
        final FakeUpstream upstream = FakeUpstream.start();
        final CountDownLatch release = new CountDownLatch(1);
        final ThreadPoolExecutor host;
        final Pipeline pipeline;

        Scene(State state) {
            this(state, false);
        }

        Scene(State state, boolean cached) {
            host = new ThreadPoolExecutor(
                    1,
                    1,
                    1,
                    TimeUnit.MINUTES,
                    state == State.FULL ? new ArrayBlockingQueue<>(1) : new LinkedBlockingQueue<>());
            upstream.on("GET", "/{path}").answers(Answer.stall());
            upstream.on("POST", "/{path}").answers(Answer.stall());
            pipeline = new Pipeline(ConnectorConfig.builder("dead", upstream.uri())
                    .concurrency(4)
                    .executor(host)
                    .cache(cached ? CachePolicy.off().route("/x", Duration.ofMinutes(1)) : CachePolicy.off())
                    .build());
            enter(state);
        }

        void enter(State state) {
            switch (state) {
                case REJECTS, SHUT_DOWN -> host.shutdownNow();
                case FULL -> {
                    host.execute(this::block);
                    host.execute(() -> {});
                }
                case BLOCKED -> host.execute(this::block);
                default -> throw new AssertionError(state);
            }
        }

        private void block() {
            try {
                release.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }

        Call<Reply> call() {
            return pipeline.raw(Request.get("/x"));
        }

        void awaitIdle() {
            await(() -> pipeline.load().equals(IDLE));
            await(() -> upstream.openConnections() == 0);
        }

        @Override
        public void close() {
            release.countDown();
            pipeline.close();
            host.shutdownNow();
            upstream.close();
        }
    }

    @ParameterizedTest
    @EnumSource(State.class)
    void startWithin_executorRunsNothing_endsAtItsDeadline(State state) throws Exception {
        try (Scene scene = new Scene(state)) {
            assertThat(failure(scene.call().within(SOON).start()))
                    .isInstanceOf(refuses(state) ? UnavailableException.class : DeadlineException.class);
            scene.awaitIdle();
        }
    }

    @ParameterizedTest
    @EnumSource(State.class)
    void getWithin_executorRunsNothing_endsAtItsDeadlineAndClosesTheSocket(State state) throws Exception {
        try (Scene scene = new Scene(state)) {
            assertThat(failure(onThread(scene.call().within(SOON)))).isInstanceOf(DeadlineException.class);
            assertThat(scene.upstream.connections()).isEqualTo(1);
            scene.awaitIdle();
        }
    }

    @ParameterizedTest
    @EnumSource(State.class)
    void getWithin_sharedRequestThatNeverRuns_endsAtItsDeadline(State state) throws Exception {
        try (Scene scene = new Scene(state, true)) {
            assertThat(failure(onThread(scene.call().within(SOON))))
                    .isInstanceOf(refuses(state) ? UnavailableException.class : DeadlineException.class);
            scene.awaitIdle();
        }
    }

    @ParameterizedTest
    @EnumSource(State.class)
    void all_executorRunsNothing_endsAtTheDeadlineOfTheWhole(State state) throws Exception {
        try (Scene scene = new Scene(state)) {
            Call<?> all = Call.all(List.of(scene.call(), scene.call(), scene.call()), 2)
                    .within(SOON);
            Class<?> expected = refuses(state) ? UnavailableException.class : DeadlineException.class;
            assertThat(failure(all.start())).isInstanceOf(expected);
            assertThat(failure(onThread(all))).isInstanceOf(expected);
            scene.awaitIdle();
        }
    }

    @ParameterizedTest
    @EnumSource(State.class)
    void start_noLimitGiven_endsAtTheLimitOfTheConnector(State state) throws Exception {
        try (Scene scene = new Scene(state)) {
            ConnectorConfig config = ConnectorConfig.builder("dead", scene.upstream.uri())
                    .executor(scene.host)
                    .timeouts(Timeouts.defaults().call(SOON))
                    .build();
            try (Closing engine = new Closing(config)) {
                assertThat(failure(engine.pipeline.raw(Request.get("/x")).start()))
                        .isInstanceOf(refuses(state) ? UnavailableException.class : DeadlineException.class);
            }
        }
    }

    @Test
    void startWithin_attemptGetsNoThread_saysThatNothingWasSent() throws Exception {
        try (Scene scene = new Scene(State.BLOCKED)) {
            Throwable failure = failure(scene.pipeline
                    .raw(Request.of("POST", "/x").body(Body.text("text/plain", "once")))
                    .within(SOON)
                    .start());
            assertThat(failure).isInstanceOfSatisfying(DeadlineException.class, late -> {
                assertThat(late.maybeDone()).isFalse();
                assertThat(late.stage()).isEqualTo("the upstream");
            });
            scene.release.countDown();
            scene.host.submit(() -> {}).get();
            assertThat(scene.upstream.received()).isEmpty();
        }
    }

    @Test
    void start_executorShutDownWhileUnderWay_endsAtItsDeadlineAndClosesTheSocket() throws Exception {
        try (Scene scene = new Scene(State.BLOCKED)) {
            scene.release.countDown();
            scene.host.submit(() -> {}).get();
            CompletableFuture<Reply> call =
                    scene.call().within(Duration.ofSeconds(2)).start();
            scene.upstream.await(1, Duration.ofSeconds(30));
            scene.host.shutdown();
            assertThat(failure(call)).isInstanceOf(DeadlineException.class);
            scene.awaitIdle();
        }
    }

    @Test
    void then_executorBlockedByTheFirstFunction_endsAtTheDeadline() throws Exception {
        try (Scene scene = new Scene(State.BLOCKED)) {
            scene.release.countDown();
            scene.host.submit(() -> {}).get();
            scene.upstream.on("GET", "/{path}").answers(Answer.json("{}"));
            CountDownLatch stuck = new CountDownLatch(1);
            CompletableFuture<?> call = scene.call()
                    .map(reply -> {
                        awaitQuietly(stuck);
                        return reply;
                    })
                    .then(reply -> scene.call())
                    .within(SOON)
                    .start();
            assertThat(failure(call)).isInstanceOf(DeadlineException.class);
            stuck.countDown();
            await(() -> scene.pipeline.load().equals(IDLE));
        }
    }

    @Test
    void get_operationOfTheHostsThatIgnoresItsDeadline_endsAllTheSame() throws Exception {
        Call<String> never = Call.of(context -> context.settle(new CompletableFuture<String>()));
        assertThat(failure(onThread(never.within(SOON)))).isInstanceOf(DeadlineException.class);
        assertThat(failure(never.within(SOON).start())).isInstanceOf(DeadlineException.class);
        assertThat(failure(onThread(Call.all(List.of(never), 1).within(SOON)))).isInstanceOf(DeadlineException.class);
    }

    @ParameterizedTest
    @EnumSource(State.class)
    void cancel_executorRunsNothing_freesWhatTheCallHeld(State state) throws Exception {
        try (Scene scene = new Scene(state, true)) {
            List<CompletableFuture<Reply>> calls = new ArrayList<>();
            for (int i = 0; i < 20; i++) {
                calls.add(scene.call().start());
            }
            calls.forEach(call -> call.cancel(true));
            calls.forEach(call -> assertThat(call).isDone());
            scene.awaitIdle();
        }
    }

    @Test
    void close_executorRunsNothing_cancelsAndLeavesNoThread() throws Exception {
        List<CompletableFuture<Reply>> calls = new ArrayList<>();
        try (Scene scene = new Scene(State.BLOCKED)) {
            for (int i = 0; i < 8; i++) {
                calls.add(scene.call().start());
            }
            scene.pipeline.close();
            for (CompletableFuture<Reply> call : calls) {
                assertThat(failure(call)).isInstanceOf(CancelledException.class);
            }
        }
        await(() -> Thread.getAllStackTraces().keySet().stream()
                .noneMatch(thread -> thread.getName().startsWith("bracketwire-dead")));
    }

    private static boolean refuses(State state) {
        return state != State.BLOCKED;
    }

    private static <T> CompletableFuture<T> onThread(Call<T> call) {
        CompletableFuture<T> result = new CompletableFuture<>();
        Thread thread = new Thread(() -> {
            try {
                result.complete(call.get());
            } catch (BracketwireException e) {
                result.completeExceptionally(e);
            }
        });
        thread.setDaemon(true);
        thread.start();
        return result;
    }

    private static Throwable failure(CompletableFuture<?> future) throws Exception {
        try {
            throw new AssertionError("ended well, with " + future.get(20, TimeUnit.SECONDS));
        } catch (ExecutionException e) {
            return Futures.cause(Objects.requireNonNull(e.getCause()));
        }
    }

    private static void await(BooleanSupplier condition) {
        long patience = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime()).as("patience").isLessThan(patience);
            LockSupport.parkNanos(1_000_000);
        }
    }

    private static void awaitQuietly(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Closes an engine. */
    private record Closing(Pipeline pipeline) implements AutoCloseable {
        Closing(ConnectorConfig config) {
            this(new Pipeline(config));
        }

        @Override
        public void close() {
            pipeline.close();
        }
    }
}
