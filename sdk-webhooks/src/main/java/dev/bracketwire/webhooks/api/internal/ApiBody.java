// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.webhooks.api.internal;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Reads the JSON object of a request. A field that is unknown or of another type is refused by its name. */
public final class ApiBody {
    private static final ObjectMapper JSON = JsonMapper.builder()
            .enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    private final JsonNode object;

    private ApiBody(JsonNode object) {
        this.object = object;
    }

    /** Reads a body, which may be empty; no other fields than these may be in it. */
    public static ApiBody read(byte[] body, String... fields) {
        return read(body, List.of(fields));
    }

    /** Reads a body, which may be empty; no other fields than these may be in it. */
    public static ApiBody read(byte[] body, List<String> fields) {
        if (body.length == 0) {
            return new ApiBody(JSON.createObjectNode());
        }
        JsonNode read;
        try {
            read = JSON.readTree(body);
        } catch (IOException e) {
            throw new ApiFailure(400, "the body must be one JSON object without repeated fields");
        }
        if (read == null || !read.isObject()) {
            throw new ApiFailure(400, "the body must be a JSON object");
        }
        Set<String> unknown = new TreeSet<>();
        read.fieldNames().forEachRemaining(unknown::add);
        fields.forEach(unknown::remove);
        if (!unknown.isEmpty()) {
            throw new ApiFailure(
                    400, "the body has unknown fields; known are " + String.join(", ", new TreeSet<>(fields)));
        }
        return new ApiBody(read);
    }

    /** Whether a field is there. */
    public boolean has(String name) {
        return object.has(name);
    }

    /** Returns a text. */
    public @Nullable String text(String name) {
        JsonNode node = object.path(name);
        if (node.isMissingNode()) {
            return null;
        }
        return require(node.isTextual(), name, "a text", node).asText();
    }

    /** Returns a text that must be there. */
    public String requiredText(String name) {
        String text = text(name);
        if (text == null || text.isEmpty()) {
            throw new ApiFailure(400, name + " must be set");
        }
        return text;
    }

    /** Returns a number. */
    public double number(String name) {
        JsonNode node = object.path(name);
        return require(node.isNumber(), name, "a number", node).asDouble();
    }

    /** Returns a whole number. */
    public int whole(String name) {
        JsonNode node = object.path(name);
        return require(node.isIntegralNumber() && node.canConvertToInt(), name, "a whole number", node)
                .asInt();
    }

    /** Returns whether a field is true. */
    public boolean flag(String name) {
        JsonNode node = object.path(name);
        return !node.isMissingNode()
                && require(node.isBoolean(), name, "true or false", node).asBoolean();
    }

    /** Returns a list of texts. */
    public String[] texts(String name) {
        List<String> texts = new ArrayList<>();
        JsonNode node = object.path(name);
        for (JsonNode each : require(node.isArray(), name, "a list of texts", node)) {
            texts.add(require(each.isTextual(), name, "a list of texts", each).asText());
        }
        return texts.toArray(String[]::new);
    }

    /** Returns a list of whole numbers. */
    public List<Long> wholes(String name) {
        List<Long> numbers = new ArrayList<>();
        JsonNode node = object.path(name);
        for (JsonNode each : require(node.isArray(), name, "a list of whole numbers", node)) {
            numbers.add(
                    require(each.isIntegralNumber() && each.canConvertToLong(), name, "a list of whole numbers", each)
                            .asLong());
        }
        return numbers;
    }

    /** Returns an object of texts. */
    public Map<String, String> textsByName(String name) {
        Map<String, String> texts = new LinkedHashMap<>();
        JsonNode node = object.path(name);
        for (Map.Entry<String, JsonNode> each :
                require(node.isObject(), name, "an object of texts", node).properties()) {
            texts.put(
                    each.getKey(),
                    require(each.getValue().isTextual(), name, "an object of texts", each.getValue())
                            .asText());
        }
        return texts;
    }

    /** Returns a time. */
    public @Nullable Instant time(String name) {
        String text = text(name);
        return text == null ? null : time(name, text);
    }

    /** Reads a time such as {@code 2026-11-30T12:00:00Z}. */
    public static Instant time(String name, String text) {
        try {
            return Instant.parse(text);
        } catch (DateTimeParseException e) {
            throw new ApiFailure(400, name + " must be a time such as 2026-11-30T12:00:00Z");
        }
    }

    /** Returns any value, as maps, lists and scalars. */
    public Object value(String name) {
        JsonNode node = object.path(name);
        if (node.isMissingNode() || node.isNull()) {
            throw new ApiFailure(400, name + " must be set");
        }
        return JSON.convertValue(node, Object.class);
    }

    private static JsonNode require(boolean fits, String name, String kind, JsonNode node) {
        if (!fits) {
            throw new ApiFailure(400, name + " must be " + kind);
        }
        return node;
    }
}
