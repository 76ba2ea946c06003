// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.internal.exchange;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Makes rows of JSON objects. */
final class JsonRow<T> {
    private final Binder<T> binder;
    private final Faults faults;
    private final NamedSlots slots;

    JsonRow(Binder<T> binder, Faults faults) {
        this.binder = binder;
        this.faults = faults;
        this.slots = new NamedSlots(binder);
    }

    /** Reads the value the parser is at, and gives the row, null if it is wrong. */
    @Nullable
    T read(JsonParser parser) throws IOException {
        binder.begin();
        slots.begin(faults.row());
        if (parser.currentToken() != JsonToken.START_OBJECT) {
            Object value = JsonStreams.value(parser, "", faults);
            faults.add("", "is no object", String.valueOf(value));
            faults.drop(() -> value);
            return null;
        }
        for (String name = parser.nextFieldName(); name != null; name = parser.nextFieldName()) {
            Slot slot = slots.slot(name);
            if (!slots.first(slot)) {
                faults.add(name, "is there twice", "");
            }
            fill(slot, parser);
        }
        T row = binder.build();
        if (faults.any() || row == null) {
            faults.drop(binder::data);
            return null;
        }
        return row;
    }

    private void fill(Slot slot, JsonParser parser) throws IOException {
        switch (parser.nextToken()) {
            case VALUE_STRING -> slot.text(parser.getText());
            case VALUE_NUMBER_INT -> {
                if (parser.getNumberType() == JsonParser.NumberType.BIG_INTEGER) {
                    slot.value(parser.getBigIntegerValue());
                } else {
                    slot.whole(parser.getLongValue());
                }
            }
            default -> slot.value(JsonStreams.value(parser, slot.column, faults));
        }
    }
}
