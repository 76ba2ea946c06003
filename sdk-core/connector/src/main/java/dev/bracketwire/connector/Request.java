// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.connector;

import dev.bracketwire.connector.internal.http.PathTemplate;
import dev.bracketwire.connector.internal.http.QueryString;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Describes one request to a connector's upstream. Immutable: each method gives a new request.
 *
 * <p>The path is a template; each argument becomes one path segment, encoded, in order. It is relative to the
 * connector's base URL and cannot leave it. Messages, logs and metrics show the template and neither the arguments nor
 * the query.
 *
 * <pre>{@code
 * Request.get("/players/{id}/matches", playerId).query("page", 2);
 * }</pre>
 */
public final class Request {
    private static final Set<String> IDEMPOTENT = Set.of("GET", "HEAD", "OPTIONS", "PUT", "DELETE");

    private final String method;
    private final PathTemplate template;
    private final String path;
    private final String query;
    private final Headers headers;
    private final @Nullable Body body;
    private final boolean idempotent;
    private final @Nullable String idempotencyKey;
    private final int weight;
    private final boolean background;

    private Request(
            String method,
            PathTemplate template,
            String path,
            String query,
            Headers headers,
            @Nullable Body body,
            boolean idempotent,
            @Nullable String idempotencyKey,
            int weight,
            boolean background) {
        this.method = method;
        this.template = template;
        this.path = path;
        this.query = query;
        this.headers = headers;
        this.body = body;
        this.idempotent = idempotent;
        this.idempotencyKey = idempotencyKey;
        this.weight = weight;
        this.background = background;
    }

    /**
     * Starts a request of any method.
     *
     * @throws IllegalArgumentException if the path is not a template that starts with a slash, if the arguments are not
     *     as many as its places, or if one is empty, {@code .} or {@code ..}
     */
    public static Request of(String method, String path, Object... arguments) {
        String upper = method.toUpperCase(Locale.ROOT);
        PathTemplate template = PathTemplate.of(path);
        return new Request(
                upper,
                template,
                template.expand(arguments),
                "",
                Headers.none(),
                null,
                IDEMPOTENT.contains(upper),
                null,
                1,
                false);
    }

    /** Starts a GET. */
    public static Request get(String path, Object... arguments) {
        return of("GET", path, arguments);
    }

    /** Starts a POST. */
    public static Request post(String path, Object... arguments) {
        return of("POST", path, arguments);
    }

    /** Starts a PUT. */
    public static Request put(String path, Object... arguments) {
        return of("PUT", path, arguments);
    }

    /** Starts a PATCH. */
    public static Request patch(String path, Object... arguments) {
        return of("PATCH", path, arguments);
    }

    /** Starts a DELETE. */
    public static Request delete(String path, Object... arguments) {
        return of("DELETE", path, arguments);
    }

    /** Adds a query parameter; a name may stand more than once, and null adds nothing. */
    public Request query(String name, @Nullable Object value) {
        if (value == null) {
            return this;
        }
        String more = QueryString.and(query, name, value);
        return new Request(method, template, path, more, headers, body, idempotent, idempotencyKey, weight, background);
    }

    /**
     * Sets a header; the last of a name counts. A credential belongs into the connector's {@link Auth}, which knows where it
     * may go. One that is set here keeps cached replies apart all the same, see {@link CachePolicy}, but not the budgets of
     * limits.
     */
    public Request header(String name, String value) {
        Headers more = headers.and(name, value);
        return new Request(method, template, path, query, more, body, idempotent, idempotencyKey, weight, background);
    }

    /** Sets what the request carries. */
    public Request body(Body content) {
        Objects.requireNonNull(content, "content");
        return new Request(
                method, template, path, query, headers, content, idempotent, idempotencyKey, weight, background);
    }

    /** Says that sending it twice does no more than sending it once, so that it may be retried though it is a POST. */
    public Request idempotent() {
        return new Request(method, template, path, query, headers, body, true, idempotencyKey, weight, background);
    }

    /**
     * Forbids to repeat it once it may have been carried out, though its method is idempotent: for a PUT that would overwrite
     * a change that somebody made in between.
     */
    public Request once() {
        return new Request(method, template, path, query, headers, body, false, idempotencyKey, weight, background);
    }

    /** Sets the key by which the upstream recognises a repetition; it is sent in the connector's header for it. */
    public Request idempotencyKey(String key) {
        Objects.requireNonNull(key, "key");
        return new Request(method, template, path, query, headers, body, idempotent, key, weight, background);
    }

    /** Sets what it costs in the units of the upstream's limits, 1 unless said. */
    public Request weight(int units) {
        if (units < 1) {
            throw new IllegalArgumentException("units must be at least 1, not " + units);
        }
        return new Request(method, template, path, query, headers, body, idempotent, idempotencyKey, units, background);
    }

    /** Lets requests that are not in the background go first where a limit makes it wait. */
    public Request background() {
        return new Request(method, template, path, query, headers, body, idempotent, idempotencyKey, weight, true);
    }

    /** Gives the same request for another path and query of the upstream's, both encoded. */
    Request elsewhere(String otherPath, String otherQuery) {
        return new Request(
                method, template, otherPath, otherQuery, headers, body, idempotent, idempotencyKey, weight, background);
    }

    /** The method, in upper case. */
    public String method() {
        return method;
    }

    /** The template of the path, as it was written. */
    public String template() {
        return template.text();
    }

    /** The path with its arguments, encoded. */
    public String path() {
        return path;
    }

    /** The query, encoded, without its question mark; empty if there is none. */
    public String query() {
        return query;
    }

    /** The headers set on this request. */
    public Headers headers() {
        return headers;
    }

    /** Returns the body; null if there is none. */
    public @Nullable Body body() {
        return body;
    }

    /** Whether sending it twice does no more than sending it once. */
    public boolean isIdempotent() {
        return idempotent;
    }

    /** The key set by {@link #idempotencyKey(String)}, null if none. */
    public @Nullable String idempotencyKey() {
        return idempotencyKey;
    }

    /** Whether others go first where a limit makes it wait. */
    public boolean isBackground() {
        return background;
    }

    /** Returns the cost in units of the upstream's limits. */
    public int weight() {
        return weight;
    }

    /** Method and template, without arguments and query. */
    @Override
    public String toString() {
        return method + " " + template.text();
    }
}
