// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.testkit.identity;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.bracketwire.testkit.Answer;
import dev.bracketwire.testkit.FakeUpstream;
import dev.bracketwire.testkit.Received;
import java.net.URI;
import java.time.Duration;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ScheduledExecutorService;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Plays Discord's OAuth 2 endpoints on a loopback port: {@code /oauth2/authorize} is a page with a button for each user,
 * {@code /api/oauth2/token} exchanges a code or a refresh token, and {@code /api/users/@me} shows the account of a token.
 *
 * <p>It refuses as a strict provider does: a code is good once and for a minute, it belongs to its client, its redirect and
 * its PKCE challenge, and a redirect must be registered. It is safe for several threads.
 */
public final class FakeIdentityProvider implements AutoCloseable {
    private final FakeUpstream upstream = FakeUpstream.start();
    private final CodeTable codes;
    private final Map<String, String> users = new LinkedHashMap<>(); // guarded by itself

    private FakeIdentityProvider(Builder options) {
        this.codes = new CodeTable(options);
        upstream.on("GET", "/oauth2/authorize").answers(this::page);
        upstream.on("POST", "/oauth2/authorize").answers(this::decided);
        upstream.on("POST", "/api/oauth2/token").answers(this::token);
        upstream.on("GET", "/api/users/@me").answers(this::account);
    }

    /** Starts one that knows this client, with any redirect on this machine. */
    public static FakeIdentityProvider start(String clientId, String clientSecret) {
        return builder(clientId, clientSecret).start();
    }

    /** Begins the options. */
    public static Builder builder(String clientId, String clientSecret) {
        return new Builder(clientId, clientSecret);
    }

    /** Adds a user, or renames one. */
    public FakeIdentityProvider user(String id, String name) {
        synchronized (users) {
            users.put(id, name);
        }
        return this;
    }

    /** Returns the page to which a browser is sent. */
    public URI authorizeUri() {
        return URI.create(upstream.uri() + "/oauth2/authorize");
    }

    /** Returns the token endpoint. */
    public URI tokenUri() {
        return URI.create(upstream.uri() + "/api/oauth2/token");
    }

    /** Returns the address of the account of a token. */
    public URI userUri() {
        return URI.create(upstream.uri() + "/api/users/@me");
    }

    /** Returns the upstream below, for faults and for the requests that were received. */
    public FakeUpstream upstream() {
        return upstream;
    }

    /**
     * Allows a request as the user would by a click, and returns the address to which the browser goes then.
     *
     * @param authorize the address to which the application sent the browser
     * @throws IllegalArgumentException if the page would show a problem in the place of the users
     */
    public URI approve(URI authorize, String user) {
        return decide(authorize, user);
    }

    /** Refuses a request as the user would by a click, and returns the address to which the browser goes then. */
    public URI deny(URI authorize) {
        return decide(authorize, null);
    }

    private URI decide(URI authorize, @Nullable String user) {
        CodeRequest request = CodeRequest.of(FormText.parse(authorize.getRawQuery()));
        String problem = codes.problem(request);
        if (problem != null) {
            throw new IllegalArgumentException(problem);
        }
        return user == null ? request.denied() : codes.issue(request, known(user));
    }

    /** Makes all access and refresh tokens invalid. */
    public void revokeTokens() {
        codes.revokeTokens();
    }

    private String known(String user) {
        synchronized (users) {
            if (!users.containsKey(user)) {
                throw new IllegalArgumentException("there is no user " + user + ", only " + users.keySet());
            }
            return user;
        }
    }

    private Answer page(Received received) {
        CodeRequest request = CodeRequest.of(FormText.parse(received.rawQuery().orElse("")));
        String problem = codes.problem(request);
        if (problem != null) {
            return html(SignInPage.problem(problem)).status(400);
        }
        synchronized (users) {
            return html(SignInPage.users(request, Map.copyOf(users), users.keySet()));
        }
    }

    private Answer decided(Received received) {
        Map<String, String> form = FormText.parse(received.text());
        CodeRequest request = CodeRequest.of(form);
        String problem = codes.problem(request);
        if (problem != null) {
            return html(SignInPage.problem(problem)).status(400);
        }
        String user = form.get("user");
        if (user == null) {
            return Answer.redirect(302, request.denied().toString());
        }
        synchronized (users) {
            if (!users.containsKey(user)) {
                return html(SignInPage.problem("There is no user " + user + "."))
                        .status(400);
            }
        }
        return Answer.redirect(302, codes.issue(request, user).toString());
    }

    private static Answer html(String text) {
        return Answer.bytes("text/html; charset=utf-8", text.getBytes(java.nio.charset.StandardCharsets.UTF_8))
                .header("Cache-Control", "no-store");
    }

    private Answer token(Received received) {
        try {
            ObjectNode granted = codes.grant(
                    FormText.parse(received.text()),
                    received.header("Authorization").orElse(null));
            return Answer.json(granted.toString()).header("Cache-Control", "no-store");
        } catch (TokenRefusal refusal) {
            return Answer.json(JsonNodeFactory.instance
                            .objectNode()
                            .put("error", refusal.error())
                            .put("error_description", refusal.getMessage())
                            .toString())
                    .status(refusal.status());
        }
    }

    private Answer account(Received received) {
        String header = received.header("Authorization").orElse("");
        String user = header.startsWith("Bearer ") ? codes.userOf(header.substring(7)) : null;
        if (user == null) {
            return Answer.json("{\"message\":\"401: Unauthorized\",\"code\":0}").status(401);
        }
        String name;
        synchronized (users) {
            name = users.getOrDefault(user, "deleted");
        }
        return Answer.json(JsonNodeFactory.instance
                .objectNode()
                .put("id", user)
                .put("username", name.toLowerCase(java.util.Locale.ROOT).replace(' ', '_'))
                .put("discriminator", "0")
                .put("global_name", name)
                .putNull("avatar")
                .toString());
    }

    @Override
    public void close() {
        upstream.close();
    }

    /** Shows where it is. */
    @Override
    public String toString() {
        return "FakeIdentityProvider(" + upstream.uri() + ")";
    }

    /** Options of a provider. */
    public static final class Builder {
        final String clientId;
        final String clientSecret;

        @Nullable
        String redirect;

        Duration codeLifetime = Duration.ofMinutes(1);
        Duration tokenLifetime = Duration.ofDays(7);
        InstantSource clock = InstantSource.system();

        private Builder(String clientId, String clientSecret) {
            this.clientId = Objects.requireNonNull(clientId, "clientId");
            this.clientSecret = Objects.requireNonNull(clientSecret, "clientSecret");
        }

        /** Registers the only redirect that is allowed. Without it any redirect on this machine is. */
        public Builder redirect(URI only) {
            redirect = only.toString();
            return this;
        }

        /** Sets the time for which a code is good, a minute unless set. */
        public Builder codeLifetime(Duration time) {
            codeLifetime = time;
            return this;
        }

        /** Sets the time for which an access token is good, seven days unless set. */
        public Builder tokenLifetime(Duration time) {
            tokenLifetime = time;
            return this;
        }

        /** Takes the time from this clock, such as a {@link dev.bracketwire.testkit.ManualClock}. */
        public <C extends InstantSource & LongSupplier & ScheduledExecutorService> Builder clock(C own) {
            clock = Objects.requireNonNull(own, "own");
            return this;
        }

        /** Starts the provider on a free loopback port. */
        public FakeIdentityProvider start() {
            return new FakeIdentityProvider(this);
        }
    }
}
