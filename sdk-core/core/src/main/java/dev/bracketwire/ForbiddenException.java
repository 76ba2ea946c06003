// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire;

import org.jspecify.annotations.Nullable;

/** Says that the credential does not allow this (403). */
public final class ForbiddenException extends StatusException {
    private static final long serialVersionUID = 1L;

    /** Reports the refusal, with what the upstream says of it. */
    public ForbiddenException(Where where, @Nullable String problem) {
        super(where, problem, "the credential does not allow this: check its scopes and the rights of its owner");
    }
}
