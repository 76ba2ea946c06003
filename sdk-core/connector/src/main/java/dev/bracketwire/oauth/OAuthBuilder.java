// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.oauth;

import dev.bracketwire.ConfigurationException;
import dev.bracketwire.ConfigurationException.Problem;
import dev.bracketwire.Secret;
import dev.bracketwire.connector.Auth;
import dev.bracketwire.connector.Connector;
import dev.bracketwire.connector.ConnectorConfig;
import dev.bracketwire.connector.ConnectorConfigBuilder;
import dev.bracketwire.keys.TokenStore;
import java.net.URI;
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

    @Nullable
    URI authorizeEndpoint;

    @Nullable
    URI deviceEndpoint;

    @Nullable
    String issuer;

    @Nullable
    URI keysEndpoint;

    private String tokenIssuer = "";
    boolean secretInBody;
    boolean reusableRefreshTokens;
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

    /** Sets the page where users allow what this application asks for; it may have a query of its own. */
    public OAuthBuilder authorizeAt(URI page) {
        this.authorizeEndpoint = Objects.requireNonNull(page, "page");
        return this;
    }

    /** Sets where codes are given that users type in on another device (RFC 8628). */
    public OAuthBuilder deviceAt(URI endpoint) {
        this.deviceEndpoint = Objects.requireNonNull(endpoint, "endpoint");
        return this;
    }

    /**
     * Sets what the server calls itself in the browser's redirect ({@code iss}, RFC 9207), for servers that do: a redirect
     * without it, or with another, is refused. It keeps the codes of several servers apart.
     */
    public OAuthBuilder issuer(String name) {
        this.issuer = Objects.requireNonNull(name, "name");
        return this;
    }

    /**
     * Checks who has allowed it, for servers of OpenID Connect: asks for the scope {@code openid}, and refuses what a browser
     * brought back unless an id token comes with the tokens that one of the server's keys has signed, for this client, and that
     * has not expired.
     *
     * @param keys where the server's keys are, such as {@code https://auth.example.org/jwks.json}
     * @param issuerOfTokens what the server calls itself in them ({@code iss})
     */
    public OAuthBuilder openId(URI keys, String issuerOfTokens) {
        this.keysEndpoint = Objects.requireNonNull(keys, "keys");
        this.tokenIssuer = Objects.requireNonNull(issuerOfTokens, "issuerOfTokens");
        return scope("openid");
    }

    /** Sends the secret in the body, for servers that do not take it as the standard prefers, by basic authentication. */
    public OAuthBuilder secretInBody() {
        this.secretInBody = true;
        return this;
    }

    /**
     * Sends a refresh again whose answer was lost or an error of the server, for servers that never replace a refresh token
     * by its use, such as Google's. Elsewhere the second use of one may end the user's permission.
     */
    public OAuthBuilder reusableRefreshTokens() {
        this.reusableRefreshTokens = true;
        return this;
    }

    /** Asks for these scopes; what the server gives by itself unless said. */
    public OAuthBuilder scope(String... names) {
        scopes.addAll(List.of(names));
        return this;
    }

    /** Adds a parameter of the server's own to each request and to the page for users, such as {@code audience}. */
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
        List<Problem> problems = new OptionChecks(this).problems();
        URI deviceAt = deviceEndpoint;
        ConnectorConfig tokens = config(tokenEndpoint, "tokenEndpoint", clientAuth(), problems);
        boolean apart = deviceAt != null && !deviceAt.resolve("/").equals(tokenEndpoint.resolve("/"));
        ConnectorConfig devices =
                deviceAt != null && apart ? config(deviceAt, "deviceAt", clientAuth(), problems) : tokens;
        URI keysAt = keysEndpoint;
        // The keys are for all, and our secret is not for whoever has them.
        ConnectorConfig keys = keysAt == null ? tokens : config(keysAt, "openId", Auth.none(), problems);
        if (tokens == null || devices == null || keys == null || !problems.isEmpty()) {
            throw new ConfigurationException(problems);
        }
        Connector connector = Connector.create(tokens);
        return new OAuth(
                this,
                new TokenEndpoint(this, connector, tokenEndpoint),
                deviceAt == null
                        ? null
                        : new TokenEndpoint(this, apart ? Connector.create(devices) : connector, deviceAt),
                keysAt == null ? null : new IdTokens(Connector.create(keys), keysAt, tokenIssuer, clientId));
    }

    private @Nullable ConnectorConfig config(URI endpoint, String path, Auth auth, List<Problem> problems) {
        try {
            return server.apply(ConnectorConfig.builder("oauth", endpoint.resolve("/")))
                    .auth(auth)
                    .build();
        } catch (ConfigurationException e) {
            e.problems().forEach(problem -> problems.add(new Problem(path + " " + problem.path(), problem.rule())));
            return null;
        }
    }

    // Set even where there is none: the reply holds a token, so it must come by https all the same.
    private Auth clientAuth() {
        Secret secret = clientSecret;
        if (secret == null || secretInBody) {
            return Auth.none();
        }
        return Auth.basic(TokenEndpoint.encoded(clientId), Secret.from(() -> TokenEndpoint.encoded(secret.reveal())));
    }
}
