// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire;

import org.jspecify.annotations.Nullable;

/** Says that the upstream does not have what was asked for (404, 410). */
public final class NotFoundException extends StatusException {
    private static final long serialVersionUID = 1L;

    /** Reports the refusal, with what the upstream says of it. */
    public NotFoundException(Where where, @Nullable String problem) {
        super(where, problem, "not found: check the id, and that this upstream is the one that has it");
    }
}
