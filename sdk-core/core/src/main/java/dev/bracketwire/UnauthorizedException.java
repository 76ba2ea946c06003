// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire;

import org.jspecify.annotations.Nullable;

/** Says that the upstream did not accept the credential (401), not even a renewed one. */
public final class UnauthorizedException extends StatusException {
    private static final long serialVersionUID = 1L;

    /** Reports the refusal, with what the upstream says of it. */
    public UnauthorizedException(Where where, @Nullable String problem) {
        this(where, problem, "the credential was not accepted: check that it is current and meant for this upstream");
    }

    /** Reports the refusal, with what the upstream says of it and what to do about it. */
    public UnauthorizedException(Where where, @Nullable String problem, String advice) {
        super(where, problem, advice);
    }
}
