// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.sheets.internal;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.bracketwire.connector.Reply;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * An error body of Google, of the newer form with {@code details} and of the older one with {@code errors}.
 *
 * @param message Google's message, empty if there is none
 * @param reason Google's reason, such as {@code RATE_LIMIT_EXCEEDED} or {@code storageQuotaExceeded}; null if there is none
 * @param quota the name of the quota that is used up, such as {@code ReadRequestsPerMinutePerUser}; null if none is named
 * @param violations the fields of the request that are wrong
 */
public record GoogleError(
        String message, @Nullable String reason, @Nullable String quota, List<String> violations) {
    private static final ObjectMapper JSON = new ObjectMapper();

    private static final int MOST_BYTES = 64 << 10;

    /** Whether a reply is the refusal of a quota that all users of a project share. */
    public static boolean isOfProject(Reply reply) {
        return reply.status() == 429
                && of(reply)
                        .map(GoogleError::quota)
                        .filter(name -> name.contains("PerProject") && !name.contains("PerUser"))
                        .isPresent();
    }

    /** Reads the error of a reply; empty if its body is no error of Google's, such as an HTML page of a proxy. */
    static Optional<GoogleError> of(Reply reply) {
        if (reply.bytes().length == 0 || reply.bytes().length > MOST_BYTES) {
            return Optional.empty();
        }
        JsonNode error;
        try {
            error = JSON.readTree(reply.bytes()).path("error");
        } catch (IOException e) {
            return Optional.empty(); // not JSON: the status alone counts
        }
        return error.isObject() ? Optional.of(of(error)) : Optional.empty();
    }

    private static GoogleError of(JsonNode error) {
        String reason = error.path("errors").path(0).path("reason").textValue();
        String quota = null;
        List<String> violations = new ArrayList<>();
        for (JsonNode detail : error.path("details")) {
            if (detail.path("reason").isTextual()) {
                reason = detail.path("reason").textValue();
            }
            JsonNode limit = detail.path("metadata").path("quota_limit");
            quota = limit.isTextual() ? limit.textValue() : quota;
            for (JsonNode violation : detail.path("fieldViolations")) {
                violations.add(violation.path("description").asText(""));
            }
        }
        return new GoogleError(error.path("message").asText(""), reason, quota, List.copyOf(violations));
    }
}
