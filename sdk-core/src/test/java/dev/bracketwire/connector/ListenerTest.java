// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.connector;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.bracketwire.NotFoundException;
import dev.bracketwire.TransportException;
import dev.bracketwire.connector.Api.Player;
import dev.bracketwire.testkit.Answer;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;

class ListenerTest {
    private final Recorder recorder = new Recorder();

    @Test
    void finished_callWithRetry_tellsOfBothAttemptsAndTheCall() {
        try (Api api = Api.create(config -> config.listener(recorder))) {
            api.upstream.on("GET", "/players/{id}").answers(Answer.of(503), Answer.json(Api.ANN));
            api.connector.get("/players/{id}", Player.class, "secret-id").get();
        }
        assertThat(recorder.attempts)
                .extracting(CallListener.Attempt::number, CallListener.Attempt::status, CallListener.Attempt::again)
                .containsExactly(
                        org.assertj.core.groups.Tuple.tuple(1, 503, true),
                        org.assertj.core.groups.Tuple.tuple(2, 200, false));
        CallListener.Finished call = recorder.calls.get(0);
        assertThat(call.status()).isEqualTo(200);
        assertThat(call.attempts()).isEqualTo(2);
        assertThat(call.source()).isEqualTo(CallListener.Source.UPSTREAM);
        assertThat(call.failure()).isNull();
        assertThat(call.operation().template()).isEqualTo("/players/{id}");
        assertThat(recorder.calls.toString()).doesNotContain("secret-id");
    }

    @Test
    void finished_cacheHit_saysWhereItCameFrom() {
        try (Api api = Api.create(config -> config.listener(recorder).cache(CachePolicy.of(Duration.ofMinutes(1))))) {
            api.upstream.on("GET", "/x").answers(Answer.json(Api.ANN));
            api.connector.get("/x", Player.class).get();
            api.connector.get("/x", Player.class).get();
        }
        assertThat(recorder.calls)
                .extracting(CallListener.Finished::source)
                .containsExactly(CallListener.Source.SHARED, CallListener.Source.CACHE);
    }

    @Test
    void finished_failures_areTold() {
        try (Api api = Api.create(config -> config.listener(recorder).retry(RetryPolicy.never()))) {
            api.upstream.on("GET", "/missing").answers(Answer.of(404));
            api.upstream.on("GET", "/broken").answers(Answer.dropBeforeHead());
            assertThatThrownBy(() -> api.connector.get("/missing", Player.class).get())
                    .isInstanceOf(NotFoundException.class);
            assertThatThrownBy(() -> api.connector.get("/broken", Player.class).get())
                    .isInstanceOf(TransportException.class);
        }
        assertThat(recorder.calls.get(0).failure()).isInstanceOf(NotFoundException.class);
        assertThat(recorder.calls.get(1).failure()).isInstanceOf(TransportException.class);
        assertThat(recorder.attempts.get(1).failure()).isInstanceOf(TransportException.class);
    }

    @Test
    void finished_listenerThrows_changesNothing() {
        CallListener broken = new CallListener() {
            @Override
            public void finished(Finished call) {
                throw new IllegalStateException("broken listener");
            }
        };
        try (Api api = Api.create(config -> config.listener(broken).listener(recorder))) {
            api.upstream.on("GET", "/x").answers(Answer.json(Api.ANN));
            assertThat(api.connector.get("/x", Player.class).get().id()).isEqualTo(42);
        }
        assertThat(recorder.calls).hasSize(1);
    }

    @Test
    void carrier_startedCall_seesTheContextOfItsStart() {
        ThreadLocal<String> context = new ThreadLocal<>();
        ContextCarrier carrier = () -> {
            String value = context.get();
            return task -> () -> {
                context.set(value);
                task.run();
            };
        };
        try (Api api = Api.create(config -> config.carrier(carrier))) {
            api.upstream.on("GET", "/x").answers(Answer.json(Api.ANN).after(Duration.ofMillis(50)));
            context.set("request 7");
            String seen = api.connector
                    .get("/x", Player.class)
                    .start()
                    .thenApply(player -> context.get())
                    .join();
            assertThat(seen).isEqualTo("request 7");
        }
    }

    private static final class Recorder implements CallListener {
        private final List<Attempt> attempts = new CopyOnWriteArrayList<>();
        private final List<Finished> calls = new CopyOnWriteArrayList<>();

        @Override
        public void attempted(Attempt attempt) {
            attempts.add(attempt);
        }

        @Override
        public void finished(Finished call) {
            calls.add(call);
        }
    }
}
