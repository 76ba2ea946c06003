// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.webhooks.internal;

import dev.bracketwire.connector.Headers;
import dev.bracketwire.webhooks.http.WebReply;
import dev.bracketwire.webhooks.http.WebRequest;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Verifies the requests of one sender and reads their events.
 *
 * @param kind how the sender writes id and type; null if the names below say it
 * @param rules how it signs; null for Standard Webhooks
 * @param keys one is enough; several while the sender changes its secret
 * @param tolerance how far the clocks may be apart, for Standard Webhooks
 * @param names where id and type are, if there is no kind
 */
public record RequestVerifier(
        @Nullable SenderKind kind,
        @Nullable SchemeRules rules,
        List<SchemeKey> keys,
        Duration tolerance,
        FieldNames names) {
    private static final int LONGEST_ID = 128;
    private static final int LONGEST_TYPE = 128;
    private static final int LONGEST_TOKEN = 256;

    /**
     * Names the headers or the fields of the body that hold the id and the type; empty if there are none.
     *
     * @param idHeader the header of the id
     * @param idField the field of the id
     * @param typeHeader the header of the type
     * @param typeField the field of the type
     */
    public record FieldNames(String idHeader, String idField, String typeHeader, String typeField) {
        /** Is used by the kinds that know their own. */
        public static final FieldNames NONE = new FieldNames("", "", "", "");
    }

    /**
     * Is the event of a request.
     *
     * @param id the sender's id, or a hash of the signed bytes
     * @param type the type, as words joined by dots
     */
    public record Facts(String id, String type) {}

    /** Checks that there is a key. */
    public void require() {
        keys.forEach(SchemeKey::require);
    }

    /** Verifies the signature of a request. */
    public SignatureVerdict verify(WebRequest request, byte[] body, Instant now) {
        SchemeRules own = rules;
        return own == null
                ? StandardSignature.verify(
                        keys.stream().map(SchemeKey::standardKey).toList(),
                        request.headers(),
                        body,
                        now.getEpochSecond(),
                        tolerance)
                : own.verify(keys, request, body, now);
    }

    /**
     * Reads the fields of a body. A sender that is described by settings may send other text, which has none.
     *
     * @throws IOException if it cannot be read as JSON or a form; the message does not show it
     */
    public BodyFields fields(Headers headers, byte[] body) throws IOException {
        try {
            return BodyFields.read(headers, body);
        } catch (IOException e) {
            if (kind == null && names.idField.isEmpty() && names.typeField.isEmpty()) {
                return BodyFields.NONE;
            }
            throw e;
        }
    }

    /** Returns the token by which Notion verifies an endpoint that has none yet; empty if the request is another one. */
    public String verificationToken(Headers headers, byte[] body) {
        if (kind != SenderKind.NOTION || !keys.isEmpty()) {
            return "";
        }
        try {
            String token = BodyFields.read(headers, body).text("verification_token");
            return token.length() <= LONGEST_TOKEN && token.chars().allMatch(c -> c > ' ' && c < 0x7f) ? token : "";
        } catch (IOException e) {
            return "";
        }
    }

    /** Returns the reply to a verified request that only checks the endpoint; null if it is an event. */
    public @Nullable WebReply handshake(Headers headers, BodyFields fields) {
        return kind == null ? null : kind.handshake(headers, fields);
    }

    /** Returns the reply to an event of this type. */
    public WebReply reply(String type) {
        return kind == null ? WebReply.of(200) : kind.reply(type);
    }

    /** Reads id and type of a verified request. */
    public Facts facts(Headers headers, BodyFields fields, byte[] body) {
        String id = kind == null ? named(headers, fields, names.idHeader, names.idField) : kind.id(headers, fields);
        String type =
                kind == null ? named(headers, fields, names.typeHeader, names.typeField) : kind.type(headers, fields);
        return new Facts(isPlain(id) ? id : "sha256-" + hash(headers, id, body), words(type));
    }

    private static String named(Headers headers, BodyFields fields, String header, String field) {
        String value = header.isEmpty() ? null : headers.get(header);
        return value != null ? value : field.isEmpty() ? "" : fields.text(field);
    }

    private static boolean isPlain(String id) {
        return !id.isEmpty() && id.length() <= LONGEST_ID && id.chars().allMatch(c -> c > ' ' && c < 0x7f);
    }

    /** Hashes the id if there is one, else the body and its timestamp, which a repeated request has again. */
    private String hash(Headers headers, String id, byte[] body) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            if (id.isEmpty()) {
                String header = rules == null ? "" : rules.timestampHeader();
                String timestamp = header.isEmpty() ? null : headers.get(header);
                digest.update(((timestamp == null ? "" : timestamp) + ".").getBytes(StandardCharsets.UTF_8));
                digest.update(body);
            } else {
                digest.update(id.getBytes(StandardCharsets.UTF_8));
            }
            return HexFormat.of().formatHex(digest.digest());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("this Java has no SHA-256, which every Java must have", e);
        }
    }

    /** Returns a type as words of letters, digits and underscores joined by dots; {@code event} if there is none. */
    static String words(String type) {
        StringBuilder words = new StringBuilder();
        for (int i = 0; i < Math.min(type.length(), LONGEST_TYPE); i++) {
            char c = type.charAt(i);
            boolean isWord = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_';
            boolean joins = c == '.' || c == '/' || c == ':';
            if (isWord) {
                words.append(c);
            } else if (!joins) {
                words.append('_');
            } else if (words.length() > 0 && words.charAt(words.length() - 1) != '.') {
                words.append('.');
            }
        }
        if (words.length() > 0 && words.charAt(words.length() - 1) == '.') {
            words.setLength(words.length() - 1);
        }
        return words.length() == 0 ? "event" : words.toString();
    }
}
