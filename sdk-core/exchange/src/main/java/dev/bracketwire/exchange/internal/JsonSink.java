// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.exchange.internal;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.io.SerializedString;
import com.fasterxml.jackson.core.util.MinimalPrettyPrinter;
import dev.bracketwire.exchange.RowException;
import dev.bracketwire.exchange.RowProblem;
import dev.bracketwire.internal.json.Json;
import java.io.IOException;
import java.io.OutputStream;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Writes JSON by Jackson's stream: a list, or a value a line. */
public final class JsonSink implements RowSink {
    private final String target;
    private final boolean lines;
    private final JsonGenerator generator;
    private @Nullable RecordShape recordShape;
    private @Nullable Class<?> type;
    private SerializedString[] names = {};
    private @Nullable Object[] values = {};
    private long rows;

    /** Begins to write. */
    public JsonSink(String target, OutputStream out, boolean lines) throws IOException {
        this.target = target;
        this.lines = lines;
        this.generator = JsonStreams.factory(Integer.MAX_VALUE).createGenerator(out);
        generator.disable(JsonGenerator.Feature.AUTO_CLOSE_JSON_CONTENT);
        generator.setPrettyPrinter(new MinimalPrettyPrinter(lines ? "\n" : ""));
        if (!lines) {
            generator.writeStartArray();
        }
    }

    @Override
    public void write(Object row) throws IOException {
        rows++;
        if (!lines) {
            generator.writeRaw('\n');
        }
        if (row instanceof Record) {
            record(row);
        } else {
            object(RecordShape.map(row));
        }
    }

    private void record(Object row) throws IOException {
        if (row.getClass() != type) {
            type = row.getClass();
            recordShape = RecordShape.of(type);
            names = recordShape.names().stream().map(SerializedString::new).toArray(SerializedString[]::new);
            values = new Object[names.length];
        }
        RecordShape known = Objects.requireNonNull(recordShape);
        known.read(row, values);
        generator.writeStartObject();
        for (int i = 0; i < names.length; i++) {
            generator.writeFieldName(names[i]);
            value(known.names().get(i), values[i]);
        }
        generator.writeEndObject();
    }

    private void object(Map<String, ?> object) throws IOException {
        generator.writeStartObject();
        for (Map.Entry<String, ?> field : object.entrySet()) {
            generator.writeFieldName(field.getKey());
            value(field.getKey(), field.getValue());
        }
        generator.writeEndObject();
    }

    @SuppressWarnings("unchecked") // names are text in whatever becomes JSON
    private void value(String column, @Nullable Object value) throws IOException {
        if (value == null) {
            generator.writeNull();
        } else if (value instanceof String text) {
            generator.writeString(text);
        } else if (value instanceof Integer
                || value instanceof Long
                || value instanceof Short
                || value instanceof Byte) {
            generator.writeNumber(((Number) value).longValue());
        } else if (value instanceof Boolean truth) {
            generator.writeBoolean(truth);
        } else if (value instanceof BigInteger number) {
            generator.writeNumber(number);
        } else if (value instanceof BigDecimal number) {
            generator.writeNumber(number);
        } else if (value instanceof Number number) {
            if (!Double.isFinite(number.doubleValue())) {
                throw new RowException(
                        target, new RowProblem(rows, 0, column, "is no number JSON knows", number.toString()));
            }
            generator.writeNumber(number.toString());
        } else if (value instanceof Map<?, ?> object) {
            object((Map<String, ?>) object);
        } else if (value instanceof Iterable<?> list && ValueText.nested(value)) {
            generator.writeStartArray();
            for (Object item : list) {
                value(column, item);
            }
            generator.writeEndArray();
        } else if (ValueText.nested(value)) {
            value(column, Json.convert(value, value instanceof Record ? Map.class : List.class));
        } else {
            generator.writeString(ValueText.text(value));
        }
    }

    @Override
    public void close() throws IOException {
        if (!lines) {
            generator.writeRaw('\n');
            generator.writeEndArray();
        }
        generator.writeRaw('\n');
        generator.close();
    }
}
