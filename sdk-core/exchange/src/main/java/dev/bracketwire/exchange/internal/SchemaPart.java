// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.exchange.internal;

import com.fasterxml.jackson.databind.JsonNode;
import com.networknt.schema.Error;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaException;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import dev.bracketwire.exchange.Schema.Problem;
import dev.bracketwire.internal.json.Json;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The one place that knows networknt's validator, which may be absent: then it fails to load. */
public final class SchemaPart {
    private final Schema schema;

    private SchemaPart(Schema schema) {
        this.schema = schema;
    }

    /** Reads a schema. */
    public static SchemaPart parse(String text, Function<String, @Nullable String> others) {
        // Only what is handed over, and what the library brings along: nothing is fetched.
        SchemaRegistry registry = SchemaRegistry.withDefaultDialect(
                SpecificationVersion.DRAFT_2020_12, builder -> builder.schemas(others));
        try {
            return new SchemaPart(registry.getSchema(tree(text)));
        } catch (SchemaException e) {
            throw new IllegalArgumentException("not a JSON Schema: " + e.getMessage(), e);
        }
    }

    private static JsonNode tree(String text) {
        try {
            return Json.tree(text.getBytes(StandardCharsets.UTF_8));
        } catch (UncheckedIOException e) {
            throw new IllegalArgumentException("not well-formed JSON", e);
        }
    }

    /** Returns the problems of a row. */
    public List<Problem> check(Map<String, ? extends @Nullable Object> row) {
        return problems((JsonNode) Json.convert(row, JsonNode.class));
    }

    /** Returns the problems of a value. */
    public List<Problem> checkJson(String json) {
        return problems(tree(json));
    }

    private List<Problem> problems(JsonNode value) {
        try {
            return schema.validate(value).stream().map(SchemaPart::problem).toList();
        } catch (SchemaException e) {
            // What a schema refers to is looked for when it is first needed.
            throw new IllegalArgumentException(
                    "the JSON Schema refers to another that is not to be had: " + e.getMessage(), e);
        }
    }

    private static Problem problem(Error error) {
        String path =
                error.getInstanceLocation().toString().replaceFirst("^/", "").replace('/', '.');
        String missing = error.getProperty();
        String column = missing == null ? path : path.isEmpty() ? missing : path + "." + missing;
        JsonNode node = error.getInstanceNode();
        String value = missing == null && node != null && node.isValueNode() ? node.asText() : "";
        return new Problem(column, rule(error), value);
    }

    private static String rule(Error error) {
        String message = String.valueOf(error.getMessage());
        return "breaks the rule " + error.getKeyword() + ": " + message;
    }
}
