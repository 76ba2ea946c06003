// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.webhooks.internal;

/** Names whether a signature is right, and why not. */
public enum SignatureVerdict {
    /** It is right and of now. */
    VALID,
    /** The id, the timestamp or the signature is missing. */
    MISSING_HEADER,
    /** One of them stands there more than once. */
    REPEATED_HEADER,
    /** The id is empty, has more than 256 characters, a dot, or a character that is not printable ASCII. */
    MALFORMED_ID,
    /** The timestamp is no number of seconds. */
    MALFORMED_TIMESTAMP,
    /** The timestamp lies too far in the past. */
    TOO_OLD,
    /** The timestamp lies too far in the future. */
    TOO_NEW,
    /** No signature is of a version that a key verifies. */
    NO_KNOWN_VERSION,
    /** Signatures are there, and none is right. */
    NO_MATCH
}
