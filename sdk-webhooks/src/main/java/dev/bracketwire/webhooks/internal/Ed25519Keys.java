// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.webhooks.internal;

import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.Signature;
import java.security.spec.EdECPrivateKeySpec;
import java.security.spec.NamedParameterSpec;
import java.security.spec.X509EncodedKeySpec;
import java.util.Arrays;
import java.util.HexFormat;

/** Makes Ed25519 keys of their raw bytes, signs and verifies. */
public final class Ed25519Keys {
    /** The bytes of a seed and of a public key. */
    public static final int LENGTH = 32;

    private static final String ALGORITHM = "Ed25519";

    /** Stands before the raw bytes of a public key in its encoding (RFC 8410, section 4). */
    private static final byte[] PREFIX = HexFormat.of().parseHex("302a300506032b6570032100");

    private Ed25519Keys() {}

    /** Returns the private key of a seed. */
    public static PrivateKey privateKey(byte[] seed) {
        try {
            return KeyFactory.getInstance(ALGORITHM)
                    .generatePrivate(new EdECPrivateKeySpec(NamedParameterSpec.ED25519, seed));
        } catch (GeneralSecurityException e) {
            throw missing(e);
        }
    }

    /** Returns the public key of a seed. */
    public static byte[] publicBytes(byte[] seed) {
        try {
            // The JDK derives a public key in its generator only, which takes the seed from its source of randomness.
            KeyPairGenerator generator = KeyPairGenerator.getInstance(ALGORITHM);
            generator.initialize(NamedParameterSpec.ED25519, new FixedBytes(seed));
            byte[] encoded = generator.generateKeyPair().getPublic().getEncoded();
            return Arrays.copyOfRange(encoded, PREFIX.length, encoded.length);
        } catch (GeneralSecurityException e) {
            throw missing(e);
        }
    }

    /**
     * Returns the public key of these 32 bytes.
     *
     * @throws IllegalArgumentException if they are no point of the curve
     */
    static PublicKey publicKey(byte[] raw) {
        byte[] encoded = Arrays.copyOf(PREFIX, PREFIX.length + raw.length);
        System.arraycopy(raw, 0, encoded, PREFIX.length, raw.length);
        try {
            return KeyFactory.getInstance(ALGORITHM).generatePublic(new X509EncodedKeySpec(encoded));
        } catch (GeneralSecurityException e) {
            throw new IllegalArgumentException("the public key is none of Ed25519", e);
        }
    }

    /** Signs the content. */
    public static byte[] sign(PrivateKey key, byte[] content) {
        try {
            Signature signature = Signature.getInstance(ALGORITHM);
            signature.initSign(key);
            signature.update(content);
            return signature.sign();
        } catch (GeneralSecurityException e) {
            throw missing(e);
        }
    }

    /** Whether the signature is of this content by the owner of the key. */
    static boolean verifies(PublicKey key, byte[] content, byte[] signed) {
        try {
            Signature signature = Signature.getInstance(ALGORITHM);
            signature.initVerify(key);
            signature.update(content);
            return signature.verify(signed);
        } catch (GeneralSecurityException e) {
            return false; // a signature or key that is malformed
        }
    }

    private static IllegalStateException missing(GeneralSecurityException cause) {
        return new IllegalStateException("this Java has no Ed25519, which Java 15 and later have", cause);
    }

    private static final class FixedBytes extends SecureRandom {
        private static final long serialVersionUID = 1L;

        private final byte[] bytes;

        FixedBytes(byte[] bytes) {
            this.bytes = bytes;
        }

        @Override
        public void nextBytes(byte[] into) {
            if (into.length != bytes.length) {
                throw new IllegalStateException("a seed of " + into.length + " bytes is asked for");
            }
            System.arraycopy(bytes, 0, into, 0, into.length);
        }
    }
}
