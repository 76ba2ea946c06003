// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.testkit.identity;

/** Refuses a request for a token (RFC 6749 5.2). */
final class TokenRefusal extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final String error;

    TokenRefusal(String error, String description) {
        super(description);
        this.error = error;
    }

    String error() {
        return error;
    }

    int status() {
        return error.equals("invalid_client") ? 401 : 400;
    }
}
