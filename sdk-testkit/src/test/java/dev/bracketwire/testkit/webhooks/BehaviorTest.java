// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.testkit.webhooks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.CompletableFuture;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Proves each misbehavior by the bytes that a raw client sees. */
class BehaviorTest {
    private final FakeReceiver receiver = FakeReceiver.start();

    @AfterEach
    void close() {
        receiver.close();
    }

    private String answer(Behavior behavior) throws IOException {
        receiver.on("/hooks").behaves(behavior);
        return RawSender.exchange(receiver, "/hooks");
    }

    private RawSender posted(Behavior... behaviors) throws IOException {
        receiver.on("/hooks").behaves(behaviors[0], Arrays.copyOfRange(behaviors, 1, behaviors.length));
        return new RawSender(receiver).post("/hooks", "{}");
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "120", "120.5", "Wed, 21 Oct 2026 07:28:00 GMT", "99999999999", "-1", "soon"})
    void retryAfter_anyText_isSentAsItIs(String text) throws Exception {
        try (RawSender sender = posted(Behavior.status(429).retryAfter(text))) {
            assertThat(sender.head())
                    .isEqualTo("HTTP/1.1 429 Scripted\r\nRetry-After: " + text + "\r\nContent-Length: 0\r\n\r\n");
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {200, 401, 408, 410, 413, 421, 500, 502, 503, 504})
    void status_withoutBody_declaresNoneAndKeepsTheConnection(int status) throws Exception {
        try (RawSender sender = posted(Behavior.status(status), Behavior.ok())) {
            assertThat(sender.head()).isEqualTo("HTTP/1.1 " + status + " Scripted\r\nContent-Length: 0\r\n\r\n");
            assertThat(sender.post("/hooks", "{}").head()).isEqualTo("HTTP/1.1 204 Scripted\r\n\r\n");
        }
    }

    @Test
    void behaves_severalBehaviors_areTakenInOrderAndTheLastRepeats() throws Exception {
        try (RawSender sender = posted(Behavior.status(500), Behavior.status(502), Behavior.ok())) {
            assertThat(sender.head()).contains(" 500 ");
            assertThat(sender.post("/hooks", "{}").head()).contains(" 502 ");
            assertThat(sender.post("/hooks", "{}").head()).contains(" 204 ");
            assertThat(sender.post("/hooks", "{}").head()).contains(" 204 ");
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {301, 302, 307, 308})
    void redirect_toItselfAndElsewhere_namesTheLocation(int status) throws Exception {
        try (RawSender sender =
                posted(Behavior.redirectToItself(status), Behavior.redirect(status, "http://127.0.0.1/"))) {
            assertThat(sender.head()).contains(" " + status + " ").contains("Location: /hooks\r\n");
            assertThat(sender.post("/hooks", "{}").head()).contains("Location: http://127.0.0.1/\r\n");
        }
    }

    @Test
    void body_on204_isSentWithItsLength() throws Exception {
        try (RawSender sender = posted(Behavior.ok().body("no"))) {
            assertThat(sender.head()).isEqualTo("HTTP/1.1 204 Scripted\r\nContent-Length: 2\r\n\r\n");
            assertThat(sender.next(2)).isEqualTo("no");
        }
    }

    @Test
    void chunked_withBytesAndStream_framesBoth() throws Exception {
        try (RawSender sender = posted(
                Behavior.status(200).body("abc").stream(4).chunked(),
                Behavior.status(200).chunked())) {
            assertThat(sender.head()).isEqualTo("HTTP/1.1 200 Scripted\r\nTransfer-Encoding: chunked\r\n\r\n");
            assertThat(sender.next(22)).isEqualTo("3\r\nabc\r\n4\r\nxxxx\r\n0\r\n\r\n");
            sender.post("/hooks", "{}").head();
            assertThat(sender.next(5)).isEqualTo("0\r\n\r\n");
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void stream_aGigabyte_isSentWhole(boolean chunked) throws Exception {
        Behavior behavior = Behavior.status(200).stream(1_000_000_000);
        receiver.on("/hooks").behaves(chunked ? behavior.chunked() : behavior);
        try (RawSender sender = new RawSender(receiver)) {
            sender.send("POST /hooks HTTP/1.1\r\nConnection: close\r\n\r\n");
            assertThat(sender.head()).contains(chunked ? "chunked" : "Content-Length: 1000000000");
            assertThat(sender.count()).isBetween(1_000_000_000L, 1_001_000_000L);
        }
    }

    @Test
    void gzipBomb_whenInflated_hasItsSize() throws Exception {
        try (RawSender sender = posted(Behavior.gzipBomb(20_000_001))) {
            String head = sender.head();
            assertThat(head).contains("Content-Encoding: gzip\r\n");
            int length = Integer.parseInt(head.replaceAll("(?s).*Content-Length: (\\d+).*", "$1"));
            assertThat(length).isLessThan(100_000);
            byte[] packed = sender.next(length).getBytes(StandardCharsets.ISO_8859_1);
            assertThat(new GZIPInputStream(new ByteArrayInputStream(packed)).skip(Long.MAX_VALUE))
                    .isEqualTo(20_000_001);
        }
    }

    @Test
    void headersOf_tenMegabytes_sendsThemAndAnEmptyBody() throws Exception {
        receiver.on("/hooks").behaves(Behavior.headersOf(10_000_000));
        try (RawSender sender = new RawSender(receiver)) {
            sender.send("POST /hooks HTTP/1.1\r\nConnection: close\r\n\r\n");
            assertThat(sender.next(85)).startsWith("HTTP/1.1 200 Scripted\r\n").contains("X-Fill-0: hhh");
            assertThat(sender.count()).isBetween(10_000_000L, 10_010_000L);
        }
    }

    @Test
    void endlessHeaders_fast_goOnUntilTheClientLeaves() throws Exception {
        try (RawSender sender = posted(Behavior.endlessHeaders())) {
            assertThat(sender.next(30_000_000)).hasSize(30_000_000).doesNotContain("\r\n\r\n");
        }
        RawSender.eventually(() -> receiver.openConnections() == 0);
    }

    @Test
    void endlessHeaders_slow_sendOneLineAfterEachInterval() throws Exception {
        try (RawSender sender = posted(Behavior.endlessHeaders(Duration.ofMillis(5)))) {
            assertThat(sender.next(5000)).contains("X-Fill-3: ").doesNotContain("\r\n\r\n");
        }
        RawSender.eventually(() -> receiver.openConnections() == 0);
    }

    @Test
    void trickle_ofABody_sendsTheHeadAndThenByteByByte() throws Exception {
        try (RawSender sender =
                posted(Behavior.status(200).body("ab").stream(1).trickle(Duration.ofMillis(30)), Behavior.ok())) {
            assertThat(sender.head()).contains("Content-Length: 3\r\n");
            assertThat(sender.next(3)).isEqualTo("abx");
            assertThat(sender.post("/hooks", "{}").head()).contains(" 204 ");
        }
        receiver.on("/hooks").behaves(Behavior.status(200).stream(1).trickle(Duration.ofHours(1)));
        try (RawSender sender = new RawSender(receiver).post("/hooks", "{}")) {
            sender.head();
            assertThat(sender.staysSilent(100)).isTrue();
        }
        RawSender.eventually(() -> receiver.openConnections() == 0);
    }

    @Test
    void after_aDelay_answersThen() throws Exception {
        long started = System.nanoTime();
        try (RawSender sender = posted(Behavior.ok().after(Duration.ofMillis(200)))) {
            assertThat(sender.head()).contains(" 204 ");
            assertThat(System.nanoTime() - started).isGreaterThanOrEqualTo(200_000_000L);
        }
    }

    @Test
    void hang_untilReleased_answersNothing() throws Exception {
        try (RawSender sender = posted(Behavior.hang())) {
            assertThat(sender.staysSilent(100)).isTrue();
            assertThat(receiver.inFlight()).isEqualTo(1);
            receiver.release();
            assertThat(sender.head()).contains(" 204 ");
            assertThat(sender.post("/hooks", "{}").staysSilent(100)).isTrue();
        }
        RawSender.eventually(() -> receiver.inFlight() == 0 && receiver.openConnections() == 0);
    }

    @Test
    void held_anyBehavior_followsAfterTheRelease() throws Exception {
        try (RawSender sender = posted(Behavior.status(500).held())) {
            receiver.await(1, Duration.ofSeconds(30));
            assertThat(sender.staysSilent(50)).isTrue();
            receiver.release();
            assertThat(sender.head()).contains(" 500 ");
        }
    }

    @Test
    void neverReadsBody_aLargeBody_blocksTheClientUntilTheRelease() throws Exception {
        receiver.on("/hooks").behaves(Behavior.neverReadsBody());
        try (RawSender sender = new RawSender(receiver)) {
            sender.send("POST /hooks HTTP/1.1\r\nContent-Length: 50000000\r\n\r\n");
            CompletableFuture<Void> sending = CompletableFuture.runAsync(() -> {
                try {
                    sender.send("x".repeat(50_000_000));
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            });
            assertThat(receiver.await(1, Duration.ofSeconds(30)).get(0).body()).isEmpty();
            assertThat(sender.staysSilent(300)).isTrue();
            assertThat(sending).isNotDone();
            receiver.release();
            assertThatThrownBy(sending::get).hasRootCauseInstanceOf(SocketException.class);
        }
    }

    @Test
    void neverReadsBody_ofAClientThatAsks_answersNothing() throws Exception {
        receiver.on("/hooks").behaves(Behavior.neverReadsBody());
        try (RawSender sender = new RawSender(receiver)) {
            sender.send("POST /hooks HTTP/1.1\r\nContent-Length: 1000000000\r\nExpect: 100-continue\r\n\r\n");
            assertThat(receiver.await(1, Duration.ofSeconds(30)).get(0).body()).isEmpty();
            assertThat(sender.staysSilent(100)).isTrue();
            receiver.release();
            assertThat(sender.toEnd()).isEmpty();
        }
    }

    @Test
    void closesBeforeHead_afterReading_sendsNothingAndRecords() throws Exception {
        assertThat(answer(Behavior.closesBeforeHead())).isEmpty();
        assertThat(receiver.received()).hasSize(1);
    }

    @Test
    void closesInsideHead_anAnswer_sendsHalfOfIt() throws Exception {
        assertThat(answer(Behavior.status(200).closesInsideHead())).isEqualTo("HTTP/1.1 200 Scripted\r");
    }

    @Test
    void closesInsideBody_withALengthOrChunks_sendsHalfOfIt() throws Exception {
        assertThat(answer(Behavior.status(200).body("abcd").closesInsideBody()))
                .isEqualTo("HTTP/1.1 200 Scripted\r\nContent-Length: 4\r\n\r\nab");
        assertThat(answer(Behavior.status(200).body("abcd").chunked().closesInsideBody()))
                .endsWith("\r\n\r\n2\r\nab\r\n");
        assertThat(answer(Behavior.status(200).stream(200_000).closesInsideBody()))
                .endsWith("xxx")
                .hasSize("HTTP/1.1 200 Scripted\r\nContent-Length: 200000\r\n\r\n".length() + 100_000);
    }

    @Test
    void closesAfterwards_anAnswer_isWholeAndAnnouncesNoClose() throws Exception {
        assertThat(answer(Behavior.ok().closesAfterwards())).isEqualTo("HTTP/1.1 204 Scripted\r\n\r\n");
    }

    @Test
    void resets_aRequest_isSeenAsAResetAndNotAsAnEnd() {
        assertThatThrownBy(() -> answer(Behavior.resets()))
                .isInstanceOf(SocketException.class)
                .hasMessageContaining("reset");
        assertThatThrownBy(() -> {
                    try (RawSender sender = posted(
                            Behavior.status(200).body("abcd").closesInsideBody().byReset())) {
                        sender.toEnd();
                    }
                })
                .isInstanceOf(SocketException.class);
    }

    @Test
    void http10_anAnswer_endsWithTheConnection() throws Exception {
        assertThat(answer(Behavior.status(200).body("old").http10())).isEqualTo("HTTP/1.0 200 Scripted\r\n\r\nold");
    }

    @ParameterizedTest
    @ValueSource(strings = {"2", "9", "-5", "many", "3, 4", "99999999999999999999"})
    void contentLength_wrong_isSentAsItIsAndTheConnectionCloses(String length) throws Exception {
        assertThat(answer(Behavior.status(200).body("abc").contentLength(length)))
                .isEqualTo("HTTP/1.1 200 Scripted\r\nContent-Length: " + length + "\r\n\r\nabc");
    }

    @Test
    void header_ofAWrongTransferEncoding_replacesTheRightOne() throws Exception {
        assertThat(answer(Behavior.status(200).body("abc").header("transfer-encoding", "chunked")))
                .isEqualTo("HTTP/1.1 200 Scripted\r\ntransfer-encoding: chunked\r\n\r\nabc");
    }

    @ParameterizedTest
    @ValueSource(ints = {100, 103})
    void informational_answers_comeAheadOfTheFinalOne(int status) throws Exception {
        try (RawSender sender = posted(Behavior.ok().informational(status, 2))) {
            assertThat(sender.head()).isEqualTo("HTTP/1.1 " + status + " Information\r\n\r\n");
            assertThat(sender.head()).isEqualTo("HTTP/1.1 " + status + " Information\r\n\r\n");
            assertThat(sender.head()).isEqualTo("HTTP/1.1 204 Scripted\r\n\r\n");
        }
    }

    @Test
    void raw_bytes_areSentWithoutAnythingElse() throws Exception {
        assertThat(answer(Behavior.raw("SSH-2.0-x\r\n"))).isEqualTo("SSH-2.0-x\r\n");
    }
}
