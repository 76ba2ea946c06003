// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.testkit.webhooks;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.function.Consumer;
import java.util.zip.GZIPOutputStream;

/**
 * Describes how a {@link FakeReceiver} treats one request: the answer it sends, or the way in which it misbehaves.
 *
 * <p>A behavior is an immutable value. Every method returns a new one, so a behavior can be a constant and serve several
 * threads. Nothing is checked against HTTP: wrong headers and lengths are sent as they are given.
 *
 * <pre>{@code
 * Behavior.status(429).retryAfter("120.5");
 * Behavior.ok().after(Duration.ofMillis(50));
 * Behavior.status(200).stream(1_000_000_000).chunked();
 * Behavior.status(200).body("{}").closesInsideBody().byReset();
 * }</pre>
 */
public final class Behavior {
    private static final Behavior OK = new Behavior(new BehaviorScript());

    private final BehaviorScript script;

    private Behavior(BehaviorScript script) {
        this.script = script;
    }

    /** Answers 204 without a body, and keeps the connection. */
    public static Behavior ok() {
        return OK;
    }

    /** Answers this status without a body. */
    public static Behavior status(int status) {
        return OK.with(script -> script.status = status);
    }

    /** Redirects with this status to a location that may be relative, foreign or nonsense. */
    public static Behavior redirect(int status, String location) {
        return status(status).header("Location", location);
    }

    /** Redirects with this status to the path that was requested. */
    public static Behavior redirectToItself(int status) {
        return status(status).with(script -> script.redirectsToItself = true);
    }

    /** Reads the request and answers nothing until {@link FakeReceiver#release()}; then answers 204. */
    public static Behavior hang() {
        return OK.held();
    }

    /**
     * Reads the head of the request and none of its body, and answers nothing until {@link FakeReceiver#release()}; then
     * closes. The webhook is recorded with an empty body. The receiver does not notice that such a client leaves.
     */
    public static Behavior neverReadsBody() {
        return OK.held().with(script -> {
            script.readsBody = false;
            script.cut = BehaviorScript.CutPoint.BEFORE_HEAD;
        });
    }

    /** Reads the request and closes the connection without an answer. */
    public static Behavior closesBeforeHead() {
        return OK.with(script -> script.cut = BehaviorScript.CutPoint.BEFORE_HEAD);
    }

    /** Reads the request and resets the connection without an answer. */
    public static Behavior resets() {
        return closesBeforeHead().byReset();
    }

    /** Sends header lines without end, as fast as the client reads them. */
    public static Behavior endlessHeaders() {
        return headersOf(BehaviorScript.ENDLESS);
    }

    /** Sends header lines without end, one after each interval. */
    public static Behavior endlessHeaders(Duration interval) {
        return endlessHeaders().with(script -> script.headerInterval = interval);
    }

    /** Answers 200 with headers of at least this many bytes in lines of about 1,000, and an empty body. */
    public static Behavior headersOf(long bytes) {
        return status(200).with(script -> script.headerFill = bytes);
    }

    /** Answers 200 with a body of zero bytes that inflates to this size and is sent as gzip, about a thousandth of it. */
    public static Behavior gzipBomb(long inflated) {
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        byte[] block = new byte[1 << 16];
        try (GZIPOutputStream gzip = new GZIPOutputStream(packed)) {
            for (long left = inflated; left > 0; left -= block.length) {
                gzip.write(block, 0, (int) Math.min(block.length, left));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return status(200).header("Content-Encoding", "gzip").body(packed.toByteArray());
    }

    /** Sends exactly these bytes, in ISO 8859-1, and closes. */
    public static Behavior raw(String bytes) {
        byte[] own = bytes.getBytes(StandardCharsets.ISO_8859_1);
        return OK.with(script -> script.raw = own);
    }

    /**
     * Adds a header, valid or not. A {@code Content-Length} or {@code Transfer-Encoding} replaces the right one; the
     * connection is closed after such an answer.
     */
    public Behavior header(String name, String value) {
        return with(script -> script.header(name, value));
    }

    /** Adds {@code Retry-After} with this text: seconds, a date, or garbage. */
    public Behavior retryAfter(String text) {
        return header("Retry-After", text);
    }

    /** Declares this length: wrong, negative, or no number. The connection is closed after the answer. */
    public Behavior contentLength(String text) {
        return header("Content-Length", text);
    }

    /** Sends this body, in UTF-8, also with a status that has none, such as 204. */
    public Behavior body(String text) {
        return body(text.getBytes(StandardCharsets.UTF_8));
    }

    /** Sends these bytes as the body. */
    public Behavior body(byte[] bytes) {
        byte[] own = bytes.clone();
        return with(script -> script.body = own);
    }

    /** Adds this many bytes to the body, which are made while they are sent. */
    public Behavior stream(long bytes) {
        return with(script -> script.filler = bytes);
    }

    /** Sends the body in chunks, without a length. */
    public Behavior chunked() {
        return with(script -> script.chunked = true);
    }

    /** Answers as HTTP/1.0: without a length, the body ends with the connection. */
    public Behavior http10() {
        return with(script -> script.http10 = true);
    }

    /** Sends this many answers of an informational status, such as 100 or 103, ahead of the final one. */
    public Behavior informational(int status, int count) {
        return with(script -> {
            script.informationalStatus = status;
            script.informationalCount = count;
        });
    }

    /** Waits for this time between the request and the answer. */
    public Behavior after(Duration delay) {
        return with(script -> script.delay = delay);
    }

    /** Waits for {@link FakeReceiver#release()} between the request and the answer. */
    public Behavior held() {
        return with(script -> script.held = true);
    }

    /** Sends the head at once, and then one byte of the body after each interval. */
    public Behavior trickle(Duration interval) {
        return with(script -> script.trickle = interval);
    }

    /** Closes the connection after half of the head. */
    public Behavior closesInsideHead() {
        return with(script -> script.cut = BehaviorScript.CutPoint.INSIDE_HEAD);
    }

    /** Closes the connection after half of the body, whose whole length was declared. */
    public Behavior closesInsideBody() {
        return with(script -> script.cut = BehaviorScript.CutPoint.INSIDE_BODY);
    }

    /** Closes the connection after a whole answer that does not announce it; a dead connection stays in a client's pool. */
    public Behavior closesAfterwards() {
        return with(script -> script.cut = BehaviorScript.CutPoint.AFTER_BODY);
    }

    /** Ends the connection by a reset, wherever this behavior ends it. */
    public Behavior byReset() {
        return with(script -> script.reset = true);
    }

    BehaviorScript script() {
        return script;
    }

    private Behavior with(Consumer<BehaviorScript> change) {
        BehaviorScript copy = script.copy();
        change.accept(copy);
        return new Behavior(copy);
    }
}
