// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.webhooks.internal;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import dev.bracketwire.webhooks.http.WebRequest;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Verifies the signature of a request by rules that differ from sender to sender: which header holds it, in which form, and
 * which bytes it is over.
 *
 * @param header the header of the signature
 * @param prefix the text before the signature, such as {@code sha256=}
 * @param list whether the header is a list such as {@code t=…,v1=…} of a timestamp and signatures; the prefix names those
 * @param base64 whether a signature is in base64, not in hex
 * @param length the bytes of a signature
 * @param content the signed text, with {@code {body}}, {@code {timestamp}}, {@code {id}}, {@code {url}} and {@code {form}}
 * @param timestampHeader the header of the timestamp; empty if there is none, or it is in the list
 * @param isoTimestamp whether the timestamp is a date and not seconds
 * @param tolerance how far the clocks may be apart; null if there is no timestamp
 * @param idHeader the header of {@code {id}}
 * @param origin the scheme, host and port that senders use, for {@code {url}}
 */
public record SchemeRules(
        String header,
        String prefix,
        boolean list,
        boolean base64,
        int length,
        String content,
        String timestampHeader,
        boolean isoTimestamp,
        @Nullable Duration tolerance,
        String idHeader,
        @Nullable URI origin) {
    private static final int MOST_SIGNATURES = 16;
    private static final int LONGEST_HEADER = 4096;
    private static final int HMAC_SHA256 = 32;
    private static final Pattern SECONDS = Pattern.compile("[0-9]{1,12}");
    private static final Pattern HOLE = Pattern.compile("\\{([a-z]+)}");
    private static final HexFormat HEX = HexFormat.of();

    /** Returns rules of an HMAC-SHA256 in hex over the body alone. */
    public static SchemeRules overBody(String header, String prefix) {
        return new SchemeRules(header, prefix, false, false, HMAC_SHA256, "{body}", "", false, null, "", null);
    }

    /** Returns the rules with other signed text, and the header of the timestamp in it. */
    public SchemeRules signing(String text, String timestamp, Duration apart) {
        return new SchemeRules(
                header, prefix, list, base64, length, text, timestamp, isoTimestamp, apart, idHeader, origin);
    }

    /** Returns the rules of a list of a timestamp {@code t} and signatures. */
    public SchemeRules inList() {
        return new SchemeRules(
                header, prefix, true, base64, length, content, "", isoTimestamp, tolerance, idHeader, origin);
    }

    /** Returns the rules of signatures of this length. */
    public SchemeRules signatureLength(int bytes) {
        return new SchemeRules(
                header,
                prefix,
                list,
                base64,
                bytes,
                content,
                timestampHeader,
                isoTimestamp,
                tolerance,
                idHeader,
                origin);
    }

    /** Returns the rules of a timestamp that is a date, and an id that is signed too. */
    public SchemeRules isoTimestampAndId(String header) {
        return new SchemeRules(
                this.header, prefix, list, base64, length, content, timestampHeader, true, tolerance, header, origin);
    }

    /** Verifies a request: one of the keys must have made its signature. */
    SignatureVerdict verify(List<SchemeKey> keys, WebRequest request, byte[] body, Instant now) {
        List<String> values = request.headers().all(header);
        if (values.size() != 1) {
            return values.isEmpty() ? SignatureVerdict.MISSING_HEADER : SignatureVerdict.REPEATED_HEADER;
        }
        if (values.get(0).length() > LONGEST_HEADER) {
            return SignatureVerdict.NO_MATCH;
        }
        List<String> signatures = new ArrayList<>();
        String timestamp = list ? fromList(values.get(0), signatures) : timestamp(request);
        if (!list && values.get(0).startsWith(prefix)) {
            signatures.add(values.get(0).substring(prefix.length()));
        }
        if (tolerance != null) {
            SignatureVerdict age = age(timestamp, now, tolerance);
            if (age != SignatureVerdict.VALID) {
                return age;
            }
        }
        if (signatures.isEmpty()) {
            return SignatureVerdict.NO_KNOWN_VERSION;
        }
        for (String text : signatures) {
            byte[] signature = decoded(text);
            if (signature == null) {
                continue;
            }
            for (byte[] signed : signed(request, body, String.valueOf(timestamp))) {
                if (keys.stream().anyMatch(key -> key.verifies(signed, signature))) {
                    return SignatureVerdict.VALID;
                }
            }
        }
        return SignatureVerdict.NO_MATCH;
    }

    private @Nullable String timestamp(WebRequest request) {
        if (timestampHeader.isEmpty()) {
            return null;
        }
        List<String> values = request.headers().all(timestampHeader);
        return values.size() == 1 ? values.get(0) : null;
    }

    /** Takes a list apart; returns its timestamp, null if there is not exactly one. */
    private @Nullable String fromList(String value, List<String> signatures) {
        String timestamp = null;
        int timestamps = 0;
        for (String item : value.split(",", 2 * MOST_SIGNATURES)) {
            String trimmed = item.trim();
            if (trimmed.startsWith("t=")) {
                timestamp = trimmed.substring(2);
                timestamps++;
            } else if (trimmed.startsWith(prefix) && signatures.size() < MOST_SIGNATURES) {
                signatures.add(trimmed.substring(prefix.length()));
            }
        }
        return timestamps == 1 ? timestamp : null;
    }

    private SignatureVerdict age(@Nullable String timestamp, Instant now, Duration apart) {
        if (timestamp == null) {
            return SignatureVerdict.MISSING_HEADER;
        }
        long seconds;
        if (isoTimestamp) {
            try {
                seconds = Instant.parse(timestamp).getEpochSecond();
            } catch (DateTimeParseException e) {
                return SignatureVerdict.MALFORMED_TIMESTAMP;
            }
        } else if (SECONDS.matcher(timestamp).matches()) {
            seconds = Long.parseLong(timestamp);
        } else {
            return SignatureVerdict.MALFORMED_TIMESTAMP;
        }
        long age = now.getEpochSecond() - seconds;
        if (Math.abs(age) <= apart.toSeconds()) {
            return SignatureVerdict.VALID;
        }
        return age > 0 ? SignatureVerdict.TOO_OLD : SignatureVerdict.TOO_NEW;
    }

    private byte @Nullable [] decoded(String text) {
        try {
            byte[] signature = base64 ? Base64.getDecoder().decode(text) : HEX.parseHex(text);
            return signature.length == length ? signature : null;
        } catch (IllegalArgumentException e) {
            return null;
        }
    }

    /** Returns the bytes that may have been signed: several if the URL may be written in several ways. */
    private List<byte[]> signed(WebRequest request, byte[] body, String timestamp) {
        List<byte[]> all = new ArrayList<>();
        for (String url : content.contains("{url}") ? urls(request) : List.of("")) {
            ByteArrayOutputStream out = new ByteArrayOutputStream(body.length + 128);
            Matcher hole = HOLE.matcher(content);
            int from = 0;
            while (hole.find()) {
                out.writeBytes(content.substring(from, hole.start()).getBytes(UTF_8));
                byte[] part = part(hole.group(1), request, body, timestamp, url);
                if (part == null) {
                    return List.of();
                }
                out.writeBytes(part);
                from = hole.end();
            }
            out.writeBytes(content.substring(from).getBytes(UTF_8));
            all.add(out.toByteArray());
        }
        return all;
    }

    private byte @Nullable [] part(String name, WebRequest request, byte[] body, String timestamp, String url) {
        return switch (name) {
            case "body" -> body;
            case "timestamp" -> timestamp.getBytes(US_ASCII);
            case "url" -> url.getBytes(UTF_8);
            case "form" -> form(request, body);
            case "id" -> {
                List<String> ids = request.headers().all(idHeader);
                yield ids.size() == 1 ? ids.get(0).getBytes(UTF_8) : null;
            }
            default -> throw new IllegalStateException("content is checked when it is set");
        };
    }

    /**
     * Returns the fields of a form, ordered by name, without separators. Another body must have its SHA-256 in the query,
     * which is part of the signed URL.
     */
    private static byte @Nullable [] form(WebRequest request, byte[] body) {
        try {
            if (BodyFields.isForm(request.headers())) {
                return BodyFields.pairs(body).stream()
                        .distinct()
                        .sorted(Map.Entry.<String, String>comparingByKey().thenComparing(Map.Entry.comparingByValue()))
                        .map(pair -> pair.getKey() + pair.getValue())
                        .collect(Collectors.joining())
                        .getBytes(UTF_8);
            }
            String query = request.query();
            for (Map.Entry<String, String> pair : BodyFields.pairs((query == null ? "" : query).getBytes(UTF_8))) {
                if (pair.getKey().equals("bodySHA256")) {
                    byte[] hash = MessageDigest.getInstance("SHA-256").digest(body);
                    return MessageDigest.isEqual(
                                    HEX.formatHex(hash).getBytes(US_ASCII),
                                    pair.getValue().getBytes(UTF_8))
                            ? new byte[0]
                            : null;
                }
            }
            return body.length == 0 ? new byte[0] : null;
        } catch (IOException e) {
            return null;
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("this Java has no SHA-256, which every Java must have", e);
        }
    }

    /** Returns the URL of a request with and without the port that its scheme has anyway. */
    private List<String> urls(WebRequest request) {
        URI base = origin;
        if (base == null) {
            throw new IllegalStateException("content with {url} has an origin");
        }
        boolean https = base.getScheme().equals("https");
        int standard = https ? 443 : 80;
        if (base.getPort() != -1 && base.getPort() != standard) {
            return List.of(base.getScheme() + "://" + base.getHost() + ":" + base.getPort() + request.target());
        }
        String host = base.getScheme() + "://" + base.getHost();
        return List.of(host + request.target(), host + ":" + standard + request.target());
    }

    /**
     * Checks the signed text.
     *
     * @throws IllegalArgumentException if it leaves out the body, or names something unknown
     */
    public static void checkContent(String content) {
        Matcher hole = HOLE.matcher(content);
        boolean body = false;
        while (hole.find()) {
            if (!List.of("body", "timestamp", "id", "url", "form").contains(hole.group(1))) {
                throw new IllegalArgumentException("signature.content has an unknown " + hole.group());
            }
            body |= hole.group(1).equals("body") || hole.group(1).equals("form");
        }
        if (!body) {
            throw new IllegalArgumentException("signature.content must have {body} or {form}");
        }
    }
}
