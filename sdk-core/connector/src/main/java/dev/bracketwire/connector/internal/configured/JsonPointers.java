// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.connector.internal.configured;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.databind.JsonNode;
import dev.bracketwire.CallException;
import dev.bracketwire.MalformedReplyException;
import java.util.Locale;

/** JSON pointers after RFC 6901, and words for what stands where they lead. */
final class JsonPointers {
    private JsonPointers() {}

    /** Whether the text is a pointer. Jackson takes a wrong escape as it is, and would look for it in vain. */
    static boolean isOne(String text) {
        for (int tilde = text.indexOf('~'); tilde >= 0; tilde = text.indexOf('~', tilde + 1)) {
            char escaped = tilde + 1 < text.length() ? text.charAt(tilde + 1) : ' ';
            if (escaped != '0' && escaped != '1') {
                return false;
            }
        }
        return text.isEmpty() || text.startsWith("/");
    }

    static JsonPointer of(String text) {
        return JsonPointer.compile(text);
    }

    static String escaped(String step) {
        return step.replace("~", "~0").replace("/", "~1");
    }

    static MalformedReplyException malformed(
            CallException.Where where, String pointer, String expected, JsonNode found) {
        return new MalformedReplyException(where, pointer, expected, found(found));
    }

    private static String found(JsonNode node) {
        return switch (node.getNodeType()) {
            case MISSING -> "is missing";
            case NULL -> "is null";
            case ARRAY, OBJECT -> "is an " + node.getNodeType().name().toLowerCase(Locale.ROOT);
            case STRING -> "is text";
            default -> "is a " + node.getNodeType().name().toLowerCase(Locale.ROOT);
        };
    }
}
