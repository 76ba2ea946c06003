// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.connector.internal.fields;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.bracketwire.conformance.Suite;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The vectors of httpwg/structured-field-tests: parsing, and the canonical form. */
class StructuredFieldsConformance {
    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .build();
    private static final String REFUSED = "refused";

    @Test
    void structuredFields_eachVector_asStated() throws Exception {
        Suite.run("core/structured-fields", suite -> {
            for (Path file : suite.files(".json")) {
                for (JsonNode vector : JSON.readTree(file.toFile())) {
                    check(suite, file, vector);
                }
            }
        });
    }

    private static void check(Suite suite, Path file, JsonNode vector) {
        String name = vector.path("name").asText();
        Object got = got(vector);
        boolean mayFail = vector.path("can_fail").asBoolean() && got.equals(REFUSED);
        boolean mustFail = vector.path("must_fail").asBoolean() || mayFail;
        suite.check(file, name, mustFail ? REFUSED : expected(vector), () -> got);
    }

    private static Object expected(JsonNode vector) {
        Object value = VectorValue.read(vector.path("header_type").asText(), vector.path("expected"));
        JsonNode canonical = vector.path(vector.has("canonical") ? "canonical" : "raw");
        return value + " written as " + String.join(", ", texts(canonical));
    }

    /** A vector without {@code raw} is about writing alone. */
    private static Object got(JsonNode vector) {
        String type = vector.path("header_type").asText();
        try {
            Object value = vector.has("raw")
                    ? parsed(type, texts(vector.path("raw")))
                    : VectorValue.read(type, vector.path("expected"));
            return value + " written as " + written(value);
        } catch (FieldSyntaxException e) {
            return REFUSED;
        } catch (RuntimeException e) {
            return e;
        }
    }

    private static Object parsed(String type, List<String> raw) {
        return switch (type) {
            case "item" -> StructuredFields.parseItem(raw);
            case "list" -> StructuredFields.parseList(raw);
            case "dictionary" -> StructuredFields.parseDictionary(raw);
            default -> throw new IllegalArgumentException("header_type " + type);
        };
    }

    @SuppressWarnings("unchecked") // made by parsed() or VectorValue
    private static String written(Object value) {
        if (value instanceof FieldMember fieldMember) {
            return StructuredFields.serialise(fieldMember);
        }
        return value instanceof List<?> list
                ? StructuredFields.serialise((List<FieldMember>) list)
                : StructuredFields.serialise((Map<String, FieldMember>) value);
    }

    private static List<String> texts(JsonNode array) {
        List<String> texts = new ArrayList<>();
        array.forEach(text -> texts.add(text.asText()));
        return texts;
    }
}
