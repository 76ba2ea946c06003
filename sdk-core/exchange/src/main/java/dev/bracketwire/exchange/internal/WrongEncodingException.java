// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.exchange.internal;

import java.io.IOException;

/** Tells a parser that a byte is not of the encoding. */
final class WrongEncodingException extends IOException {
    private static final long serialVersionUID = 1L;

    WrongEncodingException(String message) {
        super(message);
    }
}
