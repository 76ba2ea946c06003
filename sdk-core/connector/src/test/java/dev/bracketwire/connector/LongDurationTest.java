// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.connector;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Named.named;

import dev.bracketwire.Call;
import dev.bracketwire.connector.limit.Limit;
import dev.bracketwire.testkit.Answer;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The longest duration there is, wherever one may be given. */
class LongDurationTest {
    private static final Duration FOREVER = ChronoUnit.FOREVER.getDuration();

    private static Named<UnaryOperator<ConnectorConfigBuilder>> one(
            String name, UnaryOperator<ConnectorConfigBuilder> setting) {
        return named(name, setting);
    }

    static Stream<Named<UnaryOperator<ConnectorConfigBuilder>>> settings() {
        CachePolicy brief = CachePolicy.of(Duration.ofSeconds(1));
        return Stream.of(
                one("timeouts", config -> config.timeouts(new Timeouts(FOREVER, FOREVER, FOREVER, FOREVER))),
                one("cache", config -> config.cache(CachePolicy.of(FOREVER))),
                one("route", config -> config.cache(brief.route("/x", FOREVER))),
                one("negative", config -> config.cache(brief.negative(FOREVER))),
                one("stale", config -> config.cache(brief.staleIfError(FOREVER).staleWhileRevalidate(FOREVER))),
                one("limit", config -> config.limit(Limit.of(10, FOREVER))),
                one("bucket", config -> config.limit(Limit.bucket(10, FOREVER))),
                one("breaker", config -> config.breaker(new BreakerPolicy(1, 1, FOREVER))),
                one("retry", config -> config.retry(new RetryPolicy(2, Duration.ofMillis(1), FOREVER, FOREVER))));
    }

    @ParameterizedTest
    @MethodSource("settings")
    void duration_forEver_callsWork(UnaryOperator<ConnectorConfigBuilder> setting) {
        try (Api api = Api.create(setting)) {
            api.upstream.on("GET", "/x").answers(Answer.text("1"));
            Call<Reply> call = api.connector.send(Request.get("/x"));

            assertThat(call.get().text()).isEqualTo("1");
            assertThat(call.within(FOREVER).get().text()).isEqualTo("1");
        }
    }

    @Test
    void duration_forEver_isCutToACentury() {
        assertThat(Timeouts.defaults().call(FOREVER).call()).isEqualTo(Duration.ofDays(36_500));
    }
}
