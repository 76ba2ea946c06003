// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire;

import org.jspecify.annotations.Nullable;

/** Says that no complete answer came: no connection, a broken one, or none in time. */
public final class TransportException extends CallException {
    private static final long serialVersionUID = 1L;

    /** Reports what broke. */
    public TransportException(Where where, String what, @Nullable Throwable cause) {
        super(
                where,
                what
                        + (where.maybeDone()
                                ? "; the request may have been carried out"
                                : "; the request was not carried out"),
                cause);
    }
}
