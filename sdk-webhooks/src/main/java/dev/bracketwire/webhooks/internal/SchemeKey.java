// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.webhooks.internal;

import dev.bracketwire.Secret;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.PublicKey;
import java.util.Base64;
import java.util.HexFormat;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Verifies signatures by a secret, which may change while the program runs. */
public final class SchemeKey {
    /** Checks whether a signature of bytes is right. */
    @FunctionalInterface
    interface Check {
        boolean verifies(byte[] content, byte[] signature);
    }

    private record Made(String text, Object key) {}

    private final Secret secret;
    private final Function<String, Object> make;
    private volatile @Nullable Made made;

    private SchemeKey(Secret secret, Function<String, Object> make) {
        this.secret = secret;
        this.make = make;
    }

    /** Makes one of HMAC-SHA256, whose secret is used as the bytes of its text. */
    public static SchemeKey hmac(Secret secret) {
        return hmac(secret, "text", false);
    }

    /**
     * Makes one of HMAC.
     *
     * @param encoding how the secret is written: text, base64 or hex
     * @param sha1 whether it is HMAC-SHA1, not HMAC-SHA256
     */
    public static SchemeKey hmac(Secret secret, String encoding, boolean sha1) {
        return new SchemeKey(secret, text -> {
            byte[] bytes = bytes(text, encoding);
            if (bytes.length == 0) {
                throw new IllegalArgumentException("the secret is empty");
            }
            HmacKey key = sha1 ? HmacKey.sha1(bytes) : HmacKey.of(bytes);
            return (Check) (content, signature) -> MessageDigest.isEqual(key.sign(content), signature);
        });
    }

    /** Makes one of an Ed25519 public key in hex. */
    public static SchemeKey ed25519(Secret publicKey) {
        return new SchemeKey(publicKey, text -> {
            byte[] bytes = bytes(text, "hex");
            if (bytes.length != Ed25519Keys.LENGTH) {
                throw new IllegalArgumentException("the public key must be 64 hex digits");
            }
            PublicKey key = Ed25519Keys.publicKey(bytes);
            return (Check) (content, signature) -> Ed25519Keys.verifies(key, content, signature);
        });
    }

    /** Makes one of Standard Webhooks: {@code whsec_…} or {@code whpk_…}. */
    public static SchemeKey standard(Secret secret) {
        return new SchemeKey(secret, VerificationKey::parse);
    }

    private static byte[] bytes(String text, String encoding) {
        try {
            return switch (encoding) {
                case "base64" -> Base64.getDecoder().decode(text);
                case "hex" -> HexFormat.of().parseHex(text);
                default -> text.getBytes(StandardCharsets.UTF_8);
            };
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("the secret must be " + encoding); // without the secret
        }
    }

    /**
     * Reads the secret, and makes the key anew if it has changed.
     *
     * @throws IllegalArgumentException if it is no key; the message does not show it
     */
    private Object key() {
        String text = secret.reveal();
        Made known = made;
        if (known == null || !known.text.equals(text)) {
            known = new Made(text, make.apply(text));
            made = known;
        }
        return known.key;
    }

    /** Checks that there is a key. */
    public void require() {
        key();
    }

    /** Whether the signature of this content is right. */
    boolean verifies(byte[] content, byte[] signature) {
        return ((Check) key()).verifies(content, signature);
    }

    /** Returns the key of Standard Webhooks. */
    VerificationKey standardKey() {
        return (VerificationKey) key();
    }
}
