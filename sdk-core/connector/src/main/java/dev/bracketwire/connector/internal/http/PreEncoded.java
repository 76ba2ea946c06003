// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.connector.internal.http;

import org.jspecify.annotations.Nullable;

/**
 * Stands among the arguments of a path or as the value of a query parameter where it is encoded already, as a typed
 * endpoint has it: it goes into the URL as it is, slashes included, and cannot leave the path.
 *
 * @param text the encoded text, null for a query parameter that has a name only
 */
public record PreEncoded(@Nullable String text) {
    /** No value: the parameter's name stands alone. */
    public static final PreEncoded NONE = new PreEncoded(null);

    String inPath() {
        if (text == null || text.isEmpty()) {
            throw new IllegalArgumentException("an encoded argument must not be empty");
        }
        for (String segment : text.split("/", -1)) {
            if (PercentEncoding.isDots(segment)) {
                throw new IllegalArgumentException("an encoded argument must not step up or stay with . or ..");
            }
        }
        // Encodes what would end the path, such as a question mark, and leaves percent signs alone.
        return PercentEncoding.path(text);
    }
}
