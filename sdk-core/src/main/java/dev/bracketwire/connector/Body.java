// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.connector;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;

/**
 * Says what a request carries. A body that can be opened again is sent again when a retry is safe; one that cannot is
 * sent once.
 *
 * <pre>{@code
 * Request.post("/players").body(Body.json(new Player("Ann", 3)));
 * }</pre>
 */
public abstract class Body {
    Body() {}

    /** The value as JSON. Records, maps and lists need nothing; write {@code Instant}s and the like as they are. */
    public static Body json(Object value) {
        return new JsonBody(Objects.requireNonNull(value, "value"));
    }

    /** Text in UTF-8 of the given media type. */
    public static Body text(String contentType, String text) {
        return bytes(contentType + "; charset=utf-8", text.getBytes(StandardCharsets.UTF_8));
    }

    /** Bytes of the given media type. */
    public static Body bytes(String contentType, byte[] bytes) {
        byte[] copy = bytes.clone();
        return new Opened(contentType, copy.length, true, true, () -> new ByteArrayInputStream(copy));
    }

    /** A file, read anew at each attempt. */
    public static Body path(String contentType, Path path) {
        Objects.requireNonNull(path, "path");
        return new Opened(contentType, -1, true, false, () -> Files.newInputStream(path)) {
            @Override
            public long length() throws IOException {
                return Files.size(path);
            }
        };
    }

    /** A stream that can be opened anew at each attempt, of a known length; -1 if it is not known. */
    public static Body stream(String contentType, long length, Source source) {
        return new Opened(contentType, length, true, false, source);
    }

    /** A stream that can be read once: the request is never repeated once its first byte was taken. */
    public static Body once(String contentType, long length, InputStream stream) {
        Objects.requireNonNull(stream, "stream");
        return new Opened(contentType, length, false, false, () -> stream);
    }

    /** Starts a form of names and values, as a browser sends one without files. */
    public static FormBody form() {
        return new FormBody("", "");
    }

    /** Starts a body of several parts, as a browser sends files. */
    public static MultipartBody multipart() {
        return MultipartBody.start();
    }

    /** The media type, with its parameters. */
    public abstract String contentType();

    /** How many bytes it has, -1 if that is not known before they are sent. */
    public abstract long length() throws IOException;

    /** Whether {@link #open} may be called again. */
    public abstract boolean reopenable();

    /** Whether all of it is held in memory, so that sending it takes no longer than an ordinary attempt. */
    public abstract boolean inMemory();

    /** Opens it at its first byte. The caller closes it. */
    public abstract InputStream open() throws IOException;

    /** Opens a stream at its first byte. */
    @FunctionalInterface
    public interface Source {
        /** Opens the stream. */
        InputStream open() throws IOException;
    }

    private static class Opened extends Body {
        private final String contentType;
        private final long length;
        private final boolean reopenable;
        private final boolean inMemory;
        private final Source source;

        Opened(String contentType, long length, boolean reopenable, boolean inMemory, Source source) {
            this.contentType = Objects.requireNonNull(contentType, "contentType");
            this.length = length;
            this.reopenable = reopenable;
            this.inMemory = inMemory;
            this.source = Objects.requireNonNull(source, "source");
        }

        @Override
        public String contentType() {
            return contentType;
        }

        @Override
        public long length() throws IOException {
            return length;
        }

        @Override
        public boolean reopenable() {
            return reopenable;
        }

        @Override
        public boolean inMemory() {
            return inMemory;
        }

        @Override
        public InputStream open() throws IOException {
            return source.open();
        }
    }
}
