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
import dev.bracketwire.connector.internal.fields.HttpDate;
import dev.bracketwire.connector.internal.limit.RetryHints;
import dev.bracketwire.internal.json.Json;
import dev.bracketwire.keys.Tokens;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Reads what a server answers to a request (RFC 6749, 5). */
final class TokenReply {
    /** The errors after which asking again does not help, only authorising anew. */
    private static final Set<String> FINAL = Set.of("invalid_grant", "invalid_client", "unauthorized_client");

    // A header longer than that is refused by nearly every upstream.
    private static final int LONGEST_TOKEN = 32_768;
    private static final Duration LONGEST_LIFE = Duration.ofDays(3650);

    // A difference between the clocks that an answer on its way cannot explain.
    private static final Duration NOTABLE = Duration.ofMinutes(1);

    final CallException.Where where;
    final JsonNode body;
    private final Reply reply;
    private final TokenForm sent;
    private final Instant asked;
    private final Instant now;

    TokenReply(CallException.Where where, Reply reply, TokenForm sent, Instant asked, Instant now) {
        this.where = where;
        this.reply = reply;
        this.sent = sent;
        this.asked = asked;
        this.now = now;
        this.body = tree(reply);
    }

    /** The tokens in it. */
    Tokens tokens() {
        expectSuccess();
        String type = text("token_type");
        if (type != null && !type.equalsIgnoreCase("bearer")) {
            throw malformed("token_type", "Bearer", "is another");
        }
        Duration life = seconds("expires_in", LONGEST_LIFE);
        return new Tokens(
                Secret.of(required("access_token")),
                token("refresh_token"),
                life == null ? null : asked.plus(life),
                scopes());
    }

    // Some, as Slack and GitHub, put commas between them.
    private Set<String> scopes() {
        String text = text("scope");
        return text == null
                ? Set.of()
                : Arrays.stream(text.strip().split("[\\s,]+", 0)).collect(Collectors.toUnmodifiableSet());
    }

    /** Throws what the server refused the request with, if it did. */
    void expectSuccess() {
        if (!reply.isSuccess() || error() != null) {
            throw refused();
        }
    }

    /** The code of the server's error, null if it named none. Some, as GitHub, send it with a status of success. */
    @Nullable
    String error() {
        return reply.isSuccess() && body.has("access_token") ? null : text("error");
    }

    /** Returns the error of the server in a form that is safe to show. */
    @Nullable
    String problem() {
        return SafeErrorText.problem(error(), text("error_description"), sent.hidden());
    }

    /** Text that must be there and can be sent back. */
    String required(String field) {
        String text = text(field);
        if (text == null) {
            throw malformed(field, "a token", "is missing");
        }
        if (text.length() > LONGEST_TOKEN || !text.chars().allMatch(c -> c > ' ' && c < 0x7f)) {
            throw malformed(field, "visible ASCII of at most " + LONGEST_TOKEN + " characters", "is not");
        }
        return text;
    }

    private @Nullable Secret token(String field) {
        return text(field) == null ? null : Secret.of(required(field));
    }

    /** A number of seconds; some write it as text. Null where it is not positive or no number. */
    @Nullable
    Duration seconds(String field, Duration longest) {
        double seconds = body.path(field).asDouble(0);
        return seconds > 0 ? Duration.ofMillis((long) (Math.min(seconds, (double) longest.toSeconds()) * 1000)) : null;
    }

    /** When the server wants to be asked again, null if it does not say. */
    @Nullable
    Duration retryAfter() {
        return RetryHints.retryAfter(reply, now);
    }

    @Nullable
    String text(String field) {
        String text = body.path(field).asText("");
        return text.isBlank() ? null : text;
    }

    MalformedReplyException malformed(String field, String expected, String found) {
        return new MalformedReplyException(where, field, expected, found);
    }

    CallException refused() {
        String error = error();
        String problem = problem();
        if (where.status() == 401 || (error != null && FINAL.contains(error))) {
            return sent.isSigned()
                    ? new UnauthorizedException(where, problem, advice(error))
                    : new UnauthorizedException(where, problem);
        }
        Duration pause = retryAfter();
        Instant retryAt = pause == null ? null : now.plus(pause);
        if (where.status() == 429) {
            return new RateLimitedException(where, retryAt, "tokens of " + where.operation());
        }
        return where.status() >= 500
                ? new UnavailableException(where, UnavailableException.Reason.UPSTREAM, retryAt)
                : new RejectedException(where, problem);
    }

    /** What helps where the server refused what an account had signed. */
    private String advice(@Nullable String error) {
        if ("unauthorized_client".equals(error)) {
            return "the account may not act for this user, or not with these scopes: allow it at the server";
        }
        Duration ahead = reply.header("Date")
                .flatMap(date -> HttpDate.tryParse(date, now))
                .map(date -> Duration.between(date, now))
                .filter(difference -> difference.abs().compareTo(NOTABLE) > 0)
                .orElse(null);
        String clock = ahead == null
                ? "and that the clock of this machine is right"
                : "and set the clock of this machine, which is " + ahead.abs().toSeconds() + " s "
                        + (ahead.isNegative() ? "behind" : "ahead of") + " the server's";
        return "the server did not accept what the account signed: check that the account was not deleted or disabled, that"
                + " its key was not revoked, " + clock;
    }

    private static JsonNode tree(Reply reply) {
        try {
            return Json.tree(reply.bytes());
        } catch (UncheckedIOException e) {
            return MissingNode.getInstance(); // no JSON: what should be in it is missing
        }
    }
}
