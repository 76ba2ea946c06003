// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.connector.internal.configured;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.bracketwire.CallException.Where;
import dev.bracketwire.MalformedReplyException;
import dev.bracketwire.connector.Reply;
import dev.bracketwire.connector.internal.pipeline.ReplyText;
import dev.bracketwire.internal.json.Json;
import dev.bracketwire.internal.json.JsonProblem;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * Finds what an operation gives in a reply, and reads it as a type. Errors name the place by its JSON pointer.
 *
 * @param <T> the type of a result
 */
public final class ResultReader<T> {
    private final String from;
    private final JsonPointer start;
    private final Map<String, String> fields;
    private final Map<String, JsonPointer> pointers = new LinkedHashMap<>();
    private final ObjectReader reader;
    private final String type;

    /** Prepares it for an operation. */
    ResultReader(OperationTemplate operationTemplate, Type type) {
        OperationSettings settings = operationTemplate.settings();
        this.from = settings.items().or(settings::at).orElse("");
        this.start = JsonPointers.of(from);
        this.fields = settings.fields();
        fields.forEach((field, pointer) -> pointers.put(field, JsonPointers.of(pointer)));
        this.reader = Json.reader(type);
        this.type = type instanceof Class<?> named ? named.getSimpleName() : type.getTypeName();
    }

    /** Reads the only result. */
    public T one(Reply reply, Where where) {
        JsonNode node = tree(reply, where).at(start);
        if (node.isMissingNode() || node.isNull()) {
            throw JsonPointers.malformed(where, from, type, node);
        }
        return read(node, from, where);
    }

    /** Finds the list. */
    JsonNode items(JsonNode tree, Where where) {
        JsonNode items = tree.at(start);
        if (!items.isArray()) {
            throw JsonPointers.malformed(where, from, "a list", items);
        }
        return items;
    }

    /** Reads a list. */
    List<T> many(JsonNode items, Where where) {
        List<T> results = new ArrayList<>(items.size());
        for (int i = 0; i < items.size(); i++) {
            String place = from + "/" + i;
            if (items.get(i).isNull()) {
                throw JsonPointers.malformed(where, place, type, items.get(i));
            }
            results.add(read(items.get(i), place, where));
        }
        return results;
    }

    static JsonNode tree(Reply reply, Where where) {
        if (reply.bytes().length == 0) {
            throw new MalformedReplyException(where, "", "JSON", "is empty");
        }
        try {
            return ReplyText.tree(reply);
        } catch (UncheckedIOException e) {
            // Without its cause, whose message quotes what it found.
            throw new MalformedReplyException(
                    where, "", "JSON", JsonProblem.found(Objects.requireNonNull(e.getCause())));
        }
    }

    private T read(JsonNode node, String place, Where where) {
        try (JsonParser parser = Json.parser(fields.isEmpty() ? node : picked(node))) {
            T value = reader.readValue(parser);
            if (value == null) {
                throw new MalformedReplyException(where, place, type, "is null");
            }
            return value;
        } catch (JacksonException e) {
            throw new MalformedReplyException(
                    where, place + within(e), JsonProblem.expected(e, type), JsonProblem.found(e));
        } catch (IOException e) {
            throw new UncheckedIOException("reading from memory failed", e);
        }
    }

    private ObjectNode picked(JsonNode node) {
        ObjectNode result = JsonNodeFactory.instance.objectNode();
        pointers.forEach((field, pointer) -> {
            JsonNode value = node.at(pointer);
            if (!value.isMissingNode()) {
                result.set(field, value);
            }
        });
        return result;
    }

    /** The place within an item: what the result calls a field lies where the settings say. */
    private String within(Throwable failure) {
        StringBuilder pointer = new StringBuilder();
        List<String> steps = JsonProblem.steps(failure);
        for (int i = 0; i < steps.size(); i++) {
            String mapped = i == 0 ? fields.get(steps.get(i)) : null;
            pointer.append(mapped == null ? "/" + JsonPointers.escaped(steps.get(i)) : mapped);
        }
        return pointer.toString();
    }
}
