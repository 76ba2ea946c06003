// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.exchange;

import dev.bracketwire.exchange.internal.SchemaPart;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A JSON Schema of draft 2020-12. It needs {@code com.networknt:json-schema-validator} of the line 2.0; on the module path
 * also {@code --add-modules com.networknt.schema}. A schema that names others gets none of them from the net.
 */
public final class JsonSchema implements Schema {
    private final SchemaPart part;

    private JsonSchema(SchemaPart part) {
        this.part = part;
    }

    /**
     * Reads a schema that stands for itself.
     *
     * @throws IllegalArgumentException if it is none
     * @throws IllegalStateException if the library is not there
     */
    public static JsonSchema parse(String schema) {
        return parse(schema, name -> null);
    }

    /**
     * Reads a schema.
     *
     * @param others the text of a schema it refers to, by the whole of its address; null if it is not to be had
     */
    public static JsonSchema parse(String schema, Function<String, @Nullable String> others) {
        Objects.requireNonNull(schema, "schema");
        try {
            return new JsonSchema(SchemaPart.parse(schema, others));
        } catch (LinkageError e) {
            throw new IllegalStateException(
                    "JSON Schema needs com.networknt:json-schema-validator 2.0: add it as a dependency,"
                            + " and on the module path --add-modules com.networknt.schema",
                    e);
        }
    }

    @Override
    public Checker checker() {
        return this::check;
    }

    /** Returns the problems of a row. */
    public List<Problem> check(Map<String, ? extends @Nullable Object> row) {
        return part.check(row);
    }

    /** Returns the problems of any value, given as JSON text. */
    public List<Problem> checkJson(String json) {
        return part.checkJson(json);
    }
}
