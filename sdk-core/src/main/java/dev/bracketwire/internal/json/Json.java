// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.internal.json;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JavaType;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.Type;

/** The one way JSON is read and written: strict about its syntax, lenient about fields nobody asked for. */
public final class Json {
    // Stateless and safe for all threads once built; what it learns of types is the same for every client.
    private static final JsonMapper MAPPER = JsonMapper.builder()
            .addModule(new JavaTimeModule())
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .disable(DeserializationFeature.ADJUST_DATES_TO_CONTEXT_TIME_ZONE)
            .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
            .disable(SerializationFeature.WRITE_DURATIONS_AS_TIMESTAMPS)
            .build();

    private static final JsonMapper ROWS = MAPPER.rebuild()
            .enable(DeserializationFeature.ACCEPT_SINGLE_VALUE_AS_ARRAY)
            .build();

    private static final ObjectReader TREES =
            MAPPER.readerFor(JsonNode.class).with(StreamReadFeature.STRICT_DUPLICATE_DETECTION);

    private Json() {}

    /** Reads a text token by token, for what needs to know the line of each. */
    public static JsonParser parser(String text) {
        try {
            return MAPPER.createParser(text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Prepares the reading of a type. */
    public static ObjectReader reader(Type type) {
        JavaType javaType = MAPPER.constructType(type);
        return MAPPER.readerFor(javaType);
    }

    /** Writes a value. */
    public static byte[] write(Object value) {
        try {
            return MAPPER.writeValueAsBytes(value);
        } catch (JsonProcessingException e) {
            // Its message may show the value.
            throw new IllegalArgumentException(
                    "a " + value.getClass().getName() + " cannot be written as JSON at " + Malformed.path(e));
        }
    }

    /** Reads a value this process has written, from the given place on. */
    public static Object read(ObjectReader reader, byte[] bytes, int offset) {
        try {
            return reader.readValue(bytes, offset, bytes.length - offset);
        } catch (IOException e) {
            throw new IllegalArgumentException(
                    "what was written as JSON cannot be read back at " + Malformed.path(e) + ": " + Malformed.found(e));
        }
    }

    /**
     * Makes of maps and lists what a type asks for; a single value stands for a list of one.
     *
     * @throws IllegalArgumentException if it does not fit; its cause says where
     */
    public static Object convert(Object value, Type type) {
        return ROWS.convertValue(value, ROWS.constructType(type));
    }

    /** Reads a tree, for the few places that look into a body without a type; a field that is there twice is an error. */
    public static JsonNode tree(byte[] bytes) {
        try {
            return TREES.readTree(bytes);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
