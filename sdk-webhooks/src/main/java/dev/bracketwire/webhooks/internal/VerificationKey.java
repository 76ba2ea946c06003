// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.webhooks.internal;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.security.MessageDigest;
import java.security.PublicKey;
import java.util.Base64;

/** Verifies signatures of one version. */
public abstract sealed class VerificationKey {
    /** Returns the version of the signatures, such as {@code v1}. */
    abstract String version();

    /** Makes what compares signatures with the one of this content. */
    abstract ContentCheck check(byte[] content);

    /** Compares signatures with the one of a content. */
    @FunctionalInterface
    interface ContentCheck {
        /** Whether this is the signature, in base64. */
        boolean matches(String signature);
    }

    /**
     * Reads {@code whpk_} and a public key in base64, or a secret in base64 with or without {@code whsec_}.
     *
     * @throws IllegalArgumentException if it is neither; the message does not show it
     */
    public static VerificationKey parse(String text) {
        if (text.startsWith("whpk_")) {
            byte[] raw = decoded(text.substring(5));
            if (raw.length != Ed25519Keys.LENGTH) {
                throw new IllegalArgumentException("the public key must hold 32 bytes, not " + raw.length);
            }
            return new Asymmetric(Ed25519Keys.publicKey(raw));
        }
        if (text.startsWith("whsk_")) {
            throw new IllegalArgumentException("the key is a private one: give the receiver the one of whpk_");
        }
        byte[] secret = decoded(text.startsWith("whsec_") ? text.substring(6) : text);
        if (secret.length < 24 || secret.length > 75) {
            throw new IllegalArgumentException("the secret must hold 24 to 75 bytes, not " + secret.length);
        }
        return new Symmetric(HmacKey.of(secret));
    }

    private static byte[] decoded(String base64) {
        try {
            return Base64.getDecoder().decode(base64);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("the key must be base64 behind its prefix");
        }
    }

    private static final class Symmetric extends VerificationKey {
        private final HmacKey key;

        Symmetric(HmacKey key) {
            this.key = key;
        }

        @Override
        String version() {
            return "v1";
        }

        @Override
        ContentCheck check(byte[] content) {
            byte[] right = Base64.getEncoder().encode(key.sign(content));
            return signature -> MessageDigest.isEqual(right, signature.getBytes(US_ASCII));
        }
    }

    private static final class Asymmetric extends VerificationKey {
        private static final int SIGNATURE = 64;

        private final PublicKey key;

        Asymmetric(PublicKey key) {
            this.key = key;
        }

        @Override
        String version() {
            return "v1a";
        }

        @Override
        ContentCheck check(byte[] content) {
            return signature -> {
                byte[] raw;
                try {
                    raw = Base64.getDecoder().decode(signature);
                } catch (IllegalArgumentException e) {
                    return false;
                }
                return raw.length == SIGNATURE && Ed25519Keys.verifies(key, content, raw);
            };
        }
    }
}
