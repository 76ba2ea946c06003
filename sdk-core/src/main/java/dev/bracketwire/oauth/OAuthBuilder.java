// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.oauth;

import dev.bracketwire.ConfigurationException;
import dev.bracketwire.ConfigurationException.Problem;
import dev.bracketwire.Secret;
import dev.bracketwire.connector.Auth;
import dev.bracketwire.connector.Connector;
import dev.bracketwire.connector.ConnectorConfig;
import dev.bracketwire.connector.ConnectorConfigBuilder;
import java.net.URI;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** Collects the options of {@link OAuth}. */
public final class OAuthBuilder {
    final URI tokenEndpoint;
    final String clientId;

    @Nullable
    Secret clientSecret;

    boolean secretInBody;
    final Set<String> scopes = new LinkedHashSet<>();
    final Map<String, String> parameters = new LinkedHashMap<>();
    TokenStore store = TokenStore.inMemory();
    private UnaryOperator<ConnectorConfigBuilder> server = config -> config;

    OAuthBuilder(URI tokenEndpoint, String clientId) {
        this.tokenEndpoint = Objects.requireNonNull(tokenEndpoint, "tokenEndpoint");
        this.clientId = Objects.requireNonNull(clientId, "clientId");
    }

    /** Sets the secret of this application; none unless said, as befits one that users hold in their hands. */
    public OAuthBuilder clientSecret(Secret secret) {
        this.clientSecret = Objects.requireNonNull(secret, "secret");
        return this;
    }

    /** Sends the secret in the body, for servers that do not take it as the standard prefers, by basic authentication. */
    public OAuthBuilder secretInBody() {
        this.secretInBody = true;
        return this;
    }

    /** Asks for these scopes; what the server gives by itself unless said. */
    public OAuthBuilder scope(String... names) {
        scopes.addAll(List.of(names));
        return this;
    }

    /** Adds a parameter of the server's own to each request for a token, such as {@code audience}. */
    public OAuthBuilder parameter(String name, String value) {
        parameters.put(Objects.requireNonNull(name, "name"), Objects.requireNonNull(value, "value"));
        return this;
    }

    /** Sets where tokens of users are kept; in memory unless said, which forgets renewed ones at the end. */
    public OAuthBuilder store(TokenStore own) {
        this.store = Objects.requireNonNull(own, "own");
        return this;
    }

    /** Changes how the server is reached: clock, proxy, certificates, timeouts. */
    public OAuthBuilder server(UnaryOperator<ConnectorConfigBuilder> options) {
        this.server = Objects.requireNonNull(options, "options");
        return this;
    }

    /**
     * Makes it; nothing is sent yet.
     *
     * @throws ConfigurationException with every problem found
     */
    public OAuth build() {
        List<Problem> problems = new ArrayList<>();
        if (clientId.isBlank()) {
            problems.add(new Problem("clientId", "must not be blank"));
        }
        if (secretInBody && clientSecret == null) {
            problems.add(new Problem("secretInBody", "needs clientSecret(…)"));
        }
        if (tokenEndpoint.getRawQuery() != null || tokenEndpoint.getRawPath() == null) {
            problems.add(new Problem("tokenEndpoint", "must be an absolute URL without a query"));
        }
        ConnectorConfig config = null;
        try {
            config = server.apply(ConnectorConfig.builder("oauth", tokenEndpoint.resolve("/")))
                    .auth(clientAuth())
                    .build();
        } catch (ConfigurationException e) {
            e.problems()
                    .forEach(problem -> problems.add(new Problem("tokenEndpoint " + problem.path(), problem.rule())));
        }
        if (config == null || !problems.isEmpty()) {
            throw new ConfigurationException(problems);
        }
        return new OAuth(this, Connector.create(config));
    }

    // Set even where there is none: the reply holds a token, so it must come by https all the same.
    private Auth clientAuth() {
        Secret secret = clientSecret;
        if (secret == null || secretInBody) {
            return Auth.none();
        }
        return Auth.basic(Grants.encoded(clientId), Secret.from(() -> Grants.encoded(secret.reveal())));
    }
}
