// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.oauth;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import dev.bracketwire.CallException;
import dev.bracketwire.MalformedReplyException;
import dev.bracketwire.RateLimitedException;
import dev.bracketwire.RejectedException;
import dev.bracketwire.Secret;
import dev.bracketwire.UnauthorizedException;
import dev.bracketwire.UnavailableException;
import dev.bracketwire.connector.Reply;
import dev.bracketwire.internal.json.Json;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads what a server answers to the request for a token (RFC 6749, 5). */
final class TokenReply {
    /** The errors after which asking again does not help, only authorising anew. */
    private static final Set<String> FINAL = Set.of("invalid_grant", "invalid_client", "unauthorized_client");

    private static final int LONGEST = 200;

    private TokenReply() {}

    static Tokens read(CallException.Where where, Reply reply, Instant asked) {
        JsonNode body = tree(reply);
        if (!reply.isSuccess()) {
            throw refused(where, body);
        }
        String access = text(body, "access_token");
        if (access == null) {
            throw new MalformedReplyException(where, "access_token", "a token", "is missing");
        }
        String type = text(body, "token_type");
        if (type != null && !type.equalsIgnoreCase("bearer")) {
            throw new MalformedReplyException(where, "token_type", "Bearer", "is another");
        }
        String refresh = text(body, "refresh_token");
        // Some write the number as text.
        long seconds = body.path("expires_in").asLong(0);
        return new Tokens(
                Secret.of(access),
                refresh == null ? null : Secret.of(refresh),
                seconds > 0 ? asked.plusSeconds(seconds) : null);
    }

    private static JsonNode tree(Reply reply) {
        try {
            return Json.tree(reply.bytes());
        } catch (UncheckedIOException e) {
            return MissingNode.getInstance(); // no JSON: what should be in it is missing
        }
    }

    private static CallException refused(CallException.Where where, JsonNode body) {
        String error = text(body, "error");
        String description = text(body, "error_description");
        String problem = error == null ? null : error + (description == null ? "" : ": " + description);
        if (problem != null && problem.length() > LONGEST) {
            problem = problem.substring(0, LONGEST - 1) + "…";
        }
        if (where.status() == 401 || (error != null && FINAL.contains(error))) {
            return new UnauthorizedException(where, problem);
        }
        if (where.status() == 429) {
            return new RateLimitedException(where, null, "tokens of " + where.operation());
        }
        return where.status() >= 500
                ? new UnavailableException(where, UnavailableException.Reason.UPSTREAM, null)
                : new RejectedException(where, problem);
    }

    private static @Nullable String text(JsonNode body, String field) {
        String text = body.path(field).asText("");
        return text.isBlank() ? null : text;
    }
}
