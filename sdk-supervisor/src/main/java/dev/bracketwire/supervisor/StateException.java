// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.supervisor;

import dev.bracketwire.BracketwireException;
import org.jspecify.annotations.Nullable;

/** Says that the state directory cannot be used: it is locked by another supervisor, unsafe, or not writable. */
public final class StateException extends BracketwireException {
    private static final long serialVersionUID = 1L;

    /** Reports what is wrong with it. */
    public StateException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
