// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.connector.internal.fields;

import dev.bracketwire.BracketwireException;

/** Says that a header value breaks RFC 9651. A caller ignores the whole header, as the RFC asks for. */
public final class FieldSyntaxException extends BracketwireException {
    private static final long serialVersionUID = 1L;

    FieldSyntaxException(String message) {
        super(message, null);
    }
}
