// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.testkit.webhooks;

import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Shows one webhook as a {@link FakeReceiver} read it from the wire.
 *
 * <p>Immutable. {@link #toString()} is the number, the method, the path and the {@code webhook-id}, so that a failed
 * assertion prints no query, no header and no body.
 */
public final class ReceivedWebhook {
    private final int number;
    private final int connection;
    private final Instant at;
    private final String method;
    private final String path;
    private final @Nullable String rawQuery;
    private final Map<String, List<String>> headers;
    private final byte[] body;

    ReceivedWebhook(int number, int connection, Instant at, RequestLine line, byte[] body) {
        this.number = number;
        this.connection = connection;
        this.at = at;
        this.method = line.method();
        this.path = line.path();
        this.rawQuery = line.rawQuery();
        this.headers = Collections.unmodifiableMap(line.headers());
        this.body = body;
    }

    /** The method, the target and the headers of a request. The map of headers ignores the case of names. */
    record RequestLine(
            String method, String path, @Nullable String rawQuery, boolean http10, Map<String, List<String>> headers) {}

    /** Returns the place of this webhook among all that the receiver read, from 1. */
    public int number() {
        return number;
    }

    /** Returns the number of its connection, from 1. Equal numbers mean a connection that was used again. */
    public int connection() {
        return connection;
    }

    /** Returns the time at which it had been read, by the receiver's clock. */
    public Instant at() {
        return at;
    }

    /** Returns the method, {@code POST} for a webhook. */
    public String method() {
        return method;
    }

    /** Returns the path as it came, percent escapes included, without the query. */
    public String path() {
        return path;
    }

    /** Returns the query as it came, without its question mark. */
    public Optional<String> rawQuery() {
        return Optional.ofNullable(rawQuery);
    }

    /** Returns all headers, found whatever the case of their names. */
    public Map<String, List<String>> headers() {
        return headers;
    }

    /** Returns the first value of this header, whatever its case. */
    public Optional<String> header(String name) {
        return headers.getOrDefault(name, List.of()).stream().findFirst();
    }

    /** Returns the {@code webhook-id}. */
    public Optional<String> id() {
        return header("webhook-id");
    }

    /** Returns the {@code webhook-timestamp}, empty if it was not sent or is no number of seconds. */
    public Optional<Instant> timestamp() {
        return header("webhook-timestamp").flatMap(text -> {
            try {
                return Optional.of(Instant.ofEpochSecond(Long.parseLong(text)));
            } catch (NumberFormatException | DateTimeException e) {
                return Optional.empty();
            }
        });
    }

    /** Returns a copy of the body's bytes. */
    public byte[] body() {
        return body.clone();
    }

    /** Returns the body read as UTF-8. */
    public String text() {
        return new String(body, StandardCharsets.UTF_8);
    }

    /**
     * Whether one of its signatures fits this key by Standard Webhooks: {@code v1} for a secret that begins with
     * {@code whsec_}, {@code v1a} for a public key that begins with {@code whpk_}. It does not judge the age.
     *
     * @throws IllegalArgumentException if the key has another prefix, is no base64, or has the wrong length
     */
    public boolean verifies(String key) {
        return SignatureCheck.verifies(this, key);
    }

    @Override
    public String toString() {
        return "#" + number + " " + method + " " + path
                + id().map(id -> " " + id).orElse("");
    }
}
