// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.connector;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.UUID;

/** Carries several parts as {@code multipart/form-data}. Immutable: each {@code with} gives a new one. */
public final class MultipartBody extends Body {
    private final String boundary;
    private final List<Part> parts;

    private MultipartBody(String boundary, List<Part> parts) {
        this.boundary = boundary;
        this.parts = parts;
    }

    static MultipartBody start() {
        return new MultipartBody(UUID.randomUUID().toString(), List.of());
    }

    /** Adds a field of text. */
    public MultipartBody with(String name, String value) {
        return and(new Part(disposition(name), Body.text("text/plain", value)));
    }

    /** Adds a part with a media type of its own, such as {@link Body#json}. */
    public MultipartBody with(String name, Body content) {
        return and(new Part(disposition(name), content));
    }

    /** Adds a file under the given name. */
    public MultipartBody withFile(String name, String fileName, Body content) {
        return and(new Part(disposition(name) + "; filename=\"" + quoted(fileName) + "\"", content));
    }

    private MultipartBody and(Part part) {
        List<Part> more = new ArrayList<>(parts);
        more.add(part);
        return new MultipartBody(boundary, List.copyOf(more));
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
