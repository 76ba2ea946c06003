// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.oauth;

import dev.bracketwire.CallThreads;
import dev.bracketwire.DeadlineException;
import dev.bracketwire.RateLimitedException;
import dev.bracketwire.TransportException;
import dev.bracketwire.UnavailableException;
import dev.bracketwire.internal.run.Futures;
import dev.bracketwire.keys.Tokens;
import dev.bracketwire.oauth.AuthorizationException.Reason;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;

/** Asks again and again whether the user has answered, as slowly as the server wants it (RFC 8628, 3.4 and 3.5). */
final class DevicePolling implements AutoCloseable {
    private static final Duration SLOWER = Duration.ofSeconds(5);
    private static final Duration SLOWEST = Duration.ofMinutes(2);

    private final TokenEndpoint tokens;
    private final CallThreads threads;
    private final DeviceGrant grant;
    private final CompletableFuture<Tokens> done;
    private final long since;
    private Duration interval;
    private volatile @Nullable Future<?> underWay;

    DevicePolling(TokenEndpoint tokens, CallThreads threads, DeviceGrant grant, CompletableFuture<Tokens> done) {
        this.tokens = tokens;
        this.threads = threads;
        this.grant = grant;
        this.done = done;
        this.since = tokens.nanos();
        this.interval = grant.interval();
    }

    /** Waits for the next time to ask; at the latest, until the code has expired. */
    void plan(Duration pause) {
        Duration left = grant.life().minusNanos(tokens.nanos() - since);
        underWay = threads.after(left.compareTo(pause) < 0 ? left : pause, this::ask);
        giveUpIfDone();
    }

    void begin() {
        plan(interval);
    }

    private void ask() {
        if (tokens.nanos() - since >= grant.life().toNanos()) {
            done.completeExceptionally(failure(Reason.EXPIRED, null));
            return;
        }
        TokenForm tokenForm = tokens.identified(tokens.grant("urn:ietf:params:oauth:grant-type:device_code"))
                .secret("device_code", grant.deviceCode());
        CompletableFuture<TokenReply> asking = tokens.ask(tokenForm, false).start();
        underWay = asking;
        asking.whenComplete((reply, thrown) -> {
            try {
                if (thrown == null) {
                    judge(reply);
                } else {
                    judge(Futures.cause(thrown));
                }
            } catch (RuntimeException e) {
                done.completeExceptionally(e);
            }
        });
        giveUpIfDone();
    }

    private void judge(TokenReply reply) {
        String error = reply.error();
        if (error == null && reply.where.status() < 300) {
            done.complete(reply.tokens());
        } else if ("authorization_pending".equals(error)) {
            plan(interval);
        } else if ("slow_down".equals(error)) {
            interval = interval.plus(SLOWER);
            plan(interval);
        } else if ("access_denied".equals(error)) {
            done.completeExceptionally(failure(Reason.DENIED, reply.problem()));
        } else if ("expired_token".equals(error)) {
            done.completeExceptionally(failure(Reason.EXPIRED, null));
        } else {
            judge(reply.refused());
        }
    }

    private void judge(Throwable failure) {
        boolean passing = failure instanceof TransportException
                || failure instanceof DeadlineException
                || failure instanceof UnavailableException
                || failure instanceof RateLimitedException;
        if (!passing || done.isDone()) {
            done.completeExceptionally(failure);
            return;
        }
        Duration doubled = interval.multipliedBy(2);
        interval = doubled.compareTo(SLOWEST) < 0 ? doubled : interval.compareTo(SLOWEST) < 0 ? SLOWEST : interval;
        plan(interval);
    }

    private AuthorizationException failure(Reason reason, @Nullable String problem) {
        return new AuthorizationException(tokens.where().operation(), reason, problem);
    }

    // What began after the end must not go on.
    private void giveUpIfDone() {
        if (done.isDone()) {
            close();
        }
    }

    @Override
    public void close() {
        Future<?> step = underWay;
        if (step != null) {
            step.cancel(false);
        }
    }
}
