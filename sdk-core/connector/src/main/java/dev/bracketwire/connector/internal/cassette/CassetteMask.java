// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.connector.internal.cassette;

import com.fasterxml.jackson.databind.JsonNode;
import dev.bracketwire.internal.text.SecretMask;
import java.util.Iterator;
import org.jspecify.annotations.Nullable;

/** Stands where a secret stood, and matches whatever stands there the next time. */
final class CassetteMask {
    static final String TEXT = SecretMask.TEXT;

    private CassetteMask() {}

    /** Whether a text is the recorded one, except where that is masked. */
    static boolean fits(String recorded, String asked) {
        int mask = recorded.indexOf(TEXT);
        if (mask < 0) {
            return recorded.equals(asked);
        }
        if (!asked.startsWith(recorded.substring(0, mask))) {
            return false;
        }
        String rest = recorded.substring(mask + TEXT.length());
        int at = mask;
        for (int next = rest.indexOf(TEXT); next >= 0; next = rest.indexOf(TEXT)) {
            String literal = rest.substring(0, next);
            at = asked.indexOf(literal, at);
            if (at < 0) {
                return false;
            }
            at += literal.length();
            rest = rest.substring(next + TEXT.length());
        }
        return asked.length() - at >= rest.length() && asked.endsWith(rest);
    }

    /** Where a tree first is not the recorded one, as a pointer of names that were recorded; null if nowhere. */
    static @Nullable String difference(JsonNode recorded, JsonNode asked) {
        if (recorded.isTextual() && recorded.textValue().equals(TEXT)) {
            return null;
        }
        if (recorded.isObject() && asked.isObject()) {
            return inObject(recorded, asked);
        }
        if (recorded.isArray() && asked.isArray()) {
            return inArray(recorded, asked);
        }
        boolean same = recorded.equals(asked);
        if (recorded.isNumber() && asked.isNumber()) {
            same = recorded.decimalValue().compareTo(asked.decimalValue()) == 0;
        } else if (recorded.isTextual() && asked.isTextual()) {
            same = fits(recorded.textValue(), asked.textValue());
        }
        return same ? null : "";
    }

    private static @Nullable String inObject(JsonNode recorded, JsonNode asked) {
        for (Iterator<String> names = recorded.fieldNames(); names.hasNext(); ) {
            String name = names.next();
            String inside = asked.has(name) ? difference(recorded.get(name), asked.get(name)) : "";
            if (inside != null) {
                return "/" + name + inside;
            }
        }
        return recorded.size() == asked.size() ? null : "";
    }

    private static @Nullable String inArray(JsonNode recorded, JsonNode asked) {
        for (int i = 0; i < Math.min(recorded.size(), asked.size()); i++) {
            String inside = difference(recorded.get(i), asked.get(i));
            if (inside != null) {
                return "/" + i + inside;
            }
        }
        return recorded.size() == asked.size() ? null : "";
    }
}
