// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.connector;

import dev.bracketwire.testkit.FakeUpstream;
import java.time.Duration;
import java.util.function.UnaryOperator;

/** A fake upstream and a connector to it, with short back-offs. */
final class Api implements AutoCloseable {
    record Player(int id, String name) {}

    static final String ANN = "{\"id\":42,\"name\":\"Ann\"}";

    final FakeUpstream upstream;
    final Connector connector;

    private Api(FakeUpstream upstream, Connector connector) {
        this.upstream = upstream;
        this.connector = connector;
    }

    static Api create() {
        return create(builder -> builder);
    }

    static Api create(UnaryOperator<ConnectorConfigBuilder> options) {
        FakeUpstream upstream = FakeUpstream.start();
        RetryPolicy soon = new RetryPolicy(4, Duration.ofMillis(2), Duration.ofMillis(4), Duration.ofMillis(20));
        ConnectorConfigBuilder builder =
                ConnectorConfig.builder("chests", upstream.uri()).retry(soon);
        return new Api(upstream, Connector.create(options.apply(builder).build()));
    }

    @Override
    public void close() {
        connector.close();
        upstream.close();
    }
}
