// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.connector.internal.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.bracketwire.CancelledException;
import dev.bracketwire.connector.BreakerPolicy;
import dev.bracketwire.connector.CachePolicy;
import dev.bracketwire.connector.ConnectorConfig;
import dev.bracketwire.connector.Reply;
import dev.bracketwire.connector.Request;
import dev.bracketwire.connector.RetryPolicy;
import dev.bracketwire.connector.limit.Limit;
import dev.bracketwire.testkit.Answer;
import dev.bracketwire.testkit.FakeUpstream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;

class CancelTest {
    private static final int CALLS = 2_000;

    /** Cancels at whatever stage chance has it: waiting for a permit, a slot, a back-off, the wire, or a shared flight. */
    @Test
    void cancel_atAnyStage_leaksNothing() {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        try (FakeUpstream upstream = FakeUpstream.start()) {
            upstream.on("GET", "/{path}").answers(request -> switch (request.index() % 4) {
                case 0 -> Answer.json("{}").after(Duration.ofMillis(2));
                case 1 -> Answer.of(503);
                case 2 -> Answer.dropBeforeHead();
                default -> Answer.json("{}");
            });
            upstream.on("GET", "/after/all").answers(Answer.of(204));
            ConnectorConfig config = ConnectorConfig.builder("leaks", upstream.uri())
                    .concurrency(8)
                    .limit(Limit.of(200, Duration.ofMillis(100)))
                    .retry(new RetryPolicy(3, Duration.ofMillis(1), Duration.ofMillis(1), Duration.ofMillis(5)))
                    .breaker(new BreakerPolicy(CALLS * 4, CALLS * 4, Duration.ofMillis(1)))
                    .cache(CachePolicy.off().route("/cached", Duration.ofMillis(1)))
                    .build();
            Pipeline pipeline = new Pipeline(config);
            List<CompletableFuture<Reply>> calls = new ArrayList<>();
            for (int i = 0; i < CALLS; i++) {
                calls.add(pipeline.raw(Request.get(random.nextBoolean() ? "/cached" : "/plain"))
                        .start());
                if (random.nextInt(4) == 0) {
                    LockSupport.parkNanos(random.nextInt(2_000_000));
                }
                calls.get(random.nextInt(calls.size())).cancel(true);
            }
            calls.forEach(call -> call.cancel(true));
            long patience = System.nanoTime() + Duration.ofSeconds(20).toNanos();
            while (!pipeline.load().equals("slots=8 calls=0 watched=0") && System.nanoTime() < patience) {
                Thread.onSpinWait();
            }
            assertThat(pipeline.load()).as("seed %d", seed).isEqualTo("slots=8 calls=0 watched=0");
            assertThat(pipeline.raw(Request.get("/after/all")).get().status())
                    .as("seed %d", seed)
                    .isEqualTo(204);
            pipeline.close();
        }
    }

    @Test
    void get_interruptedBeforeItConnects_isCancelledAndLeaksNothing() {
        try (FakeUpstream upstream = FakeUpstream.start()) {
            Pipeline pipeline = new Pipeline(ConnectorConfig.builder("leaks", upstream.uri())
                    .concurrency(8)
                    .build());
            Thread.currentThread().interrupt();
            assertThatThrownBy(() -> pipeline.raw(Request.get("/x")).get())
                    .isInstanceOf(CancelledException.class)
                    .hasMessageContaining("interrupted");
            assertThat(Thread.interrupted()).isTrue();
            assertThat(pipeline.load()).isEqualTo("slots=8 calls=0 watched=0");
            pipeline.close();
        }
    }
}
