// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire;

/** Says that the work of a {@link CallThreads} call failed with a checked exception, which is the cause. */
public final class WorkException extends CallException {
    private static final long serialVersionUID = 1L;

    WorkException(Where where, Throwable cause) {
        super(where, "failed: " + cause.getClass().getSimpleName(), cause);
    }
}
