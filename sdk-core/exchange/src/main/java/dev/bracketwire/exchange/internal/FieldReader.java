// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.exchange.internal;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.deser.std.StdDeserializer;
import dev.bracketwire.exchange.RowChange;
import java.io.IOException;
import java.util.Map;

/** Reads a field of a change digit by digit, where Jackson would make a double of what has no type. */
public final class FieldReader extends StdDeserializer<RowChange.Field> {
    private static final long serialVersionUID = 1L;

    /** Is called by Jackson. */
    public FieldReader() {
        super(RowChange.Field.class);
    }

    @Override
    public RowChange.Field deserialize(JsonParser parser, DeserializationContext context) throws IOException {
        return CanonicalValues.value(parser) instanceof Map<?, ?> field
                ? new RowChange.Field(String.valueOf(field.get("column")), field.get("before"), field.get("after"))
                : context.reportInputMismatch(this, "no field");
    }
}
