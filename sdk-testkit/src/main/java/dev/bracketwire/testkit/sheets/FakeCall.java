// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.testkit.sheets;

import java.time.Instant;
import java.util.List;

/**
 * Describes one request that a {@link FakeSheets} answered.
 *
 * @param method Google's name of the method without the first word, such as {@code values.batchGet}, {@code drive.files.get}
 *     or {@code token}
 * @param user the user of the token, "" for a token that is not accepted
 * @param spreadsheetId "" where the request names no spreadsheet
 * @param ranges the A1 ranges that the request names
 * @param status the status answered, also if the answer was lost
 * @param at the fake's time
 */
public record FakeCall(
        String method, Kind kind, String user, String spreadsheetId, List<String> ranges, int status, Instant at) {
    /** Lists the quotas that requests count against. */
    public enum Kind {
        /** Counts as a read request of Sheets. */
        READ,
        /** Counts as a write request of Sheets. */
        WRITE,
        /** Goes to Drive. */
        DRIVE,
        /** Asks for an access token. */
        TOKEN
    }

    /** Copies the list. */
    public FakeCall {
        ranges = List.copyOf(ranges);
    }
}
