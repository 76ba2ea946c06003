// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.internal.operator;

import dev.bracketwire.ConfigurationException;
import dev.bracketwire.ConfigurationException.Problem;
import dev.bracketwire.Secret;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** Seals lines by HMAC-SHA-256, and gives people names that only who has the key can work out. */
public final class AuditSeal {
    /** How long a seal is: 32 bytes in base 64. */
    static final int LENGTH = 43;

    private static final int SHORTEST_KEY = 16;
    private static final int REMEMBERED = 10_000;
    private static final int PSEUDONYM = 9;

    private final SecretKeySpec key;
    private final Map<String, byte[]> pseudonyms = new ConcurrentHashMap<>();

    /** Takes the key as it is now: one trail has one key. */
    public AuditSeal(Secret secret) {
        byte[] bytes = secret.reveal().getBytes(StandardCharsets.UTF_8);
        if (bytes.length < SHORTEST_KEY) {
            throw new ConfigurationException(
                    List.of(new Problem("key", "must have at least " + SHORTEST_KEY + " characters")));
        }
        this.key = new SecretKeySpec(bytes, "HmacSHA256");
    }

    /** The seal of a line that follows one with this seal; both in ASCII. */
    byte[] of(Mac mac, byte[] previous, byte[] line, int from, int to) {
        mac.update(previous);
        mac.update(line, from, to - from);
        return Base64.getUrlEncoder().withoutPadding().encode(mac.doFinal());
    }

    /** What computes seals, for one thread. */
    Mac mac() {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(key);
            return mac;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java platform has HmacSHA256", e);
        }
    }

    /** How somebody is called in the trail, in ASCII. */
    public byte[] pseudonym(String who) {
        byte[] known = pseudonyms.get(who);
        if (known != null) {
            return known;
        }
        byte[] digest = mac().doFinal(("who\n" + who).getBytes(StandardCharsets.UTF_8));
        String name = "u-" + Base64.getUrlEncoder().encodeToString(Arrays.copyOf(digest, PSEUDONYM));
        byte[] made = name.getBytes(StandardCharsets.US_ASCII);
        if (pseudonyms.size() >= REMEMBERED) {
            pseudonyms.clear();
        }
        pseudonyms.put(who, made);
        return made;
    }
}
