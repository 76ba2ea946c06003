// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.oauth;

import dev.bracketwire.Secret;
import dev.bracketwire.connector.Auth;
import dev.bracketwire.connector.Connector;
import java.net.URI;
import java.util.Objects;

/**
 * Obtains tokens from an OAuth 2 authorisation server. Any number of threads share one request for a token; it is
 * renewed before it expires, and once after the upstream refused it. Make one for each server and client, and close it
 * after the connectors that use it.
 *
 * <p>What the server answers to a request for a token reaches the calls that wait for it:
 * {@link dev.bracketwire.UnauthorizedException} where it will not give one any more, as after a refresh token was
 * revoked, and the other kinds of {@link dev.bracketwire.CallException} as from any upstream.
 */
public final class OAuth implements AutoCloseable {
    private final OAuthBuilder options;
    private final Connector server;

    OAuth(OAuthBuilder options, Connector server) {
        this.options = options;
        this.server = server;
    }

    /**
     * Collects options.
     *
     * @param tokenEndpoint where tokens are given
     * @param clientId the id this application has there
     */
    public static OAuthBuilder builder(URI tokenEndpoint, String clientId) {
        return new OAuthBuilder(tokenEndpoint, clientId);
    }

    /** A credential of the application itself. Use one for all connectors that may share its token. */
    public Auth clientCredentials() {
        return new TokenSource(new Grants(options, server, "", null));
    }

    /**
     * A credential of a user who has allowed it.
     *
     * @param name who it is; the tokens are kept under this name
     * @param refreshToken what was obtained when the user allowed it. It counts until the server gives another, which is
     *     kept in the {@link TokenStore}
     */
    public Auth user(String name, Secret refreshToken) {
        if (name.isBlank()) {
            throw new IllegalArgumentException("name must say who the user is");
        }
        return new TokenSource(new Grants(options, server, name, Objects.requireNonNull(refreshToken, "refreshToken")));
    }

    /** Ends what is under way; no token is renewed afterwards. */
    @Override
    public void close() {
        server.close();
    }

    /** Names the client and where its tokens come from. */
    @Override
    public String toString() {
        return "OAuth[" + options.clientId + ", " + options.tokenEndpoint + "]";
    }
}
