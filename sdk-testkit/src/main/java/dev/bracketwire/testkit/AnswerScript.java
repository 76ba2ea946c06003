// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.testkit;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What an {@link Answer} holds; changed only on a fresh copy, before an answer has it. */
final class AnswerScript {
    private static final Map<Integer, String> REASONS = Map.ofEntries(
            Map.entry(200, "OK"),
            Map.entry(201, "Created"),
            Map.entry(202, "Accepted"),
            Map.entry(204, "No Content"),
            Map.entry(301, "Moved Permanently"),
            Map.entry(302, "Found"),
            Map.entry(304, "Not Modified"),
            Map.entry(307, "Temporary Redirect"),
            Map.entry(308, "Permanent Redirect"),
            Map.entry(400, "Bad Request"),
            Map.entry(401, "Unauthorized"),
            Map.entry(403, "Forbidden"),
            Map.entry(404, "Not Found"),
            Map.entry(408, "Request Timeout"),
            Map.entry(409, "Conflict"),
            Map.entry(412, "Precondition Failed"),
            Map.entry(429, "Too Many Requests"),
            Map.entry(500, "Internal Server Error"),
            Map.entry(502, "Bad Gateway"),
            Map.entry(503, "Service Unavailable"),
            Map.entry(504, "Gateway Timeout"));

    int status;
    List<Field> headers = new ArrayList<>();
    BodyContent bodyContent = BodyContent.EMPTY;
    Duration delay = Duration.ZERO;
    boolean chunked;
    long declaredLength = -1;
    WireFault wireFault = WireFault.NONE;
    int pieceBytes = 8192;

    @Nullable
    Duration pause;

    AnswerScript(int status) {
        this.status = status;
    }

    AnswerScript copy() {
        AnswerScript copy = new AnswerScript(status);
        copy.headers = new ArrayList<>(headers);
        copy.bodyContent = bodyContent;
        copy.delay = delay;
        copy.chunked = chunked;
        copy.declaredLength = declaredLength;
        copy.wireFault = wireFault;
        copy.pieceBytes = pieceBytes;
        copy.pause = pause;
        return copy;
    }

    void body(String contentType, byte[] bytes) {
        set("Content-Type", contentType);
        bodyContent = BodyContent.of(bytes);
    }

    void body(String contentType, String text) {
        body(contentType, text.getBytes(StandardCharsets.UTF_8));
    }

    void set(String name, String value) {
        headers.removeIf(field -> field.name().equalsIgnoreCase(name));
        headers.add(new Field(name, value));
    }

    boolean hasBody() {
        return bodyContent.length() != 0;
    }

    boolean sendsChunks() {
        return chunked || bodyContent.length() < 0;
    }

    boolean closesAfterwards() {
        return wireFault == WireFault.DROP_AFTER_BODY || declaredLength >= 0;
    }

    String statusLine() {
        return "HTTP/1.1 " + status + " " + REASONS.getOrDefault(status, "Status");
    }

    /** The given headers, then those that frame the body. */
    List<Field> wireHeaders() {
        List<Field> all = new ArrayList<>(headers);
        if (declaredLength >= 0) {
            all.add(new Field("Content-Length", Long.toString(declaredLength)));
        } else if (sendsChunks()) {
            all.add(new Field("Transfer-Encoding", "chunked"));
        } else if (hasBody() || (status >= 200 && status != 204 && status != 304)) {
            all.add(new Field("Content-Length", Long.toString(bodyContent.length())));
        }
        return all;
    }

    int headLength() {
        int length = statusLine().length() + 4;
        for (Field field : wireHeaders()) {
            length += field.name().length() + field.value().length() + 4;
        }
        return length;
    }

    /** One header. */
    record Field(String name, String value) {
        Field {
            String lower = name.toLowerCase(Locale.ROOT);
            if (name.isEmpty() || (name + value).chars().anyMatch(c -> c == '\r' || c == '\n')) {
                throw new IllegalArgumentException("header '" + lower + "' needs a name, and no line break");
            }
        }
    }
}
