// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.speedgaming.internal;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonFactoryBuilder;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** Opens bodies of SpeedGaming, which hold raw line breaks in texts, a byte order mark, or bytes that are no UTF-8. */
final class FeedJson {
    static final int DEEPEST = 5_000;
    private static final char REPLACEMENT = '\uFFFD';
    private static final int SHOWN = 60;

    // One long text, name or number must not spoil the episodes around it. The size of the body is limited before.
    // Names are not kept, as foreign ones would fill that table.
    private static final JsonFactory FACTORY = new JsonFactoryBuilder()
            .enable(JsonReadFeature.ALLOW_UNESCAPED_CONTROL_CHARS)
            .disable(JsonFactory.Feature.CANONICALIZE_FIELD_NAMES)
            .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNestingDepth(DEEPEST)
                    .maxStringLength(Integer.MAX_VALUE)
                    .maxNumberLength(Integer.MAX_VALUE)
                    .maxNameLength(Integer.MAX_VALUE)
                    .build())
            .build();

    private FeedJson() {}

    static JsonParser open(byte[] body) throws IOException {
        String text = new String(body, StandardCharsets.UTF_8);
        return FACTORY.createParser(text.startsWith("\uFEFF") ? text.substring(1) : text);
    }

    /** Returns the reason why the body is not one whole JSON array; null if it is. */
    static @Nullable String arrayProblem(byte[] body) {
        try (JsonParser parser = open(body)) {
            String problem = noArray(parser.nextToken());
            if (problem != null) {
                return problem;
            }
            parser.skipChildren();
            return parser.nextToken() == null ? null : "goes on after its end";
        } catch (IOException e) {
            return "is no whole JSON";
        }
    }

    /** Returns the reason why a body that begins so is no array; null if it is one. */
    static @Nullable String noArray(@Nullable JsonToken first) {
        if (first == JsonToken.START_ARRAY) {
            return null;
        }
        return first == null ? "is empty" : "is " + kind(first);
    }

    /** Returns the text of the field {@code error} of an object; null if the body is something else. */
    static @Nullable String error(byte[] body) {
        try (JsonParser parser = open(body)) {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                return null;
            }
            String found = null;
            while (parser.nextToken() == JsonToken.FIELD_NAME) {
                boolean named = parser.currentName().equals("error");
                JsonToken value = parser.nextToken();
                if (named && value != JsonToken.VALUE_NULL && value != JsonToken.VALUE_FALSE) {
                    found = value.isScalarValue() ? clean(parser.getText()) : kind(value);
                }
                parser.skipChildren();
            }
            return found;
        } catch (IOException e) {
            return null; // the reader of the reply reports it
        }
    }

    static String kind(JsonToken token) {
        return switch (token) {
            case START_OBJECT -> "an object";
            case START_ARRAY -> "a list";
            case VALUE_NULL -> "null";
            case VALUE_TRUE, VALUE_FALSE -> "true or false";
            case VALUE_STRING -> "a text";
            default -> "a number";
        };
    }

    /** Replaces NUL and half surrogate pairs, which PostgreSQL refuses. */
    static String clean(String text) {
        StringBuilder changed = null;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c != 0 && !Character.isSurrogate(c)) {
                continue;
            }
            if (Character.isHighSurrogate(c) && i + 1 < text.length() && Character.isLowSurrogate(text.charAt(i + 1))) {
                i++;
                continue;
            }
            changed = changed == null ? new StringBuilder(text) : changed;
            changed.setCharAt(i, REPLACEMENT);
        }
        return changed == null ? text : changed.toString();
    }

    /** Shortens a foreign text and removes its control characters, for messages. */
    static String shown(String text) {
        String start = text.codePointCount(0, text.length()) <= SHOWN
                ? text
                : text.substring(0, text.offsetByCodePoints(0, SHOWN)) + "...";
        StringBuilder shown = new StringBuilder(start.length());
        start.codePoints().forEach(point -> {
            int type = Character.getType(point);
            boolean hidden = type == Character.CONTROL
                    || type == Character.FORMAT
                    || type == Character.LINE_SEPARATOR
                    || type == Character.PARAGRAPH_SEPARATOR;
            shown.appendCodePoint(hidden ? REPLACEMENT : point);
        });
        return shown.toString();
    }
}
