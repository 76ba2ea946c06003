// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.operator.internal;

import dev.bracketwire.ConfigurationException;
import dev.bracketwire.ConfigurationException.Problem;
import dev.bracketwire.Secret;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
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
    private static final int ID = 8;
    private static final int REMEMBERED = 10_000;
    private static final int PSEUDONYM = 9;

    private final SecretKeySpec key;
    private final String id;
    private final Map<String, byte[]> pseudonyms = new ConcurrentHashMap<>();

    /** Takes the key as it is now. */
    public AuditSeal(Secret secret) {
        byte[] bytes = secret.reveal().getBytes(StandardCharsets.UTF_8);
        if (bytes.length < SHORTEST_KEY) {
            throw new ConfigurationException(
                    List.of(new Problem("key", "must have at least " + SHORTEST_KEY + " characters")));
        }
        this.key = new SecretKeySpec(bytes, "HmacSHA256");
        this.id = base64("key\n").substring(0, ID);
    }

    /** Names the key, and says nothing else about it. */
    String id() {
        return id;
    }

    /** Returns the seal that the first line of a trail follows. */
    String first(String trail) {
        return base64("trail\n" + trail);
    }

    private String base64(String text) {
        byte[] digest = mac().doFinal(text.getBytes(StandardCharsets.UTF_8));
        return Base64.getUrlEncoder().withoutPadding().encodeToString(digest);
    }

    /** Returns the seal of a mark. No line has the same one, since what a line is sealed with begins with a seal. */
    byte[] ofMark(byte[] content) {
        Mac mac = mac();
        mac.update("mark\n".getBytes(StandardCharsets.US_ASCII));
        return Base64.getUrlEncoder().withoutPadding().encode(mac.doFinal(content));
    }

    /** Whether two seals are equal. */
    static boolean equal(byte[] one, byte[] other) {
        return MessageDigest.isEqual(one, other);
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
