// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.keys;

import dev.bracketwire.Secret;
import java.time.Instant;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What an authorisation server has given.
 *
 * @param access the token that goes with requests
 * @param refresh the token that gets the next one, null if there is none
 * @param expires when the access token expires, null if the server did not say
 * @param scopes what it is allowed, empty if the server did not say: then what was asked for
 */
public record Tokens(
        Secret access, @Nullable Secret refresh, @Nullable Instant expires, Set<String> scopes) {
    /** Refuses to be without an access token. */
    public Tokens {
        Objects.requireNonNull(access, "access");
        scopes = Set.copyOf(scopes);
    }

    /** Tokens of which the server did not say what they are allowed. */
    public Tokens(Secret access, @Nullable Secret refresh, @Nullable Instant expires) {
        this(access, refresh, expires, Set.of());
    }
}
