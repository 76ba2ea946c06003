// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.oauth;

import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.bracketwire.connector.Auth;
import dev.bracketwire.connector.Connector;
import dev.bracketwire.connector.ConnectorConfig;
import dev.bracketwire.connector.RetryPolicy;
import dev.bracketwire.testkit.Answer;
import dev.bracketwire.testkit.FakeUpstream;
import dev.bracketwire.testkit.ManualClock;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;

/** An authorisation server, an upstream that takes its tokens, and a clock for both sides. */
final class OAuthScene implements AutoCloseable {
    static final String TOKENS = "{\"access_token\":\"a1\",\"refresh_token\":\"r1\",\"expires_in\":3600}";

    final ManualClock clock = ManualClock.create();
    final FakeUpstream server = FakeUpstream.start();
    final FakeUpstream upstream = FakeUpstream.start();
    private final List<OAuth> open = new ArrayList<>();

    OAuth oauth(UnaryOperator<OAuthBuilder> options) {
        OAuth oauth = options.apply(OAuth.builder(URI.create(server.uri() + "/token"), "my client")
                        .authorizeAt(URI.create(server.uri() + "/authorize"))
                        .deviceAt(URI.create(server.uri() + "/device"))
                        .server(config -> config.clock(clock).retry(RetryPolicy.never())))
                .build();
        open.add(oauth);
        return oauth;
    }

    OAuth oauth() {
        return oauth(options -> options);
    }

    /** What the upstream sees of a credential. */
    String seen(Auth auth) {
        upstream.on("GET", "/x").answers(Answer.json("1"));
        try (Connector api = Connector.create(ConnectorConfig.builder("chests", upstream.uri())
                .clock(clock)
                .retry(RetryPolicy.never())
                .auth(auth)
                .build())) {
            api.get("/x", Integer.class).get();
        }
        return upstream.received()
                .get(upstream.received().size() - 1)
                .header("Authorization")
                .orElse("none");
    }

    void serverGives(String json) {
        server.on("POST", "/token").answers(Answer.json(json));
    }

    void serverRefuses(int status, String json) {
        server.on("POST", "/token").answers(Answer.json(json).status(status));
    }

    /** The parameters of a query or a form. */
    static Map<String, String> parameters(String encoded) {
        Map<String, String> parameters = new LinkedHashMap<>();
        for (String pair : encoded.split("&", -1)) {
            String[] parts = pair.split("=", 2);
            parameters.put(parts[0], URLDecoder.decode(parts[1], StandardCharsets.UTF_8));
        }
        return parameters;
    }

    /** The parameters of the last request for a token. */
    Map<String, String> asked() {
        return parameters(server.received().get(server.received().size() - 1).text());
    }

    /** What a call that was started fails with. */
    static Throwable failure(CompletableFuture<?> result) {
        ExecutionException failure =
                catchThrowableOfType(ExecutionException.class, () -> result.get(1, TimeUnit.MINUTES));
        return Objects.requireNonNull(failure.getCause());
    }

    @Override
    public void close() {
        open.forEach(OAuth::close);
        upstream.close();
        server.close();
    }
}
