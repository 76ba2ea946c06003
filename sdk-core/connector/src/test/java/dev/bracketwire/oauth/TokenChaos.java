// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.oauth;

import dev.bracketwire.Secret;
import dev.bracketwire.chaos.ChaosRun;
import dev.bracketwire.connector.Connector;
import dev.bracketwire.connector.ConnectorConfig;
import dev.bracketwire.connector.RetryPolicy;
import dev.bracketwire.testkit.Answer;
import dev.bracketwire.testkit.FakeUpstream;
import dev.bracketwire.testkit.ManualClock;
import java.net.URI;
import java.time.Duration;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/**
 * Fifty calls at once meet one token that has expired, or that the upstream refuses. Promised is that they make one
 * refresh (duplicates) and that all are answered (lost).
 */
class TokenChaos {
    private static final int CALLS = 50;

    private final ManualClock clock = ManualClock.create();
    private final AtomicInteger given = new AtomicInteger();
    private volatile String refused = "";

    @Test
    void token_endedUnderFiftyCalls_isRenewedOnce() throws Exception {
        ChaosRun.run("core/token", run -> {
            try (FakeUpstream server = FakeUpstream.start();
                    FakeUpstream upstream = FakeUpstream.start();
                    OAuth oauth = OAuth.builder(URI.create(server.uri() + "/token"), "client")
                            .clientSecret(Secret.of("secret"))
                            .server(config -> config.clock(clock))
                            .build();
                    Connector api = Connector.create(ConnectorConfig.builder("api", upstream.uri())
                            .clock(clock)
                            .retry(RetryPolicy.never())
                            .auth(oauth.clientCredentials())
                            .build())) {
                server.on("POST", "/token")
                        .answers(request -> Answer.json(
                                "{\"access_token\":\"t" + given.incrementAndGet() + "\",\"expires_in\":3600}"));
                upstream.on("GET", "/x")
                        .answers(request ->
                                request.header("Authorization").orElse("").equals(refused)
                                        ? Answer.of(401)
                                        : Answer.json("1"));
                for (int from = 0; from < run.rounds(); from += CALLS) {
                    end(run, run.random(-from - 1));
                    int before = given.get();
                    run.each(
                            from,
                            Math.min(from + CALLS, run.rounds()),
                            CALLS,
                            (round, random) -> call(run, api, random));
                    int refreshes = given.get() - before;
                    run.count("refreshes", refreshes);
                    if (refreshes > 1) {
                        run.broken("duplicates", refreshes + " refreshes before " + from);
                    }
                }
            }
        });
    }

    private void end(ChaosRun run, Random random) {
        if (random.nextBoolean()) {
            run.count("expired");
            clock.advance(Duration.ofHours(1));
        } else {
            run.count("revoked");
            clock.advance(Duration.ofMinutes(1));
            refused = "Bearer t" + given.get();
        }
    }

    private static void call(ChaosRun run, Connector api, Random random) {
        try {
            var call = api.get("/x", Integer.class);
            int answer = random.nextBoolean() ? call.get() : call.start().join();
            run.count(answer == 1 ? "answered" : "strange");
        } catch (RuntimeException e) {
            run.broken("lost", e.toString());
        }
    }
}
