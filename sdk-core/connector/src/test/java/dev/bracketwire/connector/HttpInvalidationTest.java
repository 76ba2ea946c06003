// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.connector;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.bracketwire.TransportException;
import dev.bracketwire.testkit.Answer;
import dev.bracketwire.testkit.ManualClock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a request that changes something takes out of the cache. */
class HttpInvalidationTest {
    private static final Request X = Request.get("/x").query("b", 2);

    private final ManualClock clock = ManualClock.at(Instant.parse("2026-11-21T18:00:00Z"));
    private final Api api = Api.create(config -> config.clock(clock)
            .retry(RetryPolicy.never())
            .parameter("a", "1")
            .cache(CachePolicy.http().route("/kept", Duration.ofHours(1))));

    @AfterEach
    void close() {
        api.close();
    }

    private String ask(Request request) {
        return api.connector.send(request).get().text();
    }

    private static Answer good(String text) {
        return Answer.text(text).header("Cache-Control", "max-age=600");
    }

    private void change(Answer answer) {
        api.upstream.on("POST", "/change").answers(answer);
        api.connector
                .send(Request.post("/change").body(Body.text("text/plain", "x")))
                .get();
    }

    @ParameterizedTest
    @ValueSource(strings = {"POST", "PUT", "PATCH", "DELETE", "M-SEARCH"})
    void send_changed_theNextGetAsks(String method) {
        api.upstream.on("GET", "/x").answers(good("1"), good("2"));
        api.upstream.on(method, "/x").answers(Answer.of(204));
        assertThat(ask(X)).isEqualTo("1");
        api.connector.send(Request.of(method, "/x").query("b", 2)).get();
        assertThat(ask(X)).isEqualTo("2");
    }

    @ParameterizedTest
    @CsvSource({
        "Location, /x?b=2&a=1, 2",
        "Content-Location, x?a=1&b=2, 2",
        "Content-Location, ./y/../x?a=1&b=2#there, 2",
        "Location, /x?a=1&b=3, 1",
        "Location, https://elsewhere.example/x?a=1&b=2, 1",
        "Location, ::, 1",
        "Location, mailto:ann, 1"
    })
    void send_namesWhatChanged_theNextGetOfThatAsks(String name, String location, String text) {
        api.upstream.on("GET", "/x").answers(good("1"), good("2"));
        assertThat(ask(X)).isEqualTo("1");
        change(Answer.of(201).header(name, location));
        assertThat(ask(X)).isEqualTo(text);
    }

    @Test
    void send_redirectedAfterTheChange_theNextGetAsks() {
        api.upstream.on("GET", "/x").answers(good("1"), good("2"));
        assertThat(ask(X)).isEqualTo("1");
        change(Answer.redirect(303, "/x?a=1&b=2"));
        assertThat(ask(X)).isEqualTo("2");
    }

    @ParameterizedTest
    @ValueSource(ints = {400, 404, 500})
    void send_refused_changesNothing(int status) {
        api.upstream.on("GET", "/x").answers(good("1"), good("2"));
        api.upstream.on("POST", "/x").answers(Answer.of(status).header("Location", "/x?a=1&b=2"));
        assertThat(ask(X)).isEqualTo("1");
        api.connector.send(Request.post("/x").query("b", 2)).get();
        assertThat(ask(X)).isEqualTo("1");
    }

    @Test
    void send_answerLost_theNextGetAsks() {
        api.upstream.on("GET", "/x").answers(good("1"), good("2"));
        api.upstream.on("POST", "/x").answers(Answer.dropBeforeHead());
        assertThat(ask(X)).isEqualTo("1");
        assertThatThrownBy(() ->
                        api.connector.send(Request.post("/x").query("b", 2)).get())
                .isInstanceOf(TransportException.class);
        assertThat(ask(X)).isEqualTo("2");
    }

    @Test
    void send_changedWhatVaries_noVariantComesBack() {
        api.upstream
                .on("GET", "/x")
                .answers(
                        good("en 1").header("Vary", "X-Lang"),
                        good("de 1").header("Vary", "X-Lang"),
                        good("en 2").header("Vary", "X-Lang"),
                        good("de 2").header("Vary", "X-Lang"));
        Request english = X.header("X-Lang", "en");
        Request german = X.header("X-Lang", "de");
        assertThat(ask(english)).isEqualTo("en 1");
        assertThat(ask(german)).isEqualTo("de 1");
        change(Answer.of(200).header("Location", "/x?a=1&b=2"));
        assertThat(ask(english)).isEqualTo("en 2");
        assertThat(ask(german)).isEqualTo("de 2");
        assertThat(ask(english)).isEqualTo("en 2");
    }

    @Test
    void send_changedARouteWithItsOwnTime_theNextGetAsks() {
        api.upstream.on("GET", "/kept").answers(Answer.text("1"), Answer.text("2"));
        api.upstream.on("PUT", "/kept").answers(Answer.of(204));
        assertThat(ask(Request.get("/kept"))).isEqualTo("1");
        assertThat(ask(Request.get("/kept"))).isEqualTo("1");
        api.connector.send(Request.put("/kept")).get();
        assertThat(ask(Request.get("/kept"))).isEqualTo("2");
    }

    @Test
    void send_changedWhileAGetIsUnderWay_itsReplyIsNeitherKeptNorShared() {
        api.upstream.on("GET", "/x").answers(good("1").after(Duration.ofMillis(300)), good("2"));
        CompletableFuture<Reply> before = api.connector.send(X).start();
        api.upstream.await(1, Duration.ofMinutes(1));
        change(Answer.of(200).header("Location", "/x?a=1&b=2"));
        assertThat(ask(X)).isEqualTo("2");
        assertThat(before.join().text()).isEqualTo("1");
        assertThat(ask(X)).isEqualTo("2");
    }

    @Test
    void send_cacheFailsToRemove_callSucceeds() {
        ResponseCache stuck = new ResponseCache() {
            @Override
            public CompletableFuture<Entry> find(String key) {
                return CompletableFuture.failedFuture(new IllegalStateException("store is down"));
            }

            @Override
            public void put(String key, Entry entry, Duration keep) {}

            @Override
            public void remove(String key) {
                throw new IllegalStateException("store is down");
            }
        };
        try (Api own = Api.create(config -> config.cache(CachePolicy.http().store(stuck)))) {
            own.upstream.on("GET", "/x").answers(good("1").header("Vary", "X-Lang"));
            own.upstream.on("DELETE", "/x").answers(Answer.of(204));
            assertThat(own.connector.send(Request.get("/x")).get().text()).isEqualTo("1");
            assertThat(own.connector.send(Request.delete("/x")).get().status()).isEqualTo(204);
        }
    }
}
