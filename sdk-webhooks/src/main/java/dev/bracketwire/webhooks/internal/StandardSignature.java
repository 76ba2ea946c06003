// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.webhooks.internal;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.bracketwire.connector.Headers;
import dev.bracketwire.webhooks.SigningSecret;
import dev.bracketwire.webhooks.internal.VerificationKey.ContentCheck;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Signs and verifies as Standard Webhooks 1.0.0 says: over id, timestamp and body, joined by dots. */
public final class StandardSignature {
    /** How far the clocks of sender and receiver may be apart. */
    public static final Duration TOLERANCE = Duration.ofMinutes(5);

    private static final Pattern ID = Pattern.compile("[!-~&&[^.]]{1,256}");
    private static final Pattern TIMESTAMP = Pattern.compile("[0-9]{1,12}");

    /** More are not looked at: each may cost the work of a signature. */
    private static final int MOST_SIGNATURES = 16;

    private StandardSignature() {}

    /**
     * Signs a message by one secret: {@code v1,…} or {@code v1a,…}.
     *
     * @throws IllegalArgumentException if the id is empty, longer than 256 characters, not printable ASCII, or has a dot
     */
    public static String sign(SigningSecret secret, String id, long epochSeconds, byte[] body) {
        requireId(id);
        return secret.sign(content(id, Long.toString(epochSeconds), body));
    }

    /** Signs a message by all secrets, as the signature header has it. */
    public static String header(List<SigningSecret> secrets, String id, long epochSeconds, byte[] body) {
        requireId(id);
        byte[] content = content(id, Long.toString(epochSeconds), body);
        return secrets.stream().map(secret -> secret.sign(content)).collect(Collectors.joining(" "));
    }

    private static void requireId(String id) {
        if (!ID.matcher(id).matches()) {
            throw new IllegalArgumentException(
                    "id must have 1 to 256 characters of printable ASCII, without blanks and dots");
        }
    }

    /**
     * Verifies a message that has headers {@code webhook-*} or {@code svix-*}.
     *
     * @param keys one is enough; several while a sender changes its key
     * @param now the time of the receiver, in seconds
     * @param tolerance how far the timestamp may be from it, both ways and inclusive
     */
    public static SignatureVerdict verify(
            List<VerificationKey> keys, Headers headers, byte[] body, long now, Duration tolerance) {
        String family = headers.get("webhook-signature") == null ? "svix-" : "webhook-";
        List<String> values = new ArrayList<>(3);
        for (String name : List.of("id", "timestamp", "signature")) {
            List<String> all = headers.all(family + name);
            if (all.size() > 1) {
                return SignatureVerdict.REPEATED_HEADER;
            }
            values.addAll(all);
        }
        if (values.size() < 3) {
            return SignatureVerdict.MISSING_HEADER;
        }
        String id = values.get(0);
        String timestamp = values.get(1);
        if (!ID.matcher(id).matches()) {
            return SignatureVerdict.MALFORMED_ID;
        }
        if (!TIMESTAMP.matcher(timestamp).matches()) {
            return SignatureVerdict.MALFORMED_TIMESTAMP;
        }
        long age = now - Long.parseLong(timestamp);
        if (Math.abs(age) > tolerance.toSeconds()) {
            return age > 0 ? SignatureVerdict.TOO_OLD : SignatureVerdict.TOO_NEW;
        }
        return match(keys, values.get(2), content(id, timestamp, body));
    }

    private static SignatureVerdict match(List<VerificationKey> keys, String signatures, byte[] content) {
        List<KeyCheck> checks =
                keys.stream().map(key -> new KeyCheck(key, content)).toList();
        boolean known = false;
        int from = 0;
        for (int number = 0; number < MOST_SIGNATURES && from < signatures.length(); number++) {
            int blank = signatures.indexOf(' ', from);
            int end = blank < 0 ? signatures.length() : blank;
            int comma = signatures.indexOf(',', from);
            if (comma >= 0 && comma < end) {
                String version = signatures.substring(from, comma);
                String signature = signatures.substring(comma + 1, end);
                for (KeyCheck check : checks) {
                    if (check.key.version().equals(version)) {
                        known = true;
                        if (check.matches(signature)) {
                            return SignatureVerdict.VALID;
                        }
                    }
                }
            }
            from = end + 1;
        }
        return known ? SignatureVerdict.NO_MATCH : SignatureVerdict.NO_KNOWN_VERSION;
    }

    private static byte[] content(String id, String timestamp, byte[] body) {
        byte[] head = (id + "." + timestamp + ".").getBytes(US_ASCII);
        byte[] content = Arrays.copyOf(head, head.length + body.length);
        System.arraycopy(body, 0, content, head.length, body.length);
        return content;
    }

    /** Checks signatures of one content by one key; what they have in common is worked out once. */
    private static final class KeyCheck {
        private final VerificationKey key;
        private final byte[] content;
        private @Nullable ContentCheck check;

        KeyCheck(VerificationKey key, byte[] content) {
            this.key = key;
            this.content = content;
        }

        boolean matches(String signature) {
            if (check == null) {
                check = key.check(content);
            }
            return check.matches(signature);
        }
    }
}
