// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire;

/** Says that the deadline passed before there was a result. */
public final class DeadlineException extends CallException {
    private static final long serialVersionUID = 1L;

    private final String stage;

    /** Reports the stage the call was in, such as {@code permit} or {@code upstream}. */
    public DeadlineException(Where where, String stage) {
        super(
                where,
                "the deadline passed while waiting for " + stage + ": give the call more time with within(…)",
                null);
        this.stage = stage;
    }

    /** Returns the thing that the call was waiting for. */
    public String stage() {
        return stage;
    }
}
