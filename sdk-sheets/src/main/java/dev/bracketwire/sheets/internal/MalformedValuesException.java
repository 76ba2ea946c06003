// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.sheets.internal;

/** Reports a reply that differs from Google's documentation. The caller adds the call and reports a MalformedReplyException. */
public final class MalformedValuesException extends Exception {
    private static final long serialVersionUID = 1L;

    private final String path;
    private final String expected;
    private final String found;

    MalformedValuesException(String path, String expected, String found) {
        super("the reply" + (path.isEmpty() ? "" : " at " + path) + " should be " + expected + " but " + found);
        this.path = path;
        this.expected = expected;
        this.found = found;
    }

    /** Returns the place in the reply, such as {@code valueRanges[1].range}; empty for the whole. */
    public String path() {
        return path;
    }

    /** Returns the content that belongs there. */
    public String expected() {
        return expected;
    }

    /** Returns the content that is there, in words and without its value. */
    public String found() {
        return found;
    }
}
