// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.webhooks.internal;

/** Names whether a signature is right, and why not. */
public enum SignatureVerdict {
    /** It is right and of now. */
    VALID("valid"),
    /** The id, the timestamp or the signature is missing. */
    MISSING_HEADER("a header of the signature is missing"),
    /** One of them stands there more than once. */
    REPEATED_HEADER("a header of the signature stands there more than once"),
    /** The id is empty, has more than 256 characters, a dot, or a character that is not printable ASCII. */
    MALFORMED_ID("the id is malformed"),
    /** The timestamp is no number of seconds, or no date where the sender writes dates. */
    MALFORMED_TIMESTAMP("the timestamp is malformed"),
    /** The timestamp lies too far in the past. */
    TOO_OLD("the timestamp is too old: a repeated request, or the clocks differ"),
    /** The timestamp lies too far in the future. */
    TOO_NEW("the timestamp lies in the future: the clocks differ"),
    /** No signature is of a version that a key verifies. */
    NO_KNOWN_VERSION("the signature is of another kind"),
    /** Signatures are there, and none is right. */
    NO_MATCH("the signature is wrong: another secret, or a body that was changed on its way");

    private final String text;

    SignatureVerdict(String text) {
        this.text = text;
    }

    /** Returns it as a sentence for the operator. */
    public String text() {
        return text;
    }
}
