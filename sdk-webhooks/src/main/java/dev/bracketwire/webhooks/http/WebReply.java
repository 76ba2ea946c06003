// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.webhooks.http;

import dev.bracketwire.connector.Body;
import dev.bracketwire.connector.Headers;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/** Is the reply to a {@link WebRequest}. Immutable: {@link #header} returns a changed copy. */
public final class WebReply {
    private final int status;
    private final Headers headers;
    private final byte[] body;

    private WebReply(int status, Headers headers, byte[] body) {
        if (status < 200 || status > 599) {
            throw new IllegalArgumentException("status must be 200 to 599, not " + status);
        }
        this.status = status;
        this.headers = headers;
        this.body = body;
    }

    /** Returns a reply without a body. */
    public static WebReply of(int status) {
        return new WebReply(status, Headers.none(), new byte[0]);
    }

    /** Returns a reply of plain text. */
    public static WebReply text(int status, String text) {
        return of(status, "text/plain; charset=utf-8", text.getBytes(StandardCharsets.UTF_8));
    }

    /** Returns a reply of JSON, written from a record, a map, a list or another value that JSON can show. */
    public static WebReply json(int status, Object value) {
        try (InputStream json = Body.json(value).open()) {
            return of(status, "application/json", json.readAllBytes());
        } catch (IOException e) {
            throw new UncheckedIOException("the value cannot be written as JSON", e);
        }
    }

    /** Returns a reply of bytes of this media type. */
    public static WebReply of(int status, String mediaType, byte[] body) {
        return new WebReply(status, Headers.of("Content-Type", mediaType), body.clone());
    }

    /** Returns the reply with one more header. */
    public WebReply header(String name, String value) {
        return new WebReply(status, headers.and(name, value), body);
    }

    /** Returns the status. */
    public int status() {
        return status;
    }

    /** Returns the headers, with the media type. */
    public Headers headers() {
        return headers;
    }

    /** Returns a copy of the body. */
    public byte[] body() {
        return body.clone();
    }

    /** Returns the body as text. */
    public String text() {
        return new String(body, StandardCharsets.UTF_8);
    }

    /** Names status and length. */
    @Override
    public String toString() {
        return "WebReply(" + status + ", " + body.length + " bytes)";
    }
}
