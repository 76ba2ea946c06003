// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.webhooks.api.internal;

import dev.bracketwire.webhooks.http.WebReply;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;

/** Ends a request with a status and a sentence, as RFC 9457 says. */
public final class ApiFailure extends RuntimeException {
    private static final long serialVersionUID = 1L;
    private static final Map<Integer, String> TITLES = Map.of(
            400, "Bad Request",
            401, "Unauthorized",
            403, "Forbidden",
            404, "Not Found",
            405, "Method Not Allowed",
            409, "Conflict",
            422, "Unprocessable Content",
            429, "Too Many Requests",
            500, "Internal Server Error",
            503, "Service Unavailable");

    private final int status;

    /** Ends it. */
    public ApiFailure(int status, String detail) {
        super(detail);
        this.status = status;
    }

    /** Returns the reply. */
    public WebReply reply() {
        Map<String, Object> problem = new LinkedHashMap<>();
        problem.put("type", "about:blank");
        problem.put("title", TITLES.getOrDefault(status, "Error"));
        problem.put("status", status);
        problem.put("detail", String.valueOf(getMessage()));
        byte[] json = WebReply.json(200, problem).text().getBytes(StandardCharsets.UTF_8);
        return WebReply.of(status, "application/problem+json", json);
    }
}
