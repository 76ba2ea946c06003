// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.exchange.internal;

import java.io.IOException;

/** Ends a parser that would read one row for ever. */
final class TooLargeException extends IOException {
    private static final long serialVersionUID = 1L;

    TooLargeException(long cap) {
        super("one row takes more than " + cap + " bytes; if that is right, raise the format's limit");
    }
}
