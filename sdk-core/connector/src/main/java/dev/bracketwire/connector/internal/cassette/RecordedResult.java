// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.connector.internal.cassette;

import dev.bracketwire.connector.Headers;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What became of a request.
 *
 * @param status the reply's status, 0 if there was none
 * @param body its body, null if it was empty
 * @param whole whether the body was read to its end
 * @param failure what happened in place of a reply
 * @param sent whether the request may have reached the upstream
 */
record RecordedResult(
        int status,
        Headers headers,
        @Nullable RecordedContent body,
        boolean whole,
        @Nullable Failure failure,
        boolean sent) {
    static RecordedResult reply(int status, Headers headers, @Nullable RecordedContent body, boolean whole) {
        return new RecordedResult(status, headers, body, whole, null, true);
    }

    static RecordedResult failure(Failure failure, boolean sent) {
        return new RecordedResult(0, Headers.none(), null, true, failure, sent);
    }

    /** Why no reply came. */
    enum Failure {
        /** Nobody listened. */
        REFUSED,
        /** The host's name was not resolved. */
        UNKNOWN_HOST,
        /** There was no trusted TLS connection. */
        UNTRUSTED,
        /** The attempt's time ran out. */
        TIMEOUT,
        /** The call ended before an answer came: its deadline, a cancel, or the close of the connector. */
        UNANSWERED,
        /** The reply had more bytes than the connector takes. */
        TOO_LARGE,
        /** The connection broke. */
        BROKEN;

        String text() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }
}
