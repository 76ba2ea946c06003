// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire;

/**
 * Says that a {@code Cassette} does not hold the reply to a request, or cannot take it. The call is never retried.
 */
public final class CassetteException extends CallException {
    private static final long serialVersionUID = 1L;

    /** Reports what is missing or too much, and what to do. */
    public CassetteException(Where where, String what) {
        super(where, what, null);
    }
}
