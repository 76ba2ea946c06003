// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.testkit.speedgaming;

import dev.bracketwire.testkit.Answer;
import dev.bracketwire.testkit.Received;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.time.Duration;
import java.util.zip.GZIPOutputStream;

/** Lists the ways in which an answer of a {@link FakeSpeedGaming} is wrong. Most break the answer that was due. */
public enum FeedFault {
    /** Answers {@code {"error": "Failed to find event."}} with 200. */
    UNKNOWN_EVENT((body, request, base) -> FakeSpeedGaming.error("Failed to find event.")),
    /** Answers {@code {"error": "Failed to find episode with id N."}} with 200, where N is the id of the request, or 0. */
    UNKNOWN_EPISODE((body, request, base) ->
            FakeSpeedGaming.error(FeedReplies.unknownEpisode(request.query("id").orElse("0")))),
    /** Answers an error object of another text with 200. */
    ERROR_OBJECT((body, request, base) -> FakeSpeedGaming.error("Internal error, try again later.")),
    /** Answers the same error object with 500. */
    ERROR_OBJECT_500((body, request, base) ->
            FakeSpeedGaming.error("Internal error, try again later.").status(500)),
    /** Answers a page of HTML with 200. */
    MAINTENANCE_PAGE((body, request, base) -> Answer.of(503).html().status(200)),
    /** Answers a page of HTML with 503. */
    MAINTENANCE_PAGE_503((body, request, base) -> Answer.of(503).html()),
    /** Answers 200 with a body of zero bytes. */
    EMPTY_BODY((body, request, base) -> FakeSpeedGaming.html("")),
    /** Answers {@code null}. */
    JSON_NULL((body, request, base) -> FakeSpeedGaming.html("null")),
    /** Answers {@code false}. */
    JSON_FALSE((body, request, base) -> FakeSpeedGaming.html("false")),
    /** Answers {@code "text"}. */
    JSON_TEXT((body, request, base) -> FakeSpeedGaming.html("\"text\"")),
    /** Answers <code>{}</code>. */
    JSON_EMPTY_OBJECT((body, request, base) -> FakeSpeedGaming.html("{}")),
    /** Sends half of the JSON, correctly framed. */
    TRUNCATED((body, request, base) -> FakeSpeedGaming.html(body).truncated()),
    /** Declares a hundred bytes more than it sends, then closes the connection. */
    WRONG_LENGTH((body, request, base) -> FakeSpeedGaming.html(body).contentLength(body.length + 100)),
    /** Closes the connection in the middle of the body. */
    DROP_INSIDE_BODY((body, request, base) -> FakeSpeedGaming.html(body).dropInsideBody()),
    /** Closes the connection without a byte. */
    DROP_BEFORE_HEAD((body, request, base) -> Answer.dropBeforeHead()),
    /** Sends gzip whose checksum is wrong. */
    BROKEN_GZIP((body, request, base) -> FakeSpeedGaming.html(brokenGzip(body)).header("Content-Encoding", "gzip")),
    /** Sends one byte a second, by the wall clock. */
    SLOW_DRIP((body, request, base) -> FakeSpeedGaming.html(body).drip(1, Duration.ofSeconds(1))),
    /** Sends nothing, until the client goes. */
    STALL((body, request, base) -> Answer.stall()),
    /** Sends the right JSON with spaces after it, 50 MB in all. */
    HUGE_BODY((body, request, base) -> FakeSpeedGaming.html(body).padTo(50_000_000)),
    /** Sends gzip that inflates to a JSON text of 200 MB. */
    GZIP_BOMB((body, request, base) -> Answer.gzipBomb(200_000_000).contentType(FakeSpeedGaming.TYPE)),
    /** Sends 2,000 arrays, each inside the one before. */
    DEEP_NESTING((body, request, base) -> FakeSpeedGaming.html("[".repeat(2000) + "]".repeat(2000))),
    /** Puts a UTF-8 byte order mark before the JSON. */
    BYTE_ORDER_MARK((body, request, base) -> FakeSpeedGaming.html(body).withBom()),
    /**
     * Redirects to the same path under another host name that leads here too, so that a request which follows stands in
     * {@link FakeSpeedGaming#requests()}.
     */
    REDIRECT_TO_OTHER_HOST((body, request, base) -> Answer.redirect(
            302,
            base.getScheme() + "://" + (base.getHost().equals("localhost") ? "127.0.0.1" : "localhost") + ":"
                    + base.getPort() + target(request))),
    /** Redirects from https to http on the same host. It needs {@link FakeSpeedGaming.Builder#tls()}. */
    REDIRECT_TO_HTTP((body, request, base) -> Answer.redirect(302, "http://" + base.getAuthority() + target(request))),
    /** Redirects to the same request on the same host. */
    REDIRECT_TO_ITSELF((body, request, base) -> Answer.redirect(302, target(request))),
    /** Answers 429 with {@code Retry-After: 120}. */
    TOO_MANY_REQUESTS((body, request, base) -> Answer.of(429).html().retryAfterSeconds(120)),
    /** Answers 503 with {@code Retry-After: 120}. */
    UNAVAILABLE((body, request, base) -> Answer.of(503).html().retryAfterSeconds(120));

    @SuppressWarnings("ImmutableEnumChecker") // the functions hold no state
    private final Change change;

    FeedFault(Change change) {
        this.change = change;
    }

    Answer answer(byte[] body, Received request, URI base) {
        return change.answer(body, request, base);
    }

    private static String target(Received request) {
        return request.path() + request.rawQuery().map(query -> "?" + query).orElse("");
    }

    private static byte[] brokenGzip(byte[] body) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(out)) {
            gzip.write(body);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        byte[] bytes = out.toByteArray();
        bytes[bytes.length - 8] ^= 0x55; // the first byte of the checksum
        return bytes;
    }

    /** Makes the wrong answer out of the body of the right one. */
    private interface Change {
        Answer answer(byte[] body, Received request, URI base);
    }
}
