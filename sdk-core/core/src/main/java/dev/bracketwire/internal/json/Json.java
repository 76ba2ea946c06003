// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.internal.json;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.core.util.JsonParserDelegate;
import com.fasterxml.jackson.core.util.Separators;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JavaType;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.lang.reflect.Type;
import java.nio.charset.StandardCharsets;

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

    private static final ObjectReader TREES = MAPPER.readerFor(JsonNode.class)
            .with(DeserializationFeature.FAIL_ON_READING_DUP_TREE_KEY)
            .with(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .without(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES);

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
            String path = JsonProblem.path(e);
            throw new IllegalArgumentException("a " + value.getClass().getName() + " cannot be written as JSON"
                    + (path.isEmpty() ? "" : " at " + path));
        }
    }

    /** Writes a document piece by piece for people; the stream stays open. */
    public static JsonGenerator generator(OutputStream out) throws IOException {
        return MAPPER.createGenerator(out)
                .disable(JsonGenerator.Feature.AUTO_CLOSE_TARGET)
                .useDefaultPrettyPrinter();
    }

    /** Writes a tree for people, the same on every platform. */
    public static byte[] pretty(JsonNode tree) {
        DefaultIndenter lines = new DefaultIndenter("  ", "\n");
        DefaultPrettyPrinter printer = new DefaultPrettyPrinter()
                .withObjectIndenter(lines)
                .withArrayIndenter(lines)
                .withSeparators(Separators.createDefaultInstance()
                        .withObjectFieldValueSpacing(Separators.Spacing.AFTER)
                        .withRootSeparator("\n"));
        try {
            return (MAPPER.writer(printer).writeValueAsString(tree) + "\n").getBytes(StandardCharsets.UTF_8);
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Reads a value this process has written, from the given place on. */
    public static Object read(ObjectReader reader, byte[] bytes, int offset) {
        try {
            return reader.readValue(bytes, offset, bytes.length - offset);
        } catch (IOException e) {
            throw new IllegalArgumentException("what was written as JSON cannot be read back at " + JsonProblem.path(e)
                    + ": " + JsonProblem.found(e));
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

    /** Reads a tree as the other does. */
    public static JsonNode tree(String text) {
        try {
            return TREES.readTree(text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Prepares the reading of a part of a tree, which goes as if the part were a text of its own. */
    public static JsonParser parser(JsonNode part) {
        return new JsonParserDelegate(part.traverse()) {
            // A tree keeps every digit; what is read into no type in particular is a double there as it is elsewhere.
            @Override
            public NumberTypeFP getNumberTypeFP() {
                return NumberTypeFP.UNKNOWN;
            }
        };
    }
}
