// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Says that the upstream cannot answer now, or that we do not ask it because it could not. */
public final class UnavailableException extends CallException {
    private static final long serialVersionUID = 1L;

    private final Reason reason;
    private final @Nullable Instant retryAt;

    /**
     * Reports why.
     *
     * @param retryAt when a new call makes sense, if that is known
     */
    public UnavailableException(Where where, Reason reason, @Nullable Instant retryAt) {
        this(where, reason, retryAt, null);
    }

    /**
     * Reports why, with what the upstream says.
     *
     * @param retryAt when a new call makes sense, if that is known
     * @param problem what the upstream says is wrong, if it does
     */
    public UnavailableException(Where where, Reason reason, @Nullable Instant retryAt, @Nullable String problem) {
        super(
                where,
                (where.status() == 0 ? "" : where.status() + ", ")
                        + reason.text
                        + (problem == null ? "" : "; it says: " + problem)
                        + (retryAt == null ? "" : "; possible again at " + retryAt),
                null);
        this.reason = reason;
        this.retryAt = retryAt;
    }

    /** Why the call could not be answered. */
    public Reason reason() {
        return reason;
    }

    /** When a new call makes sense, if that is known. */
    public @Nullable Instant retryAt() {
        return retryAt;
    }

    /** Why a call could not be answered. */
    public enum Reason {
        /** The upstream answered with a status of the 500s, and retries did not help or were not safe. */
        UPSTREAM("the upstream failed; a request whose method is not safe may have been carried out"),
        /** The breaker is open: too many recent calls to this host failed, so this one was not sent. */
        BREAKER("not sent, because too many recent calls to this host failed"),
        /** The retry budget of the host is spent, so the failed attempt was not repeated. */
        BUDGET("failed and not repeated, because the retry budget of this host is spent"),
        /** Too many calls of this connector wait already, so this one was not queued. */
        QUEUE("not sent, because too many calls of this connector wait already: start fewer at once"),
        /** The executor given to the connector is full or shut down, so the attempt was not sent. */
        EXECUTOR("not sent, because the executor of this connector takes no more tasks: give it more room, and shut it"
                + " down after the connector");

        private final String text;

        Reason(String text) {
            this.text = text;
        }
    }
}
