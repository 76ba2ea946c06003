// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.connector;

import dev.bracketwire.Secret;
import dev.bracketwire.connector.health.Health;
import dev.bracketwire.connector.internal.http.NoAuth;
import dev.bracketwire.connector.internal.http.SecretAuth;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;

/**
 * Gives a call its credential. It is asked before each attempt, so that a key that was rotated or a token that was
 * renewed is in use with the next one.
 *
 * <pre>{@code
 * ConnectorConfig.builder("chests", uri).auth(Auth.bearer(Secret.env("CHESTS_TOKEN"))).build();
 * }</pre>
 */
public interface Auth {
    /** Gives the credential as it is now. It must not block; a token that must be fetched completes the future later. */
    CompletableFuture<Credential> credential();

    /**
     * Says on whose behalf calls are made, without the secret and without fetching anything. Cached replies and the budgets
     * of limits are kept apart by it, so two credentials with different rights must not give the same text.
     */
    String principal();

    /**
     * Hears that the upstream answered 401 to this credential, and says whether it is worth asking for another: the
     * attempt is then repeated once.
     */
    default boolean renew(Credential refused) {
        return false;
    }

    /** Says when the credential that is in use expires, if it does and that is known; for {@link Health}. */
    default Optional<Instant> expires() {
        return Optional.empty();
    }

    /** Says since when the secret behind it is in use, if that is known; for {@link ConnectorRegistry#checklist}. */
    default Optional<Instant> issued() {
        return Optional.empty();
    }

    /** Says what its credential is allowed, as far as that is known; for {@link ConnectorRegistry#checklist}. */
    default Set<String> scopes() {
        return Set.of();
    }

    /** Sends none. */
    static Auth none() {
        return NoAuth.INSTANCE;
    }

    /** Sends {@code Authorization: Bearer …}. */
    static Auth bearer(Secret token) {
        return scheme("Bearer", token);
    }

    /** Sends {@code Authorization} with a scheme of the upstream's own, such as Discord's {@code Bot}. */
    static Auth scheme(String scheme, Secret token) {
        return new SecretAuth("Authorization", List.of(scheme), token, value -> scheme + " " + value);
    }

    /** Sends the key in a header of the upstream's own, such as {@code X-Riot-Token}. */
    static Auth header(String name, Secret key) {
        return new SecretAuth(name, List.of(), key, value -> value);
    }

    /** Sends user and password by HTTP basic authentication. */
    static Auth basic(String user, Secret password) {
        Objects.requireNonNull(user, "user");
        return new SecretAuth(
                "Authorization",
                List.of("Basic", user),
                password,
                value -> "Basic "
                        + Base64.getEncoder().encodeToString((user + ":" + value).getBytes(StandardCharsets.UTF_8)));
    }
}
