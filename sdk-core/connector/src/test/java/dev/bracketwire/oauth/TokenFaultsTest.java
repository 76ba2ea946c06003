// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.oauth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.bracketwire.Secret;
import dev.bracketwire.UnauthorizedException;
import dev.bracketwire.connector.Connector;
import dev.bracketwire.connector.ConnectorConfig;
import dev.bracketwire.connector.RetryPolicy;
import dev.bracketwire.testkit.Answer;
import dev.bracketwire.testkit.FakeUpstream;
import dev.bracketwire.testkit.ManualClock;
import java.net.URI;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Token servers that do not behave. */
class TokenFaultsTest {
    private final ManualClock clock = ManualClock.create();
    private final FakeUpstream server = FakeUpstream.start();
    private final FakeUpstream upstream = FakeUpstream.start();
    private final OAuth oauth = OAuth.builder(URI.create(server.uri() + "/token"), "client")
            .clientSecret(Secret.of("p@ss"))
            .server(config -> config.clock(clock).retry(RetryPolicy.never()))
            .build();
    private final Connector api = Connector.create(ConnectorConfig.builder("chests", upstream.uri())
            .clock(clock)
            .retry(RetryPolicy.never())
            .auth(oauth.clientCredentials())
            .build());

    @AfterEach
    void close() {
        api.close();
        oauth.close();
        upstream.close();
        server.close();
    }

    private void serverGives(Answer answer) {
        server.on("POST", "/token").answers(answer);
    }

    private static Answer token(int seconds) {
        return Answer.json("{\"access_token\":\"same\",\"token_type\":\"bearer\",\"expires_in\":" + seconds + "}");
    }

    @Test
    void renew_serverGivesTheSameTokenAgain_isNotRepeated() {
        serverGives(token(3600));
        upstream.on("GET", "/x").answers(Answer.of(401));
        for (int i = 0; i < 20; i++) {
            assertThatThrownBy(() -> api.get("/x", Integer.class).get()).isInstanceOf(UnauthorizedException.class);
        }
        assertThat(server.received()).hasSizeLessThanOrEqualTo(2);
    }

    @Test
    void token_serverClockIsYearsOff_expiresAfterItsLifetime() {
        serverGives(token(3600).header("Date", "Fri, 31 Dec 1999 23:59:59 GMT"));
        upstream.on("GET", "/x").answers(Answer.json("1"));
        assertThat(api.get("/x", Integer.class).get()).isEqualTo(1);
        assertThat(api.health().get().credentialExpires())
                .isEqualTo(clock.instant().plus(Duration.ofHours(1)));
        clock.advance(Duration.ofMinutes(58));
        assertThat(api.get("/x", Integer.class).get()).isEqualTo(1);
        assertThat(server.received()).hasSize(1);
    }
}
