// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.sheets;

import com.fasterxml.jackson.databind.JsonNode;
import dev.bracketwire.CallException;
import dev.bracketwire.MalformedReplyException;
import java.time.Instant;
import java.time.format.DateTimeParseException;

/**
 * Holds the version of a spreadsheet by Google Drive.
 *
 * @param number rises with every change, invisible ones included
 * @param modifiedAt the time of the last change, which Drive may report late
 */
public record FileVersion(long number, Instant modifiedAt) {
    static FileVersion of(JsonNode file) {
        try {
            return new FileVersion(
                    file.path("version").asLong(0),
                    Instant.parse(file.path("modifiedTime").asText()));
        } catch (DateTimeParseException e) {
            throw new MalformedReplyException(
                    CallException.Where.of("google-drive", "version"),
                    "modifiedTime",
                    "a time",
                    "is " + file.path("modifiedTime").getNodeType());
        }
    }
}
