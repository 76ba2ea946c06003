// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.examples.quickstart;

import dev.bracketwire.Call;
import dev.bracketwire.connector.CachePolicy;
import dev.bracketwire.connector.Connector;
import dev.bracketwire.connector.ConnectorConfig;
import dev.bracketwire.testkit.Answer;
import dev.bracketwire.testkit.FakeUpstream;
import java.time.Duration;

/** Makes one call with a retry and a cache hit, against a fake upstream: no key, no network. */
public final class FirstCall {
    private FirstCall() {}

    /** A player, as the upstream describes it. */
    public record Player(int id, String name, int chests) {}

    /** Runs it. */
    public static void main(String[] args) {
        // quickstart
        try (FakeUpstream upstream = FakeUpstream.start()) {
            upstream.on("GET", "/players/{id}")
                    .answers(Answer.of(503), Answer.json("{\"id\":42,\"name\":\"Ann\",\"chests\":7}"));
            ConnectorConfig config = ConnectorConfig.builder("chests", upstream.uri())
                    .cache(CachePolicy.of(Duration.ofMinutes(1)))
                    .build();
            try (Connector chests = Connector.create(config)) {
                Call<Player> ann = chests.get("/players/{id}", Player.class, 42);
                System.out.println(ann.get()); // the 503 is retried
                System.out.println(ann.get()); // from the cache
                System.out.println(upstream.received().size() + " requests arrived");
            }
        }
        // end
    }
}
