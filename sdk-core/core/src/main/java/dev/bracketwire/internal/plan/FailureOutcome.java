// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.internal.plan;

import dev.bracketwire.CallException;
import dev.bracketwire.ConfigurationException;
import dev.bracketwire.Outcome.Status;
import dev.bracketwire.StoreException;

/** Tells what a failed call says about the change it was to carry out. In doubt, it is unknown. */
public final class FailureOutcome {
    private static final int PRECONDITION_FAILED = 412;

    private FailureOutcome() {}

    /** What became of the change. */
    public static Status status(Throwable failure) {
        if (failure instanceof ConfigurationException) {
            return Status.FAILED;
        }
        if (failure instanceof StoreException store) {
            return store.maybeDone() ? Status.UNKNOWN : Status.FAILED;
        }
        if (!(failure instanceof CallException call) || call.maybeDone()) {
            return Status.UNKNOWN;
        }
        return call.status() == PRECONDITION_FAILED ? Status.STALE : Status.FAILED;
    }

    /** Why, in words. */
    public static String note(Throwable failure) {
        String message = failure.getMessage();
        return message == null ? failure.getClass().getSimpleName() : message;
    }
}
