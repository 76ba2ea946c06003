// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire;

import org.jspecify.annotations.Nullable;

/** Says that no complete answer came: no connection, a broken one, or none in time. */
public final class TransportException extends CallException {
    private static final long serialVersionUID = 1L;

    private final Sent sent;

    /** Reports what broke, and whether the request may have reached the upstream. */
    public TransportException(Where where, String what, Sent sent, @Nullable Throwable cause) {
        super(
                where,
                what + (sent == Sent.NO ? "; the request was not sent" : "; the request may have been carried out"),
                cause);
        this.sent = sent;
    }

    /** Whether the request may have reached the upstream. */
    public Sent sent() {
        return sent;
    }

    /** Whether a request may have reached the upstream. */
    public enum Sent {
        /** Not a byte of it left. */
        NO,
        /** It left in part or whole; the upstream may have acted on it. */
        MAYBE
    }
}
