// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.connector;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.bracketwire.CallException;
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
    void finished_callWithRetry_reportsBothAttemptsAndTheCall() {
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
    void finished_failures_areReported() {
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
    void begun_listenerOfOneCall_receivesOnlyThatCall() {
        List<Recorder> own = new CopyOnWriteArrayList<>();
        List<Thread> threads = new CopyOnWriteArrayList<>();
        CallListener spans = new CallListener() {
            @Override
            public CallListener begun(Operation operation) {
                threads.add(Thread.currentThread());
                own.add(new Recorder());
                return own.get(own.size() - 1);
            }
        };
        try (Api api = Api.create(config -> config.listener(recorder)
                .listener(spans)
                .cache(CachePolicy.off().route("/kept", Duration.ofMinutes(1))))) {
            api.upstream.on("GET", "/x").answers(Answer.of(503), Answer.json(Api.ANN));
            api.upstream.on("GET", "/kept").answers(Answer.json(Api.ANN));
            api.connector.get("/x", Player.class).start().join();
            api.connector.get("/kept", Player.class).get();
        }
        assertThat(own).extracting(one -> one.calls.size()).containsExactly(1, 1);
        assertThat(own).extracting(one -> one.attempts.size()).containsExactly(2, 1);
        assertThat(threads).containsOnly(Thread.currentThread());
        assertThat(recorder.calls).hasSize(2);
    }

    @Test
    void begun_throws_listenerItselfReceivesTheRest() {
        List<CallListener.Finished> heard = new CopyOnWriteArrayList<>();
        CallListener broken = new CallListener() {
            @Override
            public CallListener begun(Operation operation) {
                throw new IllegalStateException("broken listener");
            }

            @Override
            public void finished(Finished call) {
                heard.add(call);
            }
        };
        try (Api api = Api.create(config -> config.listener(broken))) {
            api.upstream.on("GET", "/x").answers(Answer.json(Api.ANN));
            api.connector.get("/x", Player.class).get();
        }
        assertThat(heard).hasSize(1);
    }

    @Test
    void connector_openedAndClosed_isReportedOnce() {
        List<String> heard = new CopyOnWriteArrayList<>();
        CallListener listener = new CallListener() {
            @Override
            public void opened(Connector connector) {
                heard.add("opened " + connector.config().id());
            }

            @Override
            public void closed(Connector connector) {
                heard.add("closed " + connector.config().id());
            }
        };
        try (Api api = Api.create(config -> config.listener(listener))) {
            api.connector.close();
        }
        assertThat(heard).containsExactly("opened chests", "closed chests");
    }

    @Test
    void outcome_isOneOfFewWords() {
        try (Api api = Api.create(config -> config.listener(recorder)
                .retry(RetryPolicy.never())
                .breaker(new BreakerPolicy(2, 2, Duration.ofMinutes(1))))) {
            api.upstream
                    .on("GET", "/x")
                    .answers(Answer.json(Api.ANN), Answer.of(429), Answer.json("["), Answer.of(404));
            api.upstream.on("GET", "/broken").answers(Answer.dropBeforeHead(), Answer.dropBeforeHead());
            api.connector.get("/x", Player.class).get();
            for (String path : List.of("/x", "/x", "/x", "/broken", "/broken", "/x")) {
                assertThatThrownBy(() -> api.connector
                                .call(Request.get(path).weight(3), Player.class)
                                .get())
                        .isInstanceOf(CallException.class);
            }
            assertThat(api.connector.lastHealth().paused())
                    .containsOnlyKeys(api.connector.config().base().getAuthority());
        }
        assertThat(recorder.calls)
                .extracting(CallListener.Finished::outcome)
                .containsExactly(
                        "success", "rate-limited", "malformed-reply", "not-found", "transport", "transport", "breaker");
        assertThat(recorder.attempts)
                .extracting(CallListener.Attempt::outcome)
                .containsExactly("200", "429", "200", "404", "transport", "transport", "breaker");
        assertThat(recorder.attempts)
                .extracting(CallListener.Attempt::sent)
                .containsExactly(true, true, true, true, true, true, false);
        assertThat(recorder.attempts.get(1).operation().weight()).isEqualTo(3);
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
