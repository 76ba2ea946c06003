// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.connector;

import java.util.Objects;

/**
 * What is added to one attempt.
 *
 * @param headers the header lines to send, to the configured origin and to no other
 */
public record Credential(Headers headers) {
    /** No credential. */
    public static final Credential NONE = new Credential(Headers.none());

    /** Refuses null. */
    public Credential {
        Objects.requireNonNull(headers, "headers");
    }

    /** Names the headers, never their values. */
    @Override
    public String toString() {
        return "Credential[" + headers + "]";
    }
}
