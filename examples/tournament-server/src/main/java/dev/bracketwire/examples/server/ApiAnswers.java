// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.examples.server;

import dev.bracketwire.examples.tournament.Answer;
import dev.bracketwire.examples.tournament.AppJson;
import io.javalin.http.Context;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/** Writes answers as HTTP responses. */
final class ApiAnswers {
    private ApiAnswers() {}

    /** Returns the status of an answer. */
    static int status(Answer answer) {
        if (answer instanceof Answer.Refused refused) {
            return switch (refused.reason()) {
                case SIGN_IN -> 401;
                case FORBIDDEN -> 403;
                case NOT_FOUND -> 404;
                case INVALID -> 422;
                case UNAVAILABLE -> 503;
                case CLOSED, CONFLICT, STALE, CHOOSE -> 409;
            };
        }
        return answer instanceof Answer.Failed ? 500 : 200;
    }

    static void send(Context ctx, Answer answer) {
        send(ctx, status(answer), answer);
    }

    static void send(Context ctx, int status, Answer answer) {
        ctx.status(status).contentType("application/json").result(bytes(answer));
    }

    /** Writes an answer to a response that is not Javalin's. */
    static void send(HttpServletResponse response, int status, Answer answer) throws IOException {
        response.setStatus(status);
        response.setContentType("application/json");
        response.getOutputStream().write(bytes(answer));
    }

    /** Returns an answer as JSON, with its kind in {@code result}. */
    static byte[] bytes(Answer answer) {
        return AppJson.write(answer).getBytes(StandardCharsets.UTF_8);
    }

    static void sendJson(Context ctx, int status, Object value) {
        ctx.status(status).contentType("application/json").result(AppJson.write(value));
    }
}
