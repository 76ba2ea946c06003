// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.oauth;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.bracketwire.Call;
import dev.bracketwire.CallThreads;
import dev.bracketwire.Secret;
import dev.bracketwire.WorkRun;
import dev.bracketwire.connector.Auth;
import dev.bracketwire.keys.TokenStore;
import dev.bracketwire.keys.Tokens;
import java.net.URI;
import java.time.Instant;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Obtains tokens from an OAuth 2 authorisation server. Any number of threads share one request for a token; it is
 * renewed before it expires, and once after the upstream refused it. Make one for each server and client, and close it
 * after the connectors that use it.
 *
 * <p>What the server answers to a request for a token reaches the calls that wait for it:
 * {@link dev.bracketwire.UnauthorizedException} where it will not give one any more, as after a refresh token was
 * revoked, and the other kinds of {@link dev.bracketwire.CallException} as from any upstream. An
 * {@link AuthorizationException} says that the user has not allowed it, or must be asked anew.
 *
 * <pre>{@code
 * Authorization asked = oauth.authorization(URI.create("https://cup.example.org/callback"));
 * // send the browser to asked.url(), keep asked in its session; then, with the URL it came back to:
 * Auth ann = oauth.finish("ann", asked, received).get();
 * }</pre>
 */
public final class OAuth implements AutoCloseable {
    private final OAuthBuilder options;
    private final TokenEndpoint tokens;
    private final @Nullable TokenEndpoint devices;
    private final @Nullable CodeFlow codes;
    private final @Nullable IdTokens idTokens;
    private final CallThreads threads;

    // One for each user in use: two with one refresh token would each take it away from the other.
    private final Cache<String, TokenSource> users =
            Caffeine.newBuilder().weakValues().build();

    OAuth(OAuthBuilder options, TokenEndpoint tokens, @Nullable TokenEndpoint devices, @Nullable IdTokens idTokens) {
        this.options = options;
        this.tokens = tokens;
        this.devices = devices;
        this.idTokens = idTokens;
        URI page = options.authorizeEndpoint;
        this.threads = tokens.connector.config().threads("oauth");
        this.codes = page == null ? null : new CodeFlow(options, tokens, page, idTokens);
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
        return new TokenSource(new TokenRequests(options, tokens, null, null));
    }

    /**
     * A credential of an account that proves itself by a signed assertion, such as a service account (RFC 7523, 2.1). The
     * client proves itself as well if it has a secret.
     *
     * @param name the account or the user it acts for; together with the options it tells principals apart, so that two with
     *     different rights must not have the same
     * @param assertion signs one for the time that it is given, once for each token. It must not block for long; what it
     *     throws is the failure of the calls that wait for the token
     */
    public Auth jwtBearer(String name, Function<Instant, String> assertion) {
        Objects.requireNonNull(assertion, "assertion");
        return new TokenSource(TokenRequests.signed(options, tokens, named(name), assertion));
    }

    /**
     * A credential of a user who has allowed it.
     *
     * @param name who it is; the tokens are kept under this name
     * @param refreshToken what was obtained when the user allowed it. It counts until the server gives another, which is
     *     kept in the {@link TokenStore}
     */
    public Auth user(String name, Secret refreshToken) {
        Objects.requireNonNull(refreshToken, "refreshToken");
        return new TokenSource(new TokenRequests(options, tokens, named(name), refreshToken));
    }

    /**
     * A credential of a user who has allowed it before, whose tokens are in the {@link TokenStore}. Where there are none,
     * calls fail with an {@link AuthorizationException} until the user has authorised again; this credential then works.
     */
    public Auth user(String name) {
        return source(named(name));
    }

    /**
     * Begins to ask a user, for an application that serves the redirect itself.
     *
     * @param redirect where the browser comes back to, as registered with the server
     * @throws IllegalStateException without {@link OAuthBuilder#authorizeAt}
     */
    public Authorization authorization(URI redirect) {
        return codes().begin(redirect);
    }

    /**
     * Makes an authorisation anew that was begun elsewhere, with what it was begun with.
     *
     * @throws IllegalStateException without {@link OAuthBuilder#authorizeAt}
     */
    public Authorization authorization(URI redirect, String state, Secret verifier) {
        return codes().begin(redirect, Objects.requireNonNull(state, "state"), verifier);
    }

    /**
     * Finishes: checks what the browser brought back, exchanges the code in it, keeps the tokens under the name, and gives
     * the credential.
     *
     * <p>It fails with an {@link AuthorizationException} if the user said no, if the redirect does not belong to this
     * authorisation, if that was finished before, or if an id token that was asked for is not good
     * ({@link OAuthBuilder#openId}); and as any request for a token does.
     *
     * @param name who the user is, as the application knows it; never something the redirect says
     * @param asked what the user was sent away with
     * @param received the URL the browser came back to, whole or from its path on
     */
    public Call<Auth> finish(String name, Authorization asked, URI received) {
        Objects.requireNonNull(received, "received");
        return kept(named(name), codes().finish(asked, received));
    }

    /**
     * Asks a user who sits at this machine: listens on 127.0.0.1, hands out the URL to send the browser to, waits for it to
     * come back, and goes on as {@link #finish} does. It waits for five minutes unless {@link Call#within} says otherwise,
     * and the port is closed in every case before the call ends. The server must allow {@code http://127.0.0.1/callback}
     * with any port as a redirect (RFC 8252, 7.3).
     *
     * @param name who the user is, as the application knows it
     * @param open prints the URL or opens a browser; called on a thread of this client, and what it throws is the failure
     */
    public Call<Auth> loopback(String name, Consumer<URI> open) {
        Objects.requireNonNull(open, "open");
        return kept(named(name), new LoopbackFlow(codes(), threads).ask(open));
    }

    /**
     * Asks a user who answers on another device: shows a page and a code, and asks the server until the user has entered it
     * or the code has expired. Waiting holds no thread.
     *
     * <p>It fails with an {@link AuthorizationException} if the user said no or did not answer in time.
     *
     * @param name who the user is, as the application knows it
     * @param show shows it; called on a thread of this client, and what it throws is the failure of the call
     * @throws IllegalStateException without {@link OAuthBuilder#deviceAt}
     */
    public Call<Auth> device(String name, Consumer<DeviceCode> show) {
        Objects.requireNonNull(show, "show");
        TokenEndpoint at = devices;
        if (at == null) {
            throw new IllegalStateException("set where device codes are given, with deviceAt(…)");
        }
        return kept(
                named(name),
                at.device()
                        .then(grant ->
                                threads.callAsync(tokens.where().operation(), null, run -> polling(grant, show, run))));
    }

    private CompletableFuture<Tokens> polling(DeviceGrant grant, Consumer<DeviceCode> show, WorkRun run) {
        CompletableFuture<Tokens> done = new CompletableFuture<>();
        run.waitsFor("the user");
        run.onEnd(done::completeExceptionally);
        threads.execute(() -> LoopbackFlow.show(done, () -> show.accept(grant.shown())));
        DevicePolling polling = new DevicePolling(tokens, threads, grant, done);
        polling.begin();
        return done.whenComplete((got, failure) -> polling.close());
    }

    private Call<Auth> kept(String name, Call<Tokens> given) {
        return given.then(got -> options.store.keep(name, got).map(done -> {
            TokenSource source = source(name);
            source.take(got);
            return source;
        }));
    }

    private TokenSource source(String name) {
        return users.get(name, user -> new TokenSource(new TokenRequests(options, tokens, user, null)));
    }

    private CodeFlow codes() {
        if (codes == null) {
            throw new IllegalStateException("set where users are asked, with authorizeAt(…)");
        }
        return codes;
    }

    private static String named(String name) {
        if (name.isBlank()) {
            throw new IllegalArgumentException("name must say who the user is");
        }
        return name;
    }

    /** Ends what is under way; no token is renewed afterwards. */
    @Override
    public void close() {
        threads.close();
        tokens.connector.close();
        if (devices != null) {
            devices.connector.close();
        }
        if (idTokens != null) {
            idTokens.connector.close();
        }
    }

    /** Names the client and where its tokens come from. */
    @Override
    public String toString() {
        return "OAuth[" + options.clientId + ", " + options.tokenEndpoint + "]";
    }
}
