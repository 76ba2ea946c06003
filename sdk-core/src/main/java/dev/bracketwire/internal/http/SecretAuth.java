// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.internal.http;

import dev.bracketwire.ConfigurationException;
import dev.bracketwire.Secret;
import dev.bracketwire.connector.Auth;
import dev.bracketwire.connector.Credential;
import dev.bracketwire.connector.Headers;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** Sends a secret in a header. */
public final class SecretAuth implements Auth {
    private final String header;
    private final Secret secret;
    private final UnaryOperator<String> form;
    private volatile @Nullable Made last;

    /** Sends the secret in this header, in the given form. */
    public SecretAuth(String header, Secret secret, UnaryOperator<String> form) {
        this.header = Objects.requireNonNull(header, "header");
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
            made = new Made(value, fingerprint(value), CompletableFuture.completedFuture(make(value)));
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

    // Only the fingerprint goes into cache keys; it cannot be turned back into the secret.
    private static String fingerprint(String value) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(value.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest, 0, 8);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    private record Made(String value, String principal, CompletableFuture<Credential> credential) {}
}
