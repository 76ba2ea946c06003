// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.webhooks.internal;

import java.net.UnknownHostException;
import java.util.Optional;

/** Says that a destination is refused for its address. It is a failure to resolve, so that HTTP clients pass it on. */
public final class BlockedAddressException extends UnknownHostException {
    private static final long serialVersionUID = 1L;
    private static final int DEEPEST = 10;

    // Short, and without the host: text that may not be shown is replaced together with the type of its failure.
    BlockedAddressException(String reason) {
        super(reason);
    }

    /** Finds it among the causes of a failure. */
    public static Optional<BlockedAddressException> in(Throwable failure) {
        return in(failure, 0);
    }

    private static Optional<BlockedAddressException> in(Throwable failure, int depth) {
        if (failure instanceof BlockedAddressException blocked) {
            return Optional.of(blocked);
        }
        if (depth == DEEPEST) {
            return Optional.empty();
        }
        for (Throwable suppressed : failure.getSuppressed()) {
            Optional<BlockedAddressException> found = in(suppressed, depth + 1);
            if (found.isPresent()) {
                return found;
            }
        }
        Throwable cause = failure.getCause();
        return cause == null ? Optional.empty() : in(cause, depth + 1);
    }
}
