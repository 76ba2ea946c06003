// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.connector;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.bracketwire.internal.json.Json;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.net.URLEncoder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

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
        return new JsonValue(Objects.requireNonNull(value, "value"));
    }

    /** Text in UTF-8 of the given media type. */
    public static Body text(String contentType, String text) {
        return bytes(contentType + "; charset=utf-8", text.getBytes(UTF_8));
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
    public static Form form() {
        return new Form("", "");
    }

    /** Starts a body of several parts, as a browser sends files. */
    public static Multipart multipart() {
        return Multipart.start();
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

    /** Carries names and values as {@code application/x-www-form-urlencoded}. Immutable: {@link #with} gives a new one. */
    public static final class Form extends Body {
        private final String encoded;

        Form(String before, String added) {
            this.encoded = before.isEmpty() ? added : before + "&" + added;
        }

        /** Adds a field; a name may stand more than once. */
        public Form with(String name, Object value) {
            return new Form(encoded, URLEncoder.encode(name, UTF_8) + "=" + URLEncoder.encode(value.toString(), UTF_8));
        }

        @Override
        public String contentType() {
            return "application/x-www-form-urlencoded";
        }

        @Override
        public long length() {
            return encoded.length();
        }

        @Override
        public boolean reopenable() {
            return true;
        }

        @Override
        public boolean inMemory() {
            return true;
        }

        @Override
        public InputStream open() {
            return new ByteArrayInputStream(encoded.getBytes(UTF_8));
        }
    }

    /** Carries several parts as {@code multipart/form-data}. Immutable: each {@code with} gives a new one. */
    public static final class Multipart extends Body {
        private final String boundary;
        private final List<Part> parts;

        private Multipart(String boundary, List<Part> parts) {
            this.boundary = boundary;
            this.parts = parts;
        }

        static Multipart start() {
            return new Multipart(UUID.randomUUID().toString(), List.of());
        }

        /** Adds a field of text. */
        public Multipart with(String name, String value) {
            return and(new Part(disposition(name), Body.text("text/plain", value)));
        }

        /** Adds a part with a media type of its own, such as {@link Body#json}. */
        public Multipart with(String name, Body content) {
            return and(new Part(disposition(name), content));
        }

        /** Adds a file under the given name. */
        public Multipart withFile(String name, String fileName, Body content) {
            return and(new Part(disposition(name) + "; filename=\"" + quoted(fileName) + "\"", content));
        }

        private Multipart and(Part part) {
            List<Part> more = new ArrayList<>(parts);
            more.add(part);
            return new Multipart(boundary, List.copyOf(more));
        }

        @Override
        public String contentType() {
            return "multipart/form-data; boundary=" + boundary;
        }

        @Override
        public long length() throws IOException {
            long sum = end().length;
            for (Part part : parts) {
                long length = part.content.length();
                if (length < 0) {
                    return -1;
                }
                sum += head(part).length + length + 2;
            }
            return sum;
        }

        @Override
        public boolean reopenable() {
            return parts.stream().allMatch(part -> part.content.reopenable());
        }

        @Override
        public boolean inMemory() {
            return parts.stream().allMatch(part -> part.content.inMemory());
        }

        @Override
        public InputStream open() throws IOException {
            List<InputStream> streams = new ArrayList<>();
            for (Part part : parts) {
                streams.add(new ByteArrayInputStream(head(part)));
                streams.add(part.content.open());
                streams.add(new ByteArrayInputStream("\r\n".getBytes(UTF_8)));
            }
            streams.add(new ByteArrayInputStream(end()));
            return new SequenceInputStream(Collections.enumeration(streams));
        }

        private byte[] head(Part part) {
            String head = "--" + boundary + "\r\nContent-Disposition: " + part.disposition + "\r\nContent-Type: "
                    + part.content.contentType() + "\r\n\r\n";
            return head.getBytes(UTF_8);
        }

        private byte[] end() {
            return ("--" + boundary + "--\r\n").getBytes(UTF_8);
        }

        private static String disposition(String name) {
            return "form-data; name=\"" + quoted(name) + "\"";
        }

        // The escapes of the HTML standard; they also keep a line break in a name from starting a header of its own.
        private static String quoted(String text) {
            return text.replace("\"", "%22").replace("\r", "%0D").replace("\n", "%0A");
        }

        private record Part(String disposition, Body content) {}
    }

    /** Writes its value when it is first sent, so that a call nobody runs costs nothing, and then keeps the bytes. */
    private static final class JsonValue extends Body {
        private final Object value;
        private volatile byte @Nullable [] written;

        JsonValue(Object value) {
            this.value = value;
        }

        @Override
        public String contentType() {
            return "application/json";
        }

        @Override
        public long length() {
            return bytes().length;
        }

        @Override
        public boolean reopenable() {
            return true;
        }

        @Override
        public boolean inMemory() {
            return true;
        }

        @Override
        public InputStream open() {
            return new ByteArrayInputStream(bytes());
        }

        private byte[] bytes() {
            byte[] bytes = written;
            if (bytes == null) {
                bytes = Json.write(value);
                written = bytes;
            }
            return bytes;
        }
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
