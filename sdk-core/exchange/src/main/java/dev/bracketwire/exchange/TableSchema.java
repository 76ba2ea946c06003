// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.exchange;

import dev.bracketwire.exchange.internal.ColumnInference;
import dev.bracketwire.internal.json.Json;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Describes the columns of a table and the values that they accept. Other columns are not checked.
 *
 * <pre>{@code
 * Schema players = TableSchema.of(
 *         Column.text("id").required().unique(),
 *         Column.whole("score").between(0, 5000));
 * }</pre>
 */
public final class TableSchema implements Schema {
    private final List<Column> columns;

    private TableSchema(List<Column> columns) {
        this.columns = columns;
    }

    /** Makes a schema of columns. */
    public static TableSchema of(Column... columns) {
        return of(List.of(columns));
    }

    /**
     * Makes a schema of columns.
     *
     * @throws IllegalArgumentException if two have the same name
     */
    public static TableSchema of(List<Column> columns) {
        Map<String, Long> names = columns.stream().collect(Collectors.groupingBy(Column::name, Collectors.counting()));
        names.forEach((name, count) -> {
            if (count > 1) {
                throw new IllegalArgumentException("column " + name + " is given " + count + " times");
            }
        });
        return new TableSchema(List.copyOf(columns));
    }

    /**
     * Infers a schema from the first rows: for each column the narrowest kind that fits all values, and whether every row
     * has a value. Numbers that begin with a zero or have more than fifteen digits count as text, since they are mostly
     * ids. A sample cannot show uniqueness, patterns or ranges: add these yourself.
     *
     * @param sample how many rows to look at
     */
    public static TableSchema infer(Iterable<? extends Map<String, ? extends @Nullable Object>> rows, int sample) {
        ColumnInference columnInference = new ColumnInference();
        int seen = 0;
        for (Map<String, ? extends @Nullable Object> row : rows) {
            columnInference.add(row);
            if (++seen >= sample) {
                break;
            }
        }
        return of(columnInference.columns());
    }

    /** Returns the columns. */
    public List<Column> columns() {
        return columns;
    }

    /** Returns a copy with one column changed, such as {@code with("id", Column::unique)}. */
    public TableSchema with(String name, Function<Column, Column> change) {
        if (columns.stream().noneMatch(column -> column.name().equals(name))) {
            throw new IllegalArgumentException("there is no column " + name + " in " + this);
        }
        return of(columns.stream()
                .map(column -> column.name().equals(name) ? change.apply(column) : column)
                .toList());
    }

    @Override
    public Checker checker() {
        return new TableChecker(columns);
    }

    /** Returns this schema as JSON Schema 2020-12, which cannot express that a column is unique: that becomes a comment. */
    public String toJsonSchema() {
        Map<String, Object> properties = new LinkedHashMap<>();
        columns.forEach(column -> properties.put(column.name(), property(column)));
        Map<String, Object> schema = new LinkedHashMap<>();
        schema.put("$schema", "https://json-schema.org/draft/2020-12/schema");
        schema.put("type", "object");
        schema.put("properties", properties);
        schema.put(
                "required",
                columns.stream().filter(Column::isRequired).map(Column::name).toList());
        return new String(Json.write(schema), StandardCharsets.UTF_8);
    }

    private static Map<String, Object> property(Column column) {
        Map<String, Object> property = new LinkedHashMap<>();
        switch (column.kind()) {
            case TEXT -> property.put("type", "string");
            case WHOLE -> property.put("type", "integer");
            case DECIMAL -> property.put("type", "number");
            case TRUTH -> property.put("type", "boolean");
            case DATE -> {
                property.put("type", "string");
                property.put("format", "date");
            }
            case INSTANT -> {
                property.put("type", "string");
                property.put("format", "date-time");
            }
        }
        if (column.regex() != null) {
            property.put("pattern", "^(?:" + column.regex() + ")$");
        }
        if (column.least() != null) {
            property.put("minimum", column.least());
            property.put("maximum", Objects.requireNonNull(column.most()));
        }
        if (column.isUnique()) {
            property.put("$comment", "unique in the table");
        }
        return property;
    }

    @Override
    public String toString() {
        return columns.stream().map(Column::toString).collect(Collectors.joining("; "));
    }
}
