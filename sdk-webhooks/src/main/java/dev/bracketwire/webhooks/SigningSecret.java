// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.webhooks;

import dev.bracketwire.webhooks.internal.Ed25519Keys;
import dev.bracketwire.webhooks.internal.HmacKey;
import java.security.MessageDigest;
import java.security.PrivateKey;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Base64;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Signs webhooks as Standard Webhooks 1.0.0 says. A secret of the kind {@code whsec_} signs by HMAC-SHA256, and its receiver
 * needs the same secret. A key of the kind {@code whsk_} signs by Ed25519, and its receiver needs the public key only.
 *
 * <pre>{@code
 * SigningSecret secret = SigningSecret.generate();
 * show(secret.reveal()); // whsec_…, to the receiver, once
 * }</pre>
 *
 * <p>Immutable and safe for several threads. Two are equal if their keys are.
 */
public final class SigningSecret {
    private static final String SYMMETRIC = "whsec_";
    private static final String PRIVATE = "whsk_";
    private static final String PUBLIC = "whpk_";
    private static final int SHORTEST = 24;
    private static final int LONGEST = 75;
    private static final SecureRandom RANDOM = new SecureRandom();

    private final byte[] bytes;
    private final @Nullable HmacKey hmac;
    private final @Nullable PrivateKey signer;

    private SigningSecret(byte[] bytes, @Nullable HmacKey hmac, @Nullable PrivateKey signer) {
        this.bytes = bytes;
        this.hmac = hmac;
        this.signer = signer;
    }

    /** Makes a new secret of 32 random bytes, {@code whsec_…}. All receiver libraries verify its signatures. */
    public static SigningSecret generate() {
        byte[] random = new byte[32];
        RANDOM.nextBytes(random);
        return symmetric(random);
    }

    /** Makes a new Ed25519 key, {@code whsk_…}. Give its receiver the {@link #publicKey()}. */
    public static SigningSecret generateEd25519() {
        byte[] seed = new byte[Ed25519Keys.LENGTH];
        RANDOM.nextBytes(seed);
        return asymmetric(seed);
    }

    /**
     * Reads {@code whsec_} and 24 to 75 bytes in base64, or {@code whsk_} and an Ed25519 key in base64: its seed of 32 bytes,
     * with or without the public key of 32 bytes behind it.
     *
     * @throws IllegalArgumentException if it is neither; the message says why and does not show it
     */
    public static SigningSecret parse(String text) {
        Objects.requireNonNull(text, "text");
        if (text.isBlank()) {
            throw refused("is empty");
        }
        if (text.startsWith("v1,") || text.startsWith("v1a,")) {
            throw refused("is a signature and not a secret");
        }
        if (text.startsWith(PUBLIC)) {
            throw refused("is a public key, which cannot sign: give the one that begins with " + PRIVATE);
        }
        if (text.startsWith(SYMMETRIC)) {
            byte[] key = decoded(text.substring(SYMMETRIC.length()));
            if (key.length < SHORTEST || key.length > LONGEST) {
                throw refused("must hold " + SHORTEST + " to " + LONGEST + " bytes, not " + key.length);
            }
            return symmetric(key);
        }
        if (text.startsWith(PRIVATE)) {
            byte[] key = decoded(text.substring(PRIVATE.length()));
            if (key.length != Ed25519Keys.LENGTH && key.length != 2 * Ed25519Keys.LENGTH) {
                throw refused("must hold 32 or 64 bytes behind " + PRIVATE + ", not " + key.length);
            }
            SigningSecret secret = asymmetric(Arrays.copyOf(key, Ed25519Keys.LENGTH));
            if (key.length != Ed25519Keys.LENGTH && !MessageDigest.isEqual(key, secret.bytes)) {
                throw refused("has a public key that does not belong to its seed");
            }
            return secret;
        }
        throw refused("must begin with " + SYMMETRIC + " or " + PRIVATE);
    }

    private static SigningSecret symmetric(byte[] key) {
        return new SigningSecret(key, HmacKey.of(key), null);
    }

    private static SigningSecret asymmetric(byte[] seed) {
        byte[] both = Arrays.copyOf(seed, 2 * Ed25519Keys.LENGTH);
        System.arraycopy(Ed25519Keys.publicBytes(seed), 0, both, Ed25519Keys.LENGTH, Ed25519Keys.LENGTH);
        return new SigningSecret(both, null, Ed25519Keys.privateKey(seed));
    }

    private static byte[] decoded(String base64) {
        try {
            return Base64.getDecoder().decode(base64);
        } catch (IllegalArgumentException e) {
            throw refused("must have base64 behind its prefix");
        }
    }

    private static IllegalArgumentException refused(String rule) {
        return new IllegalArgumentException("the signing secret " + rule);
    }

    /** Returns the secret itself. Keep it out of logs and messages. */
    public String reveal() {
        return (hmac == null ? PRIVATE : SYMMETRIC) + Base64.getEncoder().encodeToString(bytes);
    }

    /** Returns the public key, {@code whpk_…}; empty if this is no Ed25519 key. */
    public Optional<String> publicKey() {
        if (hmac != null) {
            return Optional.empty();
        }
        byte[] raw = Arrays.copyOfRange(bytes, Ed25519Keys.LENGTH, bytes.length);
        return Optional.of(PUBLIC + Base64.getEncoder().encodeToString(raw));
    }

    /** Signs bytes, which hold id, timestamp and body: {@code v1,…} by HMAC-SHA256 and {@code v1a,…} by Ed25519. */
    public String sign(byte[] content) {
        return hmac != null
                ? "v1," + Base64.getEncoder().encodeToString(hmac.sign(content))
                : "v1a,"
                        + Base64.getEncoder().encodeToString(Ed25519Keys.sign(Objects.requireNonNull(signer), content));
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof SigningSecret secret && MessageDigest.isEqual(bytes, secret.bytes);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(bytes);
    }

    /** Names the kind of the secret and hides its value. */
    @Override
    public String toString() {
        return hmac == null ? "SigningSecret(Ed25519)" : "SigningSecret(HMAC-SHA256)";
    }
}
