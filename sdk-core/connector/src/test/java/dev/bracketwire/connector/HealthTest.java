// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.connector;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.bracketwire.connector.health.Health;
import dev.bracketwire.connector.health.Health.Notice;
import dev.bracketwire.connector.health.Health.Status;
import dev.bracketwire.connector.limit.Limit;
import dev.bracketwire.testkit.Answer;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HealthTest {
    private static Api api() {
        return Api.create(config -> config.retry(RetryPolicy.never()));
    }

    private static Health health(Api api) {
        return api.connector.health().get();
    }

    private static void get(Api api, String path) {
        assertThat(api.connector.send(Request.get(path)).get()).isNotNull();
    }

    @Test
    void health_nothingSentAndNoProbe_isUnknown() {
        try (Api api = api()) {
            Health health = health(api);
            assertThat(health.status()).isEqualTo(Status.UNKNOWN);
            assertThat(health.isUp()).isFalse();
            assertThat(health.asOf()).isNull();
        }
    }

    @Test
    void health_withoutProbe_reportsTheLastAttempt() {
        try (Api api = api()) {
            api.upstream.on("GET", "/x").answers(Answer.of(204), Answer.of(404), Answer.of(503), Answer.of(401));
            get(api, "/x");
            assertThat(health(api).status()).isEqualTo(Status.UP);
            assertThat(health(api).latency()).isPositive();
            get(api, "/x");
            assertThat(health(api).status()).isEqualTo(Status.UP);
            get(api, "/x");
            assertThat(health(api).status()).isEqualTo(Status.DOWN);
            assertThat(health(api).reason()).isEqualTo("GET /x was answered 503");
            get(api, "/x");
            assertThat(health(api).reason()).isEqualTo("GET /x was answered 401");
            api.upstream.close();
            assertThat(catchThrowable(() -> get(api, "/x"))).isNotNull();
            assertThat(health(api).reason()).containsAnyOf("the connection broke", "no connection could be made");
            assertThat(api.upstream.received()).hasSize(4);
        }
    }

    @Test
    void health_withProbe_asksTheUpstreamEachTime() {
        try (Api api = Api.create(config -> config.retry(RetryPolicy.never())
                .probe(Request.get("/me"))
                .cache(CachePolicy.of(Duration.ofHours(1)))
                .version("v9"))) {
            api.upstream.on("GET", "/me").answers(Answer.json("{}"));
            assertThat(health(api).isUp()).isTrue();
            assertThat(health(api).version()).isEqualTo("v9");
            assertThat(api.connector.health().start().join().status()).isEqualTo(Status.UP);
            assertThat(api.upstream.received()).hasSize(3);
        }
    }

    @Test
    void health_probeRefused_isDownWithTheReason() {
        try (Api api = Api.create(config -> config.retry(RetryPolicy.never()).probe(Request.get("/me")))) {
            api.upstream.on("GET", "/me").answers(Answer.of(403), Answer.of(500), Answer.of(200));
            Health forbidden = health(api);
            assertThat(forbidden.status()).isEqualTo(Status.DOWN);
            assertThat(forbidden.reason()).contains("403");
            assertThat(health(api).reason()).contains("500");
            assertThat(health(api).reason()).isNull();
        }
    }

    @Test
    void health_limitSpent_isNotDown() {
        try (Api api = Api.create(config -> config.probe(Request.get("/me")).limit(Limit.of(1, Duration.ofHours(1))))) {
            api.upstream.on("GET", "/me").answers(Answer.of(200));
            assertThat(health(api).isUp()).isTrue();
            Health second = health(api);
            assertThat(second.isUp()).isTrue();
            assertThat(second.reason()).contains("rate limited");
            assertThat(second.limits())
                    .singleElement()
                    .satisfies(state -> assertThat(state.left()).isZero());
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            nullValues = "-",
            value = {
                "Deprecation | @1688169599                   | 2023-06-30T23:59:59Z | -",
                "Deprecation | true                          | -                    | -",
                "Deprecation | Sat, 01 Jul 2023 00:00:00 GMT | 2023-07-01T00:00:00Z | -",
                "Deprecation | @99999999999999999            | -                    | -",
                "Sunset      | Sat, 01 Jul 2023 00:00:00 GMT | -                    | 2023-07-01T00:00:00Z",
                "Sunset      | soon                          | -                    | -"
            })
    void notices_headersOfTheReply_areReported(String name, String value, String since, String ends) {
        try (Api api = api()) {
            api.upstream.on("GET", "/old/{id}").answers(Answer.of(200).header(name, value));
            assertThat(api.connector.send(Request.get("/old/{id}", "s3cret")).get())
                    .isNotNull();
            assertThat(health(api).notices())
                    .containsExactly(new Notice("GET /old/{id}", instant(since), instant(ends), null, null));
        }
    }

    private static @Nullable Instant instant(@Nullable String text) {
        return text == null ? null : Instant.parse(text);
    }

    @Test
    void notices_linkAndWarning_areReported() {
        try (Api api = api()) {
            api.upstream
                    .on("GET", "/old")
                    .answers(Answer.of(200)
                            .header("Sunset", "Sat, 01 Jul 2023 00:00:00 GMT")
                            .header("Link", "<https://a.test/x>; rel=\"next\", <https://a.test/end>; rel=\"sunset\"")
                            .header("Warning", "299 - \"Use\tv2 now\""));
            get(api, "/old");
            get(api, "/old");
            assertThat(health(api).notices())
                    .containsExactly(new Notice(
                            "GET /old",
                            null,
                            Instant.parse("2023-07-01T00:00:00Z"),
                            URI.create("https://a.test/end"),
                            "Use v2 now"));
        }
    }

    @Test
    void notices_ofThePlatformsOwnForm_areReadByTheFunction() {
        try (Api api = Api.create(config -> config.deprecations(reply -> {
            if (reply.text().equals("fault")) {
                throw new IllegalStateException("a fault of the reader");
            }
            return reply.header("X-Shop-Deprecated").orElse(null);
        }))) {
            api.upstream.on("GET", "/a").answers(Answer.of(200).header("X-Shop-Deprecated", "y".repeat(300)));
            api.upstream.on("GET", "/b").answers(Answer.text("fault"));
            get(api, "/a");
            get(api, "/b");
            assertThat(health(api).notices())
                    .containsExactly(new Notice("GET /a", null, null, null, "y".repeat(199) + "…"));
        }
    }

    @Test
    void notices_ofManyOperations_areBounded() {
        try (Api api = api()) {
            for (int i = 0; i < 105; i++) {
                api.upstream.on("GET", "/old" + i).answers(Answer.of(200).header("Deprecation", "true"));
                get(api, "/old" + i);
            }
            assertThat(health(api).notices()).hasSize(100);
        }
    }
}
