// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.webhooks.internal;

import java.security.GeneralSecurityException;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** Authenticates bytes by HMAC-SHA256, or by HMAC-SHA1 for senders that use nothing better. */
public final class HmacKey {
    private static final String SHA256 = "HmacSHA256";
    private static final String SHA1 = "HmacSHA1";

    // To look for a provider costs more than to authenticate a kilobyte.
    private static final ThreadLocal<Mac> MAC = ThreadLocal.withInitial(() -> mac(SHA256));

    private final SecretKeySpec key;

    private HmacKey(SecretKeySpec key) {
        this.key = key;
    }

    /** Makes one of these bytes; there must be at least one. */
    public static HmacKey of(byte[] key) {
        return new HmacKey(new SecretKeySpec(key, SHA256));
    }

    /** Makes one of HMAC-SHA1. */
    static HmacKey sha1(byte[] key) {
        return new HmacKey(new SecretKeySpec(key, SHA1));
    }

    /** Returns the bytes that authenticate the content: 32, or 20 of HMAC-SHA1. */
    public byte[] sign(byte[] content) {
        try {
            Mac mac = key.getAlgorithm().equals(SHA256) ? MAC.get() : mac(SHA1);
            mac.init(key);
            return mac.doFinal(content);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("HMAC refuses a key that it took before", e);
        }
    }

    private static Mac mac(String algorithm) {
        try {
            return Mac.getInstance(algorithm);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this Java has no " + algorithm + ", which every Java must have", e);
        }
    }
}
