// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.connector.internal.fields;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Is one member of a list or dictionary: an item or an inner list, with parameters in their order. */
public sealed interface FieldMember {
    /** The parameters, in the order of the field; immutable. */
    Map<String, BareItem> params();

    /** The parameter of this name, or null. */
    default @Nullable BareItem param(String name) {
        return params().get(name);
    }

    /** A value. */
    record Item(BareItem value, Map<String, BareItem> params) implements FieldMember {
        /** Copies, and checks the keys. */
        public Item {
            params = checked(params);
        }

        /** A value without parameters. */
        public static Item of(BareItem value) {
            return new Item(value, Map.of());
        }
    }

    /** A list of values in parentheses; it holds no further list. */
    record InnerList(List<Item> items, Map<String, BareItem> params) implements FieldMember {
        /** Copies, and checks the keys. */
        public InnerList {
            items = List.copyOf(items);
            params = checked(params);
        }
    }

    /** An immutable copy in the same order; a key that RFC 9651 cannot write is refused. */
    private static <V> Map<String, V> checked(Map<String, V> source) {
        source.keySet().forEach(StructuredFields::requireKey);
        return Collections.unmodifiableMap(new LinkedHashMap<>(source));
    }
}
