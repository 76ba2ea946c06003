// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.connector.internal.http;

import dev.bracketwire.ConfigurationException;
import dev.bracketwire.Secret;
import dev.bracketwire.connector.Auth;
import dev.bracketwire.connector.Credential;
import dev.bracketwire.connector.Headers;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** Sends a secret in a header. */
public final class SecretAuth implements Auth {
    private final String header;
    private final Secret secret;
    private final List<String> kind;
    private final UnaryOperator<String> form;
    private volatile @Nullable Made last;

    /**
     * Sends the secret in this header, in the given form.
     *
     * @param kind what tells this principal from others with the same header and secret, such as the user's name
     */
    public SecretAuth(String header, List<String> kind, Secret secret, UnaryOperator<String> form) {
        this.header = Objects.requireNonNull(header, "header");
        this.kind = List.copyOf(kind);
        this.secret = Objects.requireNonNull(secret, "secret");
        this.form = form;
    }

    @Override
    public CompletableFuture<Credential> credential() {
        return made().credential;
    }

    @Override
    public String principal() {
        return made().principal;
    }

    @Override
    public Optional<Instant> issued() {
        return secret.changed();
    }

    private Made made() {
        String value = secret.reveal();
        Made made = last;
        if (made == null || !made.value.equals(value)) {
            made = new Made(value, principal(value), CompletableFuture.completedFuture(make(value)));
            last = made;
        }
        return made;
    }

    private Credential make(String value) {
        try {
            return new Credential(Headers.of(header, form.apply(value)));
        } catch (IllegalArgumentException e) {
            throw new ConfigurationException(List.of(
                    new ConfigurationException.Problem("auth", "the secret cannot be sent: " + e.getMessage())));
        }
    }

    private String principal(String value) {
        List<String> parts = new ArrayList<>(List.of(header.toLowerCase(Locale.ROOT), value));
        parts.addAll(kind);
        return IdentityDigest.of(parts);
    }

    private record Made(String value, String principal, CompletableFuture<Credential> credential) {}
}
