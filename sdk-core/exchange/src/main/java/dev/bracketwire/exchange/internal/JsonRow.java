// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.exchange.internal;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Makes rows of JSON objects. */
final class JsonRow<T> {
    private final RowBinder<T> rowBinder;
    private final ProblemCollector problemCollector;
    private final NamedColumns slots;

    JsonRow(RowBinder<T> rowBinder, ProblemCollector problemCollector) {
        this.rowBinder = rowBinder;
        this.problemCollector = problemCollector;
        this.slots = new NamedColumns(rowBinder);
    }

    /** Reads the value the parser is at, and gives the row, null if it is wrong. */
    @Nullable
    T read(JsonParser parser) throws IOException {
        rowBinder.begin();
        slots.begin(problemCollector.row());
        if (parser.currentToken() != JsonToken.START_OBJECT) {
            Object value = JsonStreams.value(parser, "", problemCollector);
            problemCollector.add("", "is no object", String.valueOf(value));
            problemCollector.drop(() -> value);
            return null;
        }
        for (String name = parser.nextFieldName(); name != null; name = parser.nextFieldName()) {
            ColumnSetter columnSetter = slots.slot(name);
            if (!slots.first(columnSetter)) {
                problemCollector.add(name, "is there twice", "");
            }
            fill(columnSetter, parser);
        }
        T row = rowBinder.build();
        if (problemCollector.any() || row == null) {
            problemCollector.drop(rowBinder::data);
            return null;
        }
        return row;
    }

    private void fill(ColumnSetter columnSetter, JsonParser parser) throws IOException {
        switch (parser.nextToken()) {
            case VALUE_STRING -> columnSetter.text(parser.getText());
            case VALUE_NUMBER_INT -> {
                if (parser.getNumberType() == JsonParser.NumberType.BIG_INTEGER) {
                    columnSetter.value(parser.getBigIntegerValue());
                } else {
                    columnSetter.whole(parser.getLongValue());
                }
            }
            default -> columnSetter.value(JsonStreams.value(parser, columnSetter.column, problemCollector));
        }
    }
}
