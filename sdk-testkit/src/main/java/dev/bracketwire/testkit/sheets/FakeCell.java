// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.testkit.sheets;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.jspecify.annotations.Nullable;

/**
 * Holds one cell: the value that was entered (String, Double or Boolean) or its formula, and the fields beside them, such
 * as note and format, as Google writes them. Immutable; nothing changes {@code more}.
 *
 * @param value the entered value, or for a formula the value that a test wants it to show
 */
record FakeCell(@Nullable Object value, @Nullable String formula, ObjectNode more) {
    static final FakeCell EMPTY = new FakeCell(null, null, JsonNodeFactory.instance.objectNode());

    private static final String ENTERED = "userEnteredValue";

    boolean isEmpty() {
        return !hasContent() && more.isEmpty();
    }

    boolean hasContent() {
        return value != null || formula != null;
    }

    /** Replaces the content and drops everything that belonged to the old text; null empties the cell. */
    FakeCell withValue(@Nullable Object entered) {
        return new FakeCell(entered, null, without("textFormatRuns", "chipRuns"));
    }

    FakeCell withFormula(String text, @Nullable Object shown) {
        return new FakeCell(shown, text, without("textFormatRuns", "chipRuns"));
    }

    FakeCell with(String field, @Nullable JsonNode content) {
        ObjectNode changed = more.deepCopy();
        if (content == null || content.isNull()) {
            changed.remove(field);
        } else {
            changed.set(field, content);
        }
        return new FakeCell(value, formula, changed);
    }

    /** Gives the pattern of the number format if the type is this one, or "" for a type without a pattern. */
    @Nullable
    String pattern(String... types) {
        JsonNode format = more.path("userEnteredFormat").path("numberFormat");
        for (String type : types) {
            if (format.path("type").asText().equals(type)) {
                return format.path("pattern").asText();
            }
        }
        return null;
    }

    /** Gives the fields that a client may write, as CellData. */
    ObjectNode entered() {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        if (formula != null) {
            json.putObject(ENTERED).put("formulaValue", formula);
        } else if (value != null) {
            json.set(ENTERED, extended(value));
        }
        json.setAll(more);
        return json;
    }

    /** Makes a cell of the fields that a client may write. */
    static FakeCell of(ObjectNode json) {
        JsonNode entered = json.path(ENTERED);
        ObjectNode more = json.deepCopy();
        more.remove(ENTERED);
        if (more.path("note").asText().isEmpty()) {
            more.remove("note");
        }
        for (String readOnly : new String[] {"effectiveValue", "formattedValue", "effectiveFormat", "hyperlink"}) {
            more.remove(readOnly);
        }
        if (entered.path("formulaValue").isTextual()) {
            return new FakeCell(null, entered.path("formulaValue").asText(), more);
        }
        Object value = null;
        if (entered.path("stringValue").isTextual()) {
            String text = entered.path("stringValue").asText();
            value = text.isEmpty() ? null : text;
        } else if (entered.has("numberValue")) {
            value = entered.path("numberValue").asDouble();
        } else if (entered.has("boolValue")) {
            value = entered.path("boolValue").asBoolean();
        }
        return new FakeCell(value, null, more);
    }

    /** Writes a value as ExtendedValue. */
    static ObjectNode extended(Object value) {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        if (value instanceof FakeCellError error) {
            json.putObject("errorValue").put("type", error.type()).put("message", error.message());
        } else if (value instanceof Double number) {
            json.set("numberValue", FakeDisplay.number(number));
        } else if (value instanceof Boolean bool) {
            json.put("boolValue", bool);
        } else {
            json.put("stringValue", value.toString());
        }
        return json;
    }

    private ObjectNode without(String... fields) {
        for (String field : fields) {
            if (more.has(field)) {
                ObjectNode rest = more.deepCopy();
                for (String each : fields) {
                    rest.remove(each);
                }
                return rest;
            }
        }
        return more;
    }
}
