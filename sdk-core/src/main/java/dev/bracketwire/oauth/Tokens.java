// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.oauth;

import dev.bracketwire.Secret;
import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What an authorisation server has given.
 *
 * @param access the token that goes with requests
 * @param refresh the token that gets the next one, null if there is none
 * @param expires when the access token expires, null if the server did not say
 */
public record Tokens(
        Secret access, @Nullable Secret refresh, @Nullable Instant expires) {
    /** Refuses to be without an access token. */
    public Tokens {
        Objects.requireNonNull(access, "access");
    }
}
