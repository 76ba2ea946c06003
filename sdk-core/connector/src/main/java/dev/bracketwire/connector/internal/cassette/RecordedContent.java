// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.connector.internal.cassette;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import dev.bracketwire.internal.json.Json;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What a request or a reply carried.
 *
 * @param type its media type, empty if it said none
 * @param text its text; bytes that are not UTF-8 stand here one character each
 * @param binary whether they are not
 */
record RecordedContent(String type, String text, boolean binary) {
    static RecordedContent of(String type, byte[] bytes) {
        try {
            CharBuffer text = UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes));
            return new RecordedContent(type, text.toString(), false);
        } catch (CharacterCodingException e) {
            return new RecordedContent(type, new String(bytes, ISO_8859_1), true);
        }
    }

    byte[] bytes() {
        return text.getBytes(binary ? ISO_8859_1 : UTF_8);
    }

    RecordedContent with(String changed) {
        return changed.equals(text) ? this : new RecordedContent(type, changed, binary);
    }

    boolean isForm() {
        return isType("application/x-www-form-urlencoded");
    }

    boolean isMultipart() {
        return isType("multipart/");
    }

    boolean looksLikeJson() {
        String start = text.stripLeading();
        return type.contains("json") || start.startsWith("{") || start.startsWith("[");
    }

    /** The tree it is, null if it is no JSON. */
    @Nullable
    JsonNode tree() {
        if (binary || !looksLikeJson()) {
            return null;
        }
        try {
            JsonNode tree = Json.tree(text.getBytes(UTF_8));
            return tree.isMissingNode() ? null : tree;
        } catch (UncheckedIOException e) {
            return null; // what only looks like JSON is kept and compared as text
        }
    }

    private boolean isType(String start) {
        return type.toLowerCase(Locale.ROOT).startsWith(start);
    }
}
