// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.telemetry;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.bracketwire.NotFoundException;
import dev.bracketwire.connector.CachePolicy;
import dev.bracketwire.connector.CallListener;
import dev.bracketwire.connector.Connector;
import dev.bracketwire.connector.ConnectorConfig;
import dev.bracketwire.connector.Request;
import dev.bracketwire.connector.RetryPolicy;
import dev.bracketwire.connector.limit.Limit;
import dev.bracketwire.testkit.Answer;
import dev.bracketwire.testkit.FakeUpstream;
import java.time.Duration;
import java.util.function.Consumer;

/** The calls that bridges are tested by: two attempts that end well, a cache hit, and something that is not there. */
final class Calls {
    static final String ID = "secret-id-77";

    private Calls() {}

    static void make(CallListener bridge, Consumer<Connector> look) {
        try (FakeUpstream upstream = FakeUpstream.start();
                Connector api = Connector.create(ConnectorConfig.builder("chests", upstream.uri())
                        .listener(bridge)
                        .limit(Limit.of(100, Duration.ofHours(1)))
                        .retry(new RetryPolicy(3, Duration.ofMillis(1), Duration.ofMillis(1), Duration.ofMillis(1)))
                        .cache(CachePolicy.off().route("/players/{id}", Duration.ofMinutes(1)))
                        .build())) {
            upstream.on("GET", "/players/{id}").answers(Answer.of(503), Answer.json("{}"));
            upstream.on("GET", "/none").answers(Answer.of(404));
            api.call(Request.get("/players/{id}", ID).weight(5), Void.class).get();
            api.call(Request.get("/players/{id}", ID).weight(5), Void.class).get();
            assertThatThrownBy(() -> api.get("/none", Void.class).get()).isInstanceOf(NotFoundException.class);
            look.accept(api);
        }
    }
}
