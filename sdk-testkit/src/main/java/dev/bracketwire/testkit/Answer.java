// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.testkit;

import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.function.Consumer;

/**
 * Describes what a {@link FakeUpstream} sends for a request: a status, headers and a body, or a fault, each fault as one
 * method.
 *
 * <p>An answer is an immutable value; every method gives a new one, so an answer can be a constant and used by several
 * threads. The framing headers are added when it is sent: {@code BodyContent-Length}, or {@code Transfer-Encoding} if it is
 * chunked.
 *
 * <pre>{@code
 * Answer.json("{\"name\":\"Ann\"}").header("ETag", "\"7\"").after(Duration.ofMillis(50));
 * Answer.tooManyRequests().retryAfter("1.5");
 * Answer.json(page).dropInsideBody();
 * }</pre>
 */
public final class Answer {
    private final AnswerScript answerScript;

    private Answer(AnswerScript answerScript) {
        this.answerScript = answerScript;
    }

    /** Answers this status, without a body; {@code Answer.of(503)}. */
    public static Answer of(int status) {
        return new Answer(new AnswerScript(checked(status)));
    }

    /** Answers 204 without a body. */
    public static Answer empty() {
        return of(204);
    }

    /** Answers 200 with this JSON, sent as it is given, valid or not. */
    public static Answer json(String json) {
        return of(200).with(answerScript -> answerScript.body("application/json", json));
    }

    /** Answers 200 with this plain text, in UTF-8. */
    public static Answer text(String text) {
        return of(200).with(answerScript -> answerScript.body("text/plain; charset=utf-8", text));
    }

    /** Answers 200 with these bytes under any content type, fitting or not. */
    public static Answer bytes(String contentType, byte[] bytes) {
        byte[] own = bytes.clone();
        return of(200).with(answerScript -> answerScript.body(contentType, own));
    }

    /** Redirects with this status (301, 302, 303, 307, 308) to a location that may be relative, foreign or nonsense. */
    public static Answer redirect(int status, String location) {
        return of(status).header("Location", location);
    }

    /** Answers 429 with a short JSON body and no {@code Retry-After}; the {@code retry…} methods add one. */
    public static Answer tooManyRequests() {
        return json("{\"message\":\"Too many requests\"}").status(429);
    }

    /**
     * Answers 200 with a JSON string that is tiny on the wire and that long once inflated. It is made while it is sent and
     * never held in memory.
     */
    public static Answer gzipBomb(long decompressedBytes) {
        if (decompressedBytes < 2) {
            throw new IllegalArgumentException("decompressedBytes is " + decompressedBytes + "; a JSON string has 2");
        }
        return of(200).header("Content-Encoding", "gzip").with(answerScript -> {
            answerScript.set("Content-Type", "application/json");
            answerScript.bodyContent = BodyContent.bomb(decompressedBytes);
        });
    }

    /** Closes the connection once the request's head is read; its body is not. Needs a rule of fixed answers. */
    public static Answer dropBeforeReadingBody() {
        return of(200).with(answerScript -> answerScript.wireFault = WireFault.DROP_BEFORE_READING_BODY);
    }

    /** Reads the request whole, then closes the connection without a byte. */
    public static Answer dropBeforeHead() {
        return of(200).with(answerScript -> answerScript.wireFault = WireFault.DROP_BEFORE_HEAD);
    }

    /** Reads the request whole and never answers, until the client goes or the upstream is closed. */
    public static Answer stall() {
        return of(200).with(answerScript -> answerScript.wireFault = WireFault.STALL);
    }

    /** Changes the status and nothing else, so {@code json("{}").status(204)} has the body a 204 must not have. */
    public Answer status(int status) {
        return with(answerScript -> answerScript.status = checked(status));
    }

    /**
     * Adds a header; the same name twice sends it twice.
     *
     * @throws IllegalArgumentException if it would frame the body ({@link #contentLength} and {@link #chunked} do), or
     *     holds a line break
     */
    public Answer header(String name, String value) {
        if (name.equalsIgnoreCase("Content-Length") || name.equalsIgnoreCase("Transfer-Encoding")) {
            throw new IllegalArgumentException(name + " frames the body; use contentLength(…) or chunked()");
        }
        return with(answerScript -> answerScript.headers.add(new AnswerScript.Field(name, value)));
    }

    /** Replaces the content type and leaves the body as it is. */
    public Answer contentType(String contentType) {
        return with(answerScript -> answerScript.set("Content-Type", contentType));
    }

    /** Waits that long, by the wall clock, between the request and the head of the answer. */
    public Answer after(Duration delay) {
        if (delay.isNegative()) {
            throw new IllegalArgumentException("delay is " + delay + "; it cannot be negative");
        }
        return with(answerScript -> answerScript.delay = delay);
    }

    /** Compresses the body and says so. */
    public Answer gzip() {
        return header("Content-Encoding", "gzip")
                .with(answerScript -> answerScript.bodyContent = answerScript.bodyContent.gzip());
    }

    /** Sends the body in chunks of at most 1,024 bytes, without {@code BodyContent-Length}. */
    public Answer chunked() {
        return with(answerScript -> answerScript.chunked = true);
    }

    /** Puts a UTF-8 byte order mark before the body. */
    public Answer withBom() {
        return with(answerScript -> answerScript.bodyContent = answerScript.bodyContent.withBom());
    }

    /** Sends the first half of the body only, framed as if it were whole: a well-formed answer with broken JSON. */
    public Answer truncated() {
        return with(answerScript -> answerScript.bodyContent = answerScript.bodyContent.firstHalf());
    }

    /**
     * Appends spaces, made while they are sent, until the body has that many bytes; JSON stays valid.
     *
     * @throws IllegalStateException if the body is a gzip bomb, whose length is not known
     */
    public Answer padTo(long bytes) {
        if (answerScript.bodyContent.length() < 0) {
            throw new IllegalStateException("a gzip bomb cannot be padded; its length is not known");
        }
        return with(answerScript -> answerScript.bodyContent = answerScript.bodyContent.padTo(bytes));
    }

    /** Declares this length whatever the body has, sends the body as it is, and closes the connection. */
    public Answer contentLength(long wrong) {
        if (wrong < 0) {
            throw new IllegalArgumentException("wrong is " + wrong + "; a declared length cannot be negative");
        }
        return with(answerScript -> answerScript.declaredLength = wrong);
    }

    /** Sends the body in pieces of that many bytes, with a pause between one and the next. */
    public Answer drip(int bytes, Duration every) {
        if (bytes < 1) {
            throw new IllegalArgumentException("bytes is " + bytes + "; a piece has at least one");
        }
        Objects.requireNonNull(every, "every");
        return with(answerScript -> {
            answerScript.pieceBytes = bytes;
            answerScript.pause = every;
        });
    }

    /** Closes the connection in the middle of the status line and headers. */
    public Answer dropInsideHead() {
        return with(answerScript -> answerScript.wireFault = WireFault.DROP_INSIDE_HEAD);
    }

    /**
     * Sends the head and half of the body, then closes the connection; after {@link #chunked}, in the middle of a chunk.
     *
     * @throws IllegalStateException if the answer has no body
     */
    public Answer dropInsideBody() {
        return insideBody(WireFault.DROP_INSIDE_BODY);
    }

    /**
     * Sends the head and half of the body, then nothing more, and keeps the connection open.
     *
     * @throws IllegalStateException if the answer has no body
     */
    public Answer stallInsideBody() {
        return insideBody(WireFault.STALL_INSIDE_BODY);
    }

    /** Sends the answer whole, then closes the connection although nothing in it said so. */
    public Answer dropAfterBody() {
        return with(answerScript -> answerScript.wireFault = WireFault.DROP_AFTER_BODY);
    }

    /** Adds a {@code Retry-After} in any raw form, good or bad; called twice it sends two. */
    public Answer retryAfter(String raw) {
        return header("Retry-After", raw);
    }

    /** Adds a {@code Retry-After} in seconds. */
    public Answer retryAfterSeconds(long seconds) {
        return retryAfter(Long.toString(seconds));
    }

    /** Adds a {@code Retry-After} as a date in today's form. */
    public Answer retryAt(Instant when) {
        return retryAt(when, DateForm.IMF_FIXDATE);
    }

    /** Adds a {@code Retry-After} as a date in one of HTTP's three forms. */
    public Answer retryAt(Instant when, DateForm form) {
        return retryAfter(form.format(when));
    }

    /** Replaces the body by Discord's, {@code {"message":…,"retry_after":1.5,"global":false}}; it adds no header. */
    public Answer retryAfterInBody(double seconds) {
        return with(answerScript -> answerScript.body(
                "application/json",
                "{\"message\":\"You are being rate limited.\",\"retry_after\":" + seconds + ",\"global\":false}"));
    }

    /** Replaces the body by an HTML page, as a proxy before the upstream sends it. */
    public Answer html() {
        return with(answerScript -> answerScript.body(
                "text/html; charset=utf-8",
                "<!DOCTYPE html><html><head><title>" + answerScript.status + "</title></head><body><h1>"
                        + answerScript.status + "</h1><p>The edge refused this request.</p></body></html>"));
    }

    /** Adds a {@code Date}, for an upstream whose clock is wrong. */
    public Answer date(Instant date) {
        return header("Date", DateForm.IMF_FIXDATE.format(date));
    }

    /** Shows the status and the fault, not the body. */
    @Override
    public String toString() {
        return "Answer(" + answerScript.status
                + (answerScript.wireFault == WireFault.NONE ? "" : ", " + answerScript.wireFault) + ")";
    }

    AnswerScript script() {
        return answerScript;
    }

    private Answer insideBody(WireFault wireFault) {
        if (!answerScript.hasBody()) {
            throw new IllegalStateException("the answer has no body to break off; begin with json(…) or bytes(…)");
        }
        return with(answerScript -> answerScript.wireFault = wireFault);
    }

    private Answer with(Consumer<AnswerScript> change) {
        AnswerScript copy = answerScript.copy();
        change.accept(copy);
        return new Answer(copy);
    }

    private static int checked(int status) {
        if (status < 200 || status > 999) {
            throw new IllegalArgumentException("status is " + status + "; an answer has 200 to 999");
        }
        return status;
    }
}
