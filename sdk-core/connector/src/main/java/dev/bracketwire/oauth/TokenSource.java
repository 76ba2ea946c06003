// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.oauth;

import dev.bracketwire.Secret;
import dev.bracketwire.UnauthorizedException;
import dev.bracketwire.connector.Auth;
import dev.bracketwire.connector.Credential;
import dev.bracketwire.connector.Headers;
import dev.bracketwire.internal.run.Futures;
import dev.bracketwire.keys.Tokens;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Hands out one token to all, and gets the next one once for all: behind their backs while the present one holds, else
 * while they wait.
 */
final class TokenSource implements Auth {
    private static final Logger LOG = LoggerFactory.getLogger(OAuth.class);

    // After a failure, or when a new token is refused, asking again at once would be more of the same.
    private static final long PATIENCE = TimeUnit.SECONDS.toNanos(10);

    private final TokenRequests tokenRequests;

    // Guarded by this.
    private @Nullable Held held;
    private boolean refused;
    private @Nullable CompletableFuture<Credential> underWay;
    private @Nullable Throwable failure;
    private long failedAt;

    TokenSource(TokenRequests tokenRequests) {
        this.tokenRequests = tokenRequests;
    }

    @Override
    public String principal() {
        return tokenRequests.principal;
    }

    @Override
    public CompletableFuture<Credential> credential() {
        Held present;
        CompletableFuture<Credential> coming;
        boolean first = false;
        synchronized (this) {
            long now = nanos();
            present = held == null || refused || held.expiresWithin(held.soon, now) ? null : held;
            if (present != null && !present.expiresWithin(present.ahead, now)) {
                return present.future;
            }
            if (underWay == null && (failure == null || now - failedAt >= PATIENCE)) {
                underWay = new CompletableFuture<>();
                first = true;
            }
            coming = underWay != null ? underWay : CompletableFuture.failedFuture(failure);
        }
        if (first) {
            fetch(coming);
        }
        return present == null ? coming : present.future;
    }

    @Override
    public synchronized Optional<Instant> expires() {
        return Optional.ofNullable(held == null ? null : held.expires);
    }

    @Override
    public Optional<Instant> issued() {
        return tokenRequests.tokenEndpoint.secretChanged();
    }

    @Override
    public synchronized Set<String> scopes() {
        return held == null || held.scopes.isEmpty() ? tokenRequests.tokenEndpoint.scopes() : held.scopes;
    }

    /** Whoever is refused a token that has just come would be refused the next as well. */
    @Override
    public synchronized boolean renew(Credential credential) {
        Held present = held;
        if (present == null || refused || !present.credential.equals(credential)) {
            return true;
        }
        refused = nanos() - present.since >= PATIENCE;
        return refused;
    }

    private void fetch(CompletableFuture<Credential> coming) {
        Secret access;
        synchronized (this) {
            access = held == null ? null : held.access;
        }
        CompletableFuture<Tokens> tokens;
        try {
            tokens = tokenRequests.next(access).start().exceptionallyCompose(thrown -> instead(thrown, access));
        } catch (RuntimeException e) {
            tokens = CompletableFuture.failedFuture(e);
        }
        tokens.thenApply(this::hold).whenComplete((given, thrown) -> {
            if (thrown == null) {
                coming.complete(given.credential);
            } else {
                Throwable cause = Futures.cause(thrown);
                failed(cause);
                coming.completeExceptionally(cause);
            }
        });
    }

    // The refresh token may be gone because another process was faster, which has then kept what it got.
    private CompletableFuture<Tokens> instead(Throwable thrown, @Nullable Secret access) {
        return Futures.cause(thrown) instanceof UnauthorizedException refusal
                ? tokenRequests.renewedElsewhere(access, refusal).start()
                : CompletableFuture.failedFuture(thrown);
    }

    /** Uses these tokens from now on, which the server has just given. */
    void take(Tokens tokens) {
        hold(tokens);
    }

    private synchronized Held hold(Tokens tokens) {
        Held next = new Held(tokens, nanos(), tokenRequests.tokenEndpoint.now());
        held = next;
        refused = false;
        failure = null;
        underWay = null;
        return next;
    }

    private synchronized void failed(Throwable cause) {
        failure = cause;
        failedAt = nanos();
        underWay = null;
        LOG.warn("no new token for {}: {}", tokenRequests.principal, cause.toString());
    }

    private long nanos() {
        return tokenRequests.tokenEndpoint.nanos();
    }

    /** A token, and when it was obtained and ends by the clock of nanoseconds. */
    private static final class Held {
        private final Secret access;
        private final Credential credential;
        private final CompletableFuture<Credential> future;
        private final long since;
        private final @Nullable Instant expires;
        private final Set<String> scopes;
        private final @Nullable Duration life;
        private final long ahead;
        private final long soon;

        Held(Tokens tokens, long now, Instant date) {
            this.access = tokens.access();
            this.credential = new Credential(
                    Headers.of("Authorization", "Bearer " + tokens.access().reveal()));
            this.future = CompletableFuture.completedFuture(credential);
            this.since = now;
            this.expires = tokens.expires();
            this.scopes = tokens.scopes();
            this.life = tokens.expires() == null ? null : Duration.between(date, tokens.expires());
            // Less of each where tokens live only for seconds.
            long length = life == null ? Long.MAX_VALUE : life.toNanos();
            this.ahead = Math.min(TimeUnit.MINUTES.toNanos(1), length / 4);
            this.soon = Math.min(TimeUnit.SECONDS.toNanos(10), length / 10);
        }

        boolean expiresWithin(long nanos, long now) {
            return life != null && life.toNanos() - (now - since) <= nanos;
        }
    }
}
