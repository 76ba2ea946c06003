// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire;

/** Says that the caller gave the call up: its future was cancelled, or its thread interrupted. */
public final class CancelledException extends CallException {
    private static final long serialVersionUID = 1L;

    /** Reports who gave up. */
    public CancelledException(Where where, String what) {
        super(where, what, null);
    }

    /** Reports who gave up a call that is made of several. */
    public CancelledException(String what) {
        super(new Where("bracketwire", "call", 0, null, 0, true), what, null);
    }
}
