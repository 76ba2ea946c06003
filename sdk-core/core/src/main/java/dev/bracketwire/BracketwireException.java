// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire;

import org.jspecify.annotations.Nullable;

/**
 * Is the root of everything this SDK throws on purpose; programmer errors stay {@link IllegalArgumentException},
 * {@link IllegalStateException} and {@link NullPointerException}.
 *
 * <p>A message says what happened, where, and what to do. It never holds a secret, a query value, or a body.
 */
public abstract class BracketwireException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** For the kinds in this package and in the modules built on it. */
    protected BracketwireException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
