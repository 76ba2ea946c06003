// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.connector.internal.cache;

import com.fasterxml.jackson.databind.JsonNode;
import dev.bracketwire.connector.Headers;
import dev.bracketwire.connector.Reply;
import dev.bracketwire.connector.internal.cache.CaseOrigin.Seen;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.NullMarked;
import org.jspecify.annotations.Nullable;

/** Compares what the caller got and the origin received for one request with what the case expects. */
@NullMarked
final class ReplyCheck {
    // A proxy says so that it got no answer; here it is an exception.
    private static final Set<Integer> NO_ANSWER = Set.of(502, 504);

    private final String id;
    private final int number;
    private final JsonNode request;
    private final List<String> problems;

    ReplyCheck(String id, int number, JsonNode request, List<String> problems) {
        this.id = id;
        this.number = number;
        this.request = request;
        this.problems = problems;
    }

    void check(@Nullable Reply reply, @Nullable Seen seen) {
        type(reply, seen);
        status(reply);
        if (reply == null) {
            boolean expects = !request.path("expected_response_headers").isEmpty();
            that("expected_response_headers", !expects, "got no answer and so no header");
        } else {
            headers(reply.headers());
            missing(reply.headers());
            body(reply);
        }
        if (!request.path("expected_interim_responses").isEmpty()) {
            that("expected_interim_responses", false, "interim replies are not handed to callers");
        }
        if (seen != null && !request.path("expected_type").asText().equals("cached")) {
            received(seen);
            shown(reply, seen);
        } else {
            boolean expects = request.has("expected_method")
                    || !request.path("expected_request_headers").isEmpty();
            that("expected_request_headers", !expects, "was not received by the origin");
        }
    }

    private void type(@Nullable Reply reply, @Nullable Seen seen) {
        int of = reply == null ? number : CaseOrigin.number(reply.headers().get(CaseOrigin.countHeader()));
        switch (request.path("expected_type").asText()) {
            case "cached" -> that("expected_type", reply != null && of < number, "does not come from the cache");
            case "not_cached" -> that("expected_type", of == number && seen != null, "comes from the cache");
            case "etag_validated" -> asks(seen, "if-none-match");
            case "lm_validated" -> asks(seen, "if-modified-since");
            default -> {}
        }
    }

    private void asks(@Nullable Seen seen, String header) {
        that("expected_type", seen != null && seen.headers().containsKey(header), "did not ask by " + header);
    }

    private void status(@Nullable Reply reply) {
        int got = reply == null ? 0 : reply.status();
        if (request.has("expected_status")) {
            JsonNode wanted = request.path("expected_status");
            boolean fits = wanted.isNull();
            for (JsonNode one : wanted.isArray() ? wanted : List.of(wanted)) {
                fits |= one.asInt() == got || (reply == null && NO_ANSWER.contains(one.asInt()));
            }
            that("expected_status", fits, "has status " + got + ", not " + wanted);
        } else if (request.has("response_status")) {
            JsonNode wanted = request.path("response_status");
            that("", got == (wanted.isArray() ? wanted.path(0) : wanted).asInt(), "has status " + got);
        } else if (got == 999) {
            that("expected_type", false, "should have been conditional");
        } else {
            boolean cutOff = reply == null && request.path("disconnect").asBoolean();
            that("", got == 200 || cutOff, "has status " + got + ", not 200");
        }
    }

    private void headers(Headers got) {
        for (JsonNode field : request.path("expected_response_headers")) {
            String name = CaseFields.name(field);
            String value = joined(got, name);
            String operator = field.path(1).asText();
            boolean fits;
            if (field.isTextual()) {
                fits = value != null;
            } else if (field.size() > 2 && operator.equals("=")) {
                fits = value != null && value.equals(joined(got, field.path(2).asText()));
            } else if (field.size() > 2 && operator.equals(">")) {
                fits = value != null && Long.parseLong(value) > field.path(2).asLong();
            } else {
                String wanted = CaseFields.value(
                        field, request, CaseRun.serverNow(got), String.valueOf(got.get("Server-Base-Url")));
                fits = wanted.equals(value);
            }
            that("expected_response_headers", fits, "has " + name + ": " + value + ", not " + field);
        }
    }

    private void missing(Headers got) {
        for (JsonNode field : request.path("expected_response_headers_missing")) {
            String value = joined(got, CaseFields.name(field));
            boolean fits = value == null
                    || (field.isArray() && !value.contains(field.path(1).asText()));
            that("expected_response_headers_missing", fits, "has " + CaseFields.name(field) + ": " + value);
        }
    }

    private void body(Reply reply) {
        boolean checked =
                !request.has("check_body") || request.path("check_body").asBoolean();
        boolean bodiless = reply.status() == 204
                || reply.status() == 304
                || request.path("request_method").asText().equals("HEAD");
        if (!checked) {
            return;
        }
        if (request.has("expected_response_text")) {
            JsonNode wanted = request.path("expected_response_text");
            that(
                    "expected_response_text",
                    wanted.isNull() || wanted.asText().equals(reply.text()),
                    "has the body \"" + reply.text() + "\", not " + wanted);
        } else if (request.hasNonNull("response_body")) {
            that("", request.path("response_body").asText().equals(reply.text()), "has another body");
        } else if (!bodiless) {
            that("", reply.text().equals(id), "has the body \"" + reply.text() + "\"");
        }
    }

    private void received(Seen seen) {
        for (JsonNode field : request.path("expected_request_headers")) {
            String got = seen.headers().get(CaseFields.name(field));
            boolean fits =
                    field.isTextual() ? got != null : field.path(1).asText().equals(got);
            that("expected_request_headers", fits, "sent " + CaseFields.name(field) + ": " + got);
        }
        for (JsonNode field : request.path("expected_request_headers_missing")) {
            String got = seen.headers().get(CaseFields.name(field));
            boolean fits =
                    field.isTextual() ? got == null : !field.path(1).asText().equals(got);
            that("expected_request_headers_missing", fits, "sent " + CaseFields.name(field) + ": " + got);
        }
        if (request.has("expected_method")) {
            String wanted = request.path("expected_method").asText();
            that("expected_method", seen.method().equals(wanted), "was a " + seen.method());
        }
    }

    private void shown(@Nullable Reply reply, Seen seen) {
        seen.sent().forEach((name, value) -> {
            String got = reply == null ? null : joined(reply.headers(), name);
            that("", reply == null || name.equals("date") || value.equals(got), "has " + name + ": " + got);
        });
    }

    private static @Nullable String joined(Headers headers, String name) {
        List<String> all = headers.all(name);
        return all.isEmpty() ? null : String.join(", ", all);
    }

    /** What is not a part of the case's own expectations belongs to its setup. */
    private void that(String part, boolean holds, String otherwise) {
        if (!holds) {
            String setup = part.isEmpty() || CaseFields.isSetup(request, part) ? " (setup)" : "";
            problems.add("request " + number + " " + otherwise + setup);
        }
    }
}
