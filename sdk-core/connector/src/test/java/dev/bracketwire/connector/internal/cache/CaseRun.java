// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.connector.internal.cache;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import dev.bracketwire.CallException;
import dev.bracketwire.connector.Body;
import dev.bracketwire.connector.CachePolicy;
import dev.bracketwire.connector.Connector;
import dev.bracketwire.connector.ConnectorConfig;
import dev.bracketwire.connector.Headers;
import dev.bracketwire.connector.Reply;
import dev.bracketwire.connector.Request;
import dev.bracketwire.connector.RetryPolicy;
import dev.bracketwire.testkit.ManualClock;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.NullMarked;
import org.jspecify.annotations.Nullable;

/** Plays one case: sends its requests through a connector to its origin, and compares what both sides saw. */
@NullMarked
final class CaseRun {
    static final String AS_STATED = "as stated";
    private static final Duration PAUSE = Duration.ofSeconds(3);

    private final String id;
    private final JsonNode requests;
    private final ManualClock clock = ManualClock.create();
    private final List<String> problems = new ArrayList<>();

    private CaseRun(JsonNode test) {
        // As long as what the cases expect of a body that they do not give.
        this.id =
                UUID.nameUUIDFromBytes(test.path("id").asText().getBytes(UTF_8)).toString();
        this.requests = test.path("requests");
    }

    /** Gives {@link #AS_STATED}, or what went otherwise first. */
    static String outcome(JsonNode test, Quiet executor) throws IOException {
        return new CaseRun(test).play(executor);
    }

    private String play(Quiet executor) throws IOException {
        try (CaseOrigin origin = new CaseOrigin(id, requests, clock);
                Connector connector = Connector.create(ConnectorConfig.builder("cases", origin.uri())
                        .clock(clock)
                        .retry(RetryPolicy.never())
                        .executor(executor)
                        .cache(CachePolicy.http())
                        .build())) {
            List<@Nullable Reply> replies = new ArrayList<>();
            for (int i = 0; i < requests.size(); i++) {
                Reply before = i == 0 ? null : replies.get(i - 1);
                replies.add(send(connector, request(i + 1, before)));
                executor.await();
                if (requests.path(i).path("pause_after").asBoolean()) {
                    clock.advance(PAUSE);
                }
            }
            for (int i = 0; i < requests.size(); i++) {
                new ReplyCheck(id, i + 1, requests.path(i), problems).check(replies.get(i), origin.seen(i + 1));
            }
        }
        return problems.isEmpty() ? AS_STATED : problems.get(0);
    }

    // Started and not waited for without end: by a clock that stands still, a wait that a case brings about never ends.
    private static @Nullable Reply send(Connector connector, Request request) {
        try {
            return connector.send(request).start().get(1, TimeUnit.MINUTES);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof CallException) {
                return null;
            }
            throw new IllegalStateException(e.getCause());
        } catch (TimeoutException | InterruptedException e) {
            throw new IllegalStateException("no end of " + request, e);
        }
    }

    private Request request(int number, @Nullable Reply before) {
        JsonNode asked = requests.path(number - 1);
        String method = asked.path("request_method").asText("GET");
        Request request = asked.has("filename")
                ? Request.of(
                        method,
                        "/test/{case}/{file}",
                        id,
                        asked.path("filename").asText())
                : Request.of(method, "/test/{case}", id);
        if (asked.has("query_arg")) {
            String[] pair = asked.path("query_arg").asText().split("=", 2);
            request = request.query(pair[0], pair.length == 2 ? pair[1] : "");
        }
        if (asked.has("request_body")) {
            request = request.body(
                    Body.text("text/plain", asked.path("request_body").asText()));
        }
        // What the Fetch standard makes of this mode, which cases for browsers use.
        if (asked.path("cache").asText().equals("no-cache")) {
            request = request.header("Cache-Control", "max-age=0");
        }
        boolean relative = asked.path("magic_ims").asBoolean();
        Instant since = before == null ? Instant.EPOCH : serverNow(before.headers());
        for (JsonNode field : asked.path("request_headers")) {
            String value = relative
                    ? CaseFields.value(field, asked, since, "")
                    : field.path(1).asText();
            request = request.header(field.path(0).asText(), value);
        }
        return request.header("Test-ID", id).header("Req-Num", String.valueOf(number));
    }

    static Instant serverNow(Headers headers) {
        return Instant.ofEpochMilli(Long.parseLong(headers.first("Server-Now").orElse("0")));
    }
}
