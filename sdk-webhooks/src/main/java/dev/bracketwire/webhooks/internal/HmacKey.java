// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.webhooks.internal;

import java.security.GeneralSecurityException;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** Authenticates bytes by HMAC-SHA256. */
public final class HmacKey {
    private static final String ALGORITHM = "HmacSHA256";

    // To look for a provider costs more than to authenticate a kilobyte.
    private static final ThreadLocal<Mac> MAC = ThreadLocal.withInitial(HmacKey::mac);

    private final SecretKeySpec key;

    private HmacKey(SecretKeySpec key) {
        this.key = key;
    }

    /** Makes one of these bytes; there must be at least one. */
    public static HmacKey of(byte[] key) {
        return new HmacKey(new SecretKeySpec(key, ALGORITHM));
    }

    /** Returns the 32 bytes that authenticate the content. */
    public byte[] sign(byte[] content) {
        try {
            Mac mac = MAC.get();
            mac.init(key);
            return mac.doFinal(content);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("HMAC refuses a key that it took before", e);
        }
    }

    private static Mac mac() {
        try {
            return Mac.getInstance(ALGORITHM);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this Java has no " + ALGORITHM + ", which every Java must have", e);
        }
    }
}
