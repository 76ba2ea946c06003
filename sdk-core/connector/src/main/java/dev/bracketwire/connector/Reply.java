// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.connector;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;

/**
 * Holds what an upstream answered, whatever its status: {@link Connector#send} throws for no status.
 *
 * <p>Immutable, except that {@link #bytes()} hands out the array itself; do not change it.
 */
public final class Reply {
    private static final byte[] EMPTY = {};

    private final int status;
    private final Headers headers;
    private final byte[] bytes;
    private final Duration took;
    private final int attempts;
    private final Duration age;

    private Reply(int status, Headers headers, byte[] bytes, Duration took, int attempts, Duration age) {
        this.status = status;
        this.headers = headers;
        this.bytes = bytes;
        this.took = took;
        this.attempts = attempts;
        this.age = age;
    }

    /** Makes a reply, for tests and for caches of your own. */
    public static Reply of(int status, Headers headers, byte[] bytes) {
        return new Reply(status, headers, bytes, Duration.ZERO, 0, Duration.ZERO);
    }

    /** Makes a reply without a body. */
    public static Reply of(int status, Headers headers) {
        return of(status, headers, EMPTY);
    }

    /** Gives the same reply with how long the call took and how often it was tried. */
    public Reply measured(Duration callTook, int callAttempts) {
        return new Reply(status, headers, bytes, callTook, callAttempts, age);
    }

    /** Gives the same reply as one that came from a cache, where it has been for so long. */
    public Reply aged(Duration since) {
        return new Reply(status, headers, bytes, Duration.ZERO, 0, since);
    }

    /** The status code. */
    public int status() {
        return status;
    }

    /** Whether the status is one of the 200s. */
    public boolean isSuccess() {
        return status >= 200 && status < 300;
    }

    /** The headers. */
    public Headers headers() {
        return headers;
    }

    /** The first header of this name. */
    public Optional<String> header(String name) {
        return headers.first(name);
    }

    /** The body, decompressed; empty if there was none. Not a copy. */
    public byte[] bytes() {
        return bytes;
    }

    /** The body as UTF-8 text. */
    public String text() {
        return new String(bytes, StandardCharsets.UTF_8);
    }

    /** How long the call took, over all attempts; zero if it came from a cache. */
    public Duration took() {
        return took;
    }

    /** How often the request was sent; 0 if the reply came from a cache. */
    public int attempts() {
        return attempts;
    }

    /** For how long the reply had been in a cache; zero if it came from the upstream. */
    public Duration age() {
        return age;
    }

    /** Status and size, not the content. */
    @Override
    public String toString() {
        return "Reply[" + status + ", " + bytes.length + " bytes]";
    }
}
