// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.connector.internal.pipeline;

import dev.bracketwire.Call;
import dev.bracketwire.CallException;
import dev.bracketwire.CancelledException;
import dev.bracketwire.DeadlineException;
import dev.bracketwire.UnavailableException;
import dev.bracketwire.chaos.ChaosRun;
import dev.bracketwire.connector.BreakerPolicy;
import dev.bracketwire.connector.CachePolicy;
import dev.bracketwire.connector.CallListener;
import dev.bracketwire.connector.ConnectorConfig;
import dev.bracketwire.connector.ReplyRule;
import dev.bracketwire.connector.Request;
import dev.bracketwire.connector.RetryPolicy;
import dev.bracketwire.connector.internal.http.OkHttpClients;
import dev.bracketwire.connector.internal.http.OkHttpTransport;
import dev.bracketwire.connector.limit.Limit;
import dev.bracketwire.internal.run.Futures;
import dev.bracketwire.testkit.Answer;
import dev.bracketwire.testkit.FakeUpstream;
import dev.bracketwire.testkit.Received;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import okhttp3.OkHttpClient;
import org.jspecify.annotations.Nullable;

/** An upstream, an engine, and calls between them that are ended where they happen to be. */
final class CancelScene implements AutoCloseable {
    private static final int SLOTS = 4;
    private static final String IDLE = "slots=" + SLOTS + " calls=0 watched=0";
    private static final Map<Integer, Runnable> WHEN_DECODED = new ConcurrentHashMap<>();

    private final ChaosRun run;
    private final FakeUpstream upstream = FakeUpstream.start();
    private final ExecutorService others = Executors.newCachedThreadPool();
    private final Set<String> answered = ConcurrentHashMap.newKeySet();
    private final AtomicInteger started = new AtomicInteger();
    private final AtomicInteger finished = new AtomicInteger();
    private final OkHttpClient client;
    private final Pipeline pipeline;
    private final Path file;

    CancelScene(ChaosRun run) throws IOException {
        this.run = run;
        this.file = Files.createTempFile("chaos", ".json");
        Answer quick = Answer.json("{\"id\":1}");
        String page = "{\"id\":1,\"text\":\"" + "x".repeat(2_000) + "\"}";
        upstream.on("GET", "/quick").answers(quick);
        upstream.on("GET", "/slow").answers(quick.after(Duration.ofMillis(10)));
        upstream.on("GET", "/busy").answers(request -> answerOfChance(request, quick));
        upstream.on("GET", "/cached").answers(quick.after(Duration.ofMillis(5)));
        upstream.on("GET", "/decoded").answers(request -> Answer.json("{\"id\":" + round(request) + "}"));
        upstream.on("GET", "/refused").answers(Answer.json(page).header("X-Problem", "no"));
        upstream.on("GET", "/drip").answers(request -> {
            answered.add(round(request));
            return Answer.json(page).drip(200, Duration.ofMillis(2));
        });
        upstream.on("GET", "/after/all").answers(Answer.of(204));
        ReplyRule refuses =
                (request, reply) -> reply.header("X-Problem").isPresent() ? ReplyRule.Verdict.rejected("no") : null;
        ConnectorConfig config = ConnectorConfig.builder("chaos", upstream.uri())
                .concurrency(SLOTS)
                .waiting(36)
                .limit(Limit.of(8, Duration.ofMillis(20)))
                .retry(new RetryPolicy(3, Duration.ofMillis(20), Duration.ofMillis(20), Duration.ofMillis(40)))
                .breaker(new BreakerPolicy(100_000, 100_000, Duration.ofMillis(1)))
                .cache(CachePolicy.off().route("/cached", Duration.ofMillis(1)))
                .rule(refuses)
                .listener(new CallListener() {
                    @Override
                    public void finished(Finished call) {
                        finished.incrementAndGet();
                    }
                })
                .build();
        this.client = OkHttpClients.client(config);
        this.pipeline = new Pipeline(config, new OkHttpTransport(client, System::nanoTime));
    }

    /** Ends its call as soon as it is decoded. */
    record Decoded(int id) {
        Decoded {
            WHEN_DECODED.getOrDefault(id, () -> {}).run();
        }
    }

    private static Answer answerOfChance(Received request, Answer otherwise) {
        return switch (request.index() % 4) {
            case 0 -> Answer.of(503);
            case 1 -> Answer.dropBeforeHead();
            case 2 -> Answer.of(429).header("Retry-After", "0");
            default -> otherwise;
        };
    }

    private static String round(Received request) {
        return request.header("X-Round").orElseThrow();
    }

    /** Makes a call that is likely to reach a stage, and ends it there in one of four ways. */
    void play(int round, Random random) {
        CancelStage stage = CancelStage.any(random);
        String path = random.nextInt(20) == 0 ? "/refused" : stage.path();
        Request request = Request.get(path).header("X-Round", Integer.toString(round));
        Call<?> call = call(stage, request, random);
        Duration pause = Duration.ofNanos(random.nextInt(stage == CancelStage.READING ? 20_000_000 : 500_000));
        started.incrementAndGet();
        switch (random.nextInt(4)) {
            case 0 -> interrupt(call, stage, request, round, pause);
            case 1 -> outlive(call.within(Duration.ofNanos(1 + random.nextInt(40_000_000))), random.nextBoolean());
            case 2 -> end(call, stage, request, round, pause, future -> future.cancel(true));
            default -> end(call, stage, request, round, pause, future -> future.complete(null));
        }
        WHEN_DECODED.remove(round);
    }

    private Call<?> call(CancelStage stage, Request request, Random random) {
        return switch (stage) {
            case DECODING -> pipeline.decoded(request, Decoded.class);
            case SHARED -> pipeline.raw(request);
            default ->
                switch (random.nextInt(4)) {
                    case 0 -> pipeline.streamed(request);
                    case 1 -> pipeline.downloaded(request, file);
                    default -> pipeline.raw(request);
                };
        };
    }

    private interface Ending {
        boolean end(CompletableFuture<?> future);
    }

    private void end(Call<?> call, CancelStage stage, Request request, int round, Duration pause, Ending ending) {
        CompletableFuture<CompletableFuture<?>> handed = new CompletableFuture<>();
        if (stage == CancelStage.DECODING) {
            WHEN_DECODED.put(round, () -> tell(stage, ending.end(handed.join())));
        }
        CompletableFuture<?> future = call.start();
        handed.complete(future);
        if (stage != CancelStage.DECODING && reaches(stage, request, future::isDone)) {
            LockSupport.parkNanos(pause.toNanos());
            tell(stage, ending.end(future));
        }
        await(future);
    }

    private void interrupt(Call<?> call, CancelStage stage, Request request, int round, Duration pause) {
        Thread caller = Thread.currentThread();
        AtomicBoolean over = new AtomicBoolean();
        CompletableFuture<?> other = CompletableFuture.completedFuture(null);
        if (stage == CancelStage.DECODING) {
            WHEN_DECODED.put(round, caller::interrupt);
        } else {
            other = CompletableFuture.runAsync(
                    () -> {
                        if (reaches(stage, request, over::get)) {
                            LockSupport.parkNanos(pause.toNanos());
                            caller.interrupt();
                        }
                    },
                    others);
        }
        try {
            ended(call.get(), null);
        } catch (RuntimeException e) {
            ended(null, e);
            if (e instanceof CancelledException) {
                tell(stage, true);
                run.count("interrupted");
                if (!caller.isInterrupted()) {
                    run.broken("lost", "the interrupt of " + request);
                }
            }
        } finally {
            over.set(true);
            other.join();
            Thread.interrupted(); // the next round begins without it
        }
    }

    private void outlive(Call<?> call, boolean blocking) {
        try {
            if (blocking) {
                ended(call.get(), null);
            } else {
                await(call.start());
            }
        } catch (RuntimeException e) {
            ended(null, e);
        }
    }

    /** Waits until a call is at a stage; false if it is over before. */
    private boolean reaches(CancelStage stage, Request request, BooleanSupplier over) {
        while (stage != CancelStage.START && !over.getAsBoolean()) {
            boolean seen = answered.contains(request.headers().get("X-Round"));
            if (pipeline.deadlineTimer.exchanges().stream()
                    .anyMatch(callState -> callState.request == request && stage.isAt(callState, seen))) {
                return true;
            }
            LockSupport.parkNanos(100_000);
        }
        return stage == CancelStage.START;
    }

    private void tell(CancelStage stage, boolean ended) {
        run.count(ended ? stage.figure() : "too-late");
    }

    private void await(CompletableFuture<?> future) {
        if (!ChaosRun.settles(future::isDone)) {
            run.broken("lost", "a call never ended: " + pipeline.load());
            return;
        }
        future.whenComplete(this::ended);
    }

    private void ended(@Nullable Object value, @Nullable Throwable failure) {
        if (value instanceof AutoCloseable stream) {
            Futures.close(stream);
        }
        if (failure instanceof DeadlineException) {
            run.count("deadline");
        } else if (failure instanceof UnavailableException refused
                && refused.reason() == UnavailableException.Reason.QUEUE) {
            run.count("queue-full");
        } else if (failure instanceof IllegalStateException refused
                && "connector chaos is closed".equals(refused.getMessage())) {
            run.count("refused-when-closed");
        } else if (failure != null && !(failure instanceof CallException || failure instanceof CancellationException)) {
            run.broken("strange", failure.toString());
        }
    }

    /** Waits until nothing is under way, and tells what is left; then the engine must still work. */
    void settle() {
        survives("load", () -> pipeline.load().equals(IDLE), pipeline::load);
        survives(
                "connections",
                () -> client.connectionPool().connectionCount()
                        == client.connectionPool().idleConnectionCount(),
                () -> "of " + client.connectionPool().connectionCount());
        if (!ChaosRun.settles(() -> finished.get() >= started.get())) {
            run.broken("lost", started.get() - finished.get() + " listeners heard of no end");
        }
        if (finished.get() > started.get()) {
            run.broken("duplicates", finished.get() - started.get() + " ends too many");
        }
        if (pipeline.raw(Request.get("/after/all")).get().status() != 204) {
            run.broken("lost", "the call after all");
        }
    }

    /** Closes the engine while calls are under way and others start. */
    void closeUnderWay(Random random) {
        List<CompletableFuture<?>> calls = new ArrayList<>();
        CompletableFuture<?> closing = null;
        for (int i = 0; i < 40; i++) {
            CancelStage stage = CancelStage.any(random);
            Request request = Request.get(stage.path()).header("X-Round", "-1");
            if (i == 20) {
                closing = CompletableFuture.runAsync(pipeline::close, others);
            }
            calls.add(call(stage, request, random).start());
        }
        calls.forEach(this::await);
        if (closing != null) {
            await(closing);
        }
        survives("load when closed", () -> pipeline.load().equals(IDLE), pipeline::load);
        survives(
                "connections when closed",
                () -> upstream.openConnections() == 0,
                () -> "" + upstream.openConnections());
    }

    private void survives(String what, BooleanSupplier gone, Supplier<String> now) {
        if (!ChaosRun.settles(gone)) {
            run.broken("survivors", what + " " + now.get());
        }
    }

    @Override
    public void close() throws IOException {
        pipeline.close();
        upstream.close();
        others.shutdown();
        Files.delete(file);
    }
}
