// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.connector.internal.http;

import java.io.IOException;

/** Says that a body has more bytes than may be held in memory. */
public final class BodyTooLargeException extends IOException {
    private static final long serialVersionUID = 1L;

    /** Says how many. */
    public BodyTooLargeException(long cap) {
        super("more than " + cap + " bytes");
    }
}
