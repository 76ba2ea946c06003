// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.sheets.internal;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.google.api.client.util.Data;
import com.google.api.services.sheets.v4.model.DataFilter;
import com.google.api.services.sheets.v4.model.DeveloperMetadataLocation;
import com.google.api.services.sheets.v4.model.DeveloperMetadataLookup;
import dev.bracketwire.connector.Body;
import dev.bracketwire.sheets.MetadataLookup;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Writes the models of Google's library, which are maps, as JSON. Google's own writer drops null elements of lists and writes
 * an unknown type as an empty object; this one keeps the first and refuses the second.
 */
public final class ModelJson {
    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    private ModelJson() {}

    /** Returns the JSON of a model, map, list or value. */
    public static JsonNode tree(@Nullable Object value) {
        if (value == null || Data.isNull(value)) {
            return JSON.nullNode();
        }
        if (value instanceof JsonNode node) {
            return node;
        }
        if (value instanceof Map<?, ?> map) {
            ObjectNode object = JSON.objectNode();
            map.forEach((name, each) -> object.set(String.valueOf(name), tree(each)));
            return object;
        }
        if (value instanceof Iterable<?> list) {
            ArrayNode array = JSON.arrayNode();
            list.forEach(each -> array.add(tree(each)));
            return array;
        }
        if (value instanceof String || value instanceof Enum<?>) {
            return JSON.textNode(value instanceof Enum<?> constant ? constant.name() : (String) value);
        }
        if (value instanceof Boolean flag) {
            return JSON.booleanNode(flag);
        }
        if (value instanceof Number number) {
            return number(number);
        }
        throw new IllegalArgumentException("a " + value.getClass().getName() + " has no form in JSON");
    }

    private static JsonNode number(Number number) {
        if (number instanceof Double || number instanceof Float) {
            double value = number.doubleValue();
            if (!Double.isFinite(value)) {
                throw new IllegalArgumentException(value + " has no form in JSON");
            }
            // By its text, so that the float 0.2 is not 0.20000000298.
            return JSON.numberNode(number instanceof Float ? Double.parseDouble(number.toString()) : value);
        }
        if (number instanceof BigDecimal big) {
            return JSON.numberNode(big);
        }
        if (number instanceof BigInteger big) {
            return JSON.numberNode(big);
        }
        return JSON.numberNode(number.longValue());
    }

    static Body body(Object value) {
        return Body.bytes("application/json", tree(value).toString().getBytes(UTF_8));
    }

    /** Returns the filter that finds metadata. */
    static DataFilter filter(MetadataLookup lookup) {
        DeveloperMetadataLookup wanted = new DeveloperMetadataLookup()
                .setMetadataKey(lookup.key())
                .setMetadataValue(lookup.value())
                .setMetadataId(lookup.id())
                .setLocationType(
                        lookup.location() == null ? null : lookup.location().name())
                .setVisibility(
                        lookup.visibility() == null ? null : lookup.visibility().name());
        if (lookup.sheetId() != null) {
            // Without the strategy only metadata of the tab itself would match, and none of its rows and columns.
            wanted.setMetadataLocation(new DeveloperMetadataLocation().setSheetId(lookup.sheetId()))
                    .setLocationMatchingStrategy("INTERSECTING_LOCATION");
        }
        return new DataFilter().setDeveloperMetadataLookup(wanted);
    }
}
