// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire;

import org.jspecify.annotations.Nullable;

/** Says that the upstream's state is not the one the request expects (409, 412): read again, then decide. */
public final class ConflictException extends StatusException {
    private static final long serialVersionUID = 1L;

    /** Reports the refusal, with what the upstream says of it. */
    public ConflictException(Where where, @Nullable String problem) {
        super(where, problem, "the upstream has another state than the request expects: read it again, then decide");
    }
}
