// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire;

import org.jspecify.annotations.Nullable;

/** Says that the upstream refused the request for a reason in the request itself (other statuses of the 400s, or a redirect that must not be followed). */
public final class RejectedException extends StatusException {
    private static final long serialVersionUID = 1L;

    /** Reports the refusal, with what the upstream says of it. */
    public RejectedException(Where where, @Nullable String problem) {
        super(where, problem, "the request was refused: repeating it unchanged will not help");
    }
}
