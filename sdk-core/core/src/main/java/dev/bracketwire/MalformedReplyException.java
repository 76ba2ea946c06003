// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire;

/** Says that the upstream's reply is not what its type promises. Holds the place and never the value. */
public final class MalformedReplyException extends CallException {
    private static final long serialVersionUID = 1L;

    private final String path;
    private final String expected;

    /**
     * Reports the place.
     *
     * @param path where in the reply, such as {@code players[3].id}; empty for the whole
     * @param expected what should stand there
     * @param found what stands there instead, in words and without its value
     */
    public MalformedReplyException(Where where, String path, String expected, String found) {
        super(
                where,
                "the reply" + (path.isEmpty() ? "" : " at " + path) + " should be " + expected + " but " + found,
                null);
        this.path = path;
        this.expected = expected;
    }

    /** Where in the reply, empty for the whole. */
    public String path() {
        return path;
    }

    /** Returns the type that was expected there. */
    public String expected() {
        return expected;
    }
}
