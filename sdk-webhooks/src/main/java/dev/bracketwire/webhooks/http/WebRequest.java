// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.webhooks.http;

import dev.bracketwire.connector.Headers;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Is a request as it arrived, before anything parsed its body. An adapter makes it; a test makes one by hand:
 *
 * <pre>{@code
 * WebRequest request = WebRequest.of("POST", "/hooks/github", Headers.of("X-GitHub-Event", "push"), body);
 * WebReply reply = hooks.incoming("github").answer(request);
 * }</pre>
 */
public final class WebRequest {
    private final String method;
    private final String path;
    private final @Nullable String query;
    private final Headers headers;
    private final byte[] body;
    private final String remote;

    private WebRequest(
            String method, String path, @Nullable String query, Headers headers, byte[] body, String remote) {
        this.method = Objects.requireNonNull(method, "method");
        this.path = Objects.requireNonNull(path, "path");
        this.query = query;
        this.headers = Objects.requireNonNull(headers, "headers");
        this.body = body.clone();
        this.remote = Objects.requireNonNull(remote, "remote");
    }

    /**
     * Makes a request.
     *
     * @param target the path, and behind {@code ?} the query, as they stand in the request
     */
    public static WebRequest of(String method, String target, Headers headers, byte[] body) {
        int mark = target.indexOf('?');
        return new WebRequest(
                method,
                mark < 0 ? target : target.substring(0, mark),
                mark < 0 ? null : target.substring(mark + 1),
                headers,
                body,
                "");
    }

    /** Returns the request with the address of its sender, for the log. */
    public WebRequest from(String address) {
        return new WebRequest(method, path, query, headers, body, address);
    }

    /** Returns the method, such as {@code POST}. */
    public String method() {
        return method;
    }

    /** Returns the path, with its percent signs. */
    public String path() {
        return path;
    }

    /** Returns the query with its percent signs, without the question mark; null if there is none. */
    public @Nullable String query() {
        return query;
    }

    /** Returns the path and the query. */
    public String target() {
        return query == null ? path : path + "?" + query;
    }

    /** Returns the header lines. */
    public Headers headers() {
        return headers;
    }

    /** Returns a copy of the body. */
    public byte[] body() {
        return body.clone();
    }

    /** Returns the body as text. Bytes that are no UTF-8 are replaced. */
    public String text() {
        return new String(body, StandardCharsets.UTF_8);
    }

    /** Returns the address of the sender as the server sees it; empty if it is not known. */
    public String remote() {
        return remote;
    }

    /** Names method and path, never the body or a header. */
    @Override
    public String toString() {
        return "WebRequest(" + method + " " + path + ", " + body.length + " bytes)";
    }
}
