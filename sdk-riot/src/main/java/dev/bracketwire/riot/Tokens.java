// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.riot;

import dev.bracketwire.Secret;
import dev.bracketwire.connector.Request;

/** Requests on behalf of who has signed on. */
final class Tokens {
    private Tokens() {}

    static Request bearer(String path, Secret token) {
        return Request.get(path).header("Authorization", "Bearer " + token.reveal());
    }
}
