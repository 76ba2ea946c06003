// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.connector.internal.cassette;

import dev.bracketwire.connector.Headers;
import org.jspecify.annotations.Nullable;

/**
 * One request, as far as a cassette keeps it.
 *
 * @param template the template of its path, empty in a cassette written by hand that does without
 * @param path the path with its arguments, encoded
 * @param query the query, encoded, empty if there was none
 * @param headers what was said to be kept of the headers
 */
record RecordedRequest(
        String method,
        String template,
        String path,
        String query,
        Headers headers,
        @Nullable RecordedContent body) {
    /** How messages name it: without an argument. */
    String name() {
        return method + " " + (template.isEmpty() ? "(no template)" : template);
    }
}
