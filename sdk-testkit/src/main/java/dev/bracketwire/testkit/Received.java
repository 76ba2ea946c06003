// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.testkit;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import mockwebserver3.RecordedRequest;
import okio.ByteString;
import org.jspecify.annotations.Nullable;

/**
 * Shows one request as a {@link FakeUpstream} read it from the wire.
 *
 * <p>Immutable. {@link #toString()} is the index, the method and the path, so that a failed assertion prints no query, no
 * header and no body.
 */
public final class Received {
    private final int index;
    private final int connection;
    private final Instant at;
    private final String method;
    private final String path;
    private final @Nullable String rawQuery;
    private final Map<String, List<String>> headers;
    private final byte[] body;
    private final Map<String, String> variables;

    Received(RecordedRequest request, int connection, int index, Instant at, Map<String, String> variables) {
        this.index = index;
        this.connection = connection;
        this.at = at;
        this.method = request.getMethod();
        String target = RequestHead.withoutOrigin(request.getTarget());
        int mark = target.indexOf('?');
        this.path = mark < 0 ? target : target.substring(0, mark);
        this.rawQuery = mark < 0 ? null : target.substring(mark + 1);
        TreeMap<String, List<String>> fields = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        for (String name : request.getHeaders().names()) {
            fields.put(name, List.copyOf(request.getHeaders().values(name)));
        }
        this.headers = Collections.unmodifiableMap(fields);
        ByteString bytes = request.getBody();
        this.body = bytes == null ? new byte[0] : bytes.toByteArray();
        this.variables = Collections.unmodifiableMap(new LinkedHashMap<>(variables)); // in the order of the path
    }

    /** The place of this request among all the upstream received, from 0. */
    public int index() {
        return index;
    }

    /** The number of the connection it came on, from 0; equal numbers mean a connection that was used again. */
    public int connection() {
        return connection;
    }

    /** When it had been read, by the upstream's clock. */
    public Instant at() {
        return at;
    }

    /** The method, such as {@code GET}. */
    public String method() {
        return method;
    }

    /** The path as it came, percent escapes included, without the query. */
    public String path() {
        return path;
    }

    /** The query as it came, without its question mark. */
    public Optional<String> rawQuery() {
        return Optional.ofNullable(rawQuery);
    }

    /** The first decoded value of this query parameter. */
    public Optional<String> query(String name) {
        return query().getOrDefault(name, List.of()).stream().findFirst();
    }

    /** All decoded query parameters with all their values, in order. */
    public Map<String, List<String>> query() {
        return Collections.unmodifiableMap(UrlDecoding.decodeQuery(rawQuery));
    }

    /** The first value of this header, whatever its case. */
    public Optional<String> header(String name) {
        return headers(name).stream().findFirst();
    }

    /** All values of this header, whatever its case; empty if it was not sent. */
    public List<String> headers(String name) {
        return headers.getOrDefault(name, List.of());
    }

    /** All headers, found whatever the case of their names. */
    public Map<String, List<String>> headers() {
        return headers;
    }

    /** A copy of the body's bytes; empty if there was none. */
    public byte[] body() {
        return body.clone();
    }

    /** The body read as UTF-8. */
    public String text() {
        return new String(body, StandardCharsets.UTF_8);
    }

    /**
     * Gives the decoded value of a variable in the path of the rule that matched.
     *
     * @throws IllegalArgumentException if the rule has no such variable
     */
    public String variable(String name) {
        String value = variables.get(name);
        if (value == null) {
            throw new IllegalArgumentException("no variable '" + name + "', only " + variables.keySet());
        }
        return value;
    }

    /** All variables of the path, decoded, in its order. */
    public Map<String, String> variables() {
        return variables;
    }

    @Override
    public String toString() {
        return "#" + index + " " + method + " " + path;
    }
}
