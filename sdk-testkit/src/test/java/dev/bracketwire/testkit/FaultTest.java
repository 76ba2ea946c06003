// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.SocketException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * Proves each fault by its bytes. The numbers in the comments are those of the list of faults every client of an upstream
 * is tested with: 1 drop before the answer, 2 drop inside a body, 3 503 and 4 408 at once, 5 to 7 the forms of 429 (in
 * {@link RetryAfterTest}), 8 a 200 that says no, 9 bodies that are not what they say, 10 a body on 204, 11 redirects, 12
 * gzip bomb, 13 slow drip, 14 stall.
 */
class FaultTest {
    private final FakeUpstream upstream = FakeUpstream.start();
    private final HttpClient client = HttpClient.newHttpClient();

    @AfterEach
    void close() {
        upstream.close();
    }

    // 1
    @Test
    void dropBeforeHead_getAndPost_readsTheRequestAndSendsNothing() throws Exception {
        upstream.on("*", "/x").answers(Answer.dropBeforeHead());
        assertThat(RawClient.get(upstream, "/x")).isEmpty();
        try (RawClient raw = new RawClient(upstream)) {
            assertThat(raw.send("POST /x HTTP/1.1\r\nHost: x\r\nContent-Length: 3\r\n\r\nabc")
                            .readToEnd())
                    .isEmpty();
        }
        assertThat(upstream.assertReceived("POST", "/x").once().text()).isEqualTo("abc");
    }

    // 1
    @Test
    void dropBeforeReadingBody_largePost_closesWithTheBodyUnread() throws Exception {
        upstream.on("POST", "/x").answers(Answer.dropBeforeReadingBody(), Answer.of(201));
        try (RawClient raw = new RawClient(upstream)) {
            raw.send("POST /x HTTP/1.1\r\nHost: x\r\nContent-Length: 1000000\r\n\r\n");
            assertThat(raw.readToEnd()).isEmpty();
        }
        assertThat(upstream.assertReceived("POST", "/x").once().body()).isEmpty();
        assertThat(send("POST", "/x").statusCode()).isEqualTo(201);
    }

    // 1
    @Test
    void dropNextConnections_two_thirdIsServed() throws Exception {
        upstream.on("GET", "/x").answers(Answer.of(200));
        upstream.dropNextConnections(2);
        for (int i = 0; i < 2; i++) {
            assertThatThrownBy(() -> {
                        if (RawClient.get(upstream, "/x").isEmpty()) {
                            throw new EOFException();
                        }
                    })
                    .isInstanceOfAny(EOFException.class, SocketException.class);
        }
        assertThat(RawClient.get(upstream, "/x")).startsWith("HTTP/1.1 200 OK\r\n");
        assertThat(upstream.connections()).isEqualTo(3);
        assertThat(upstream.received()).hasSize(1);
    }

    // 1
    @Test
    void dropInsideHead_anyAnswer_endsInTheMiddleOfTheHead() throws Exception {
        String whole = "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 2\r\n\r\n{}";
        upstream.on("GET", "/x").answers(Answer.json("{}"), Answer.json("{}").dropInsideHead());
        assertThat(RawClient.get(upstream, "/x")).isEqualTo(whole);
        assertThat(RawClient.get(upstream, "/x")).isEqualTo(whole.substring(0, (whole.length() - 2) / 2));
    }

    // 2
    @Test
    void dropInsideBody_contentLength_sendsHalfOfWhatItDeclared() throws Exception {
        upstream.on("GET", "/x").answers(Answer.text("0123456789").dropInsideBody());
        assertThat(RawClient.get(upstream, "/x"))
                .contains("Content-Length: 10\r\n")
                .endsWith("\r\n\r\n01234");
        assertThatThrownBy(() -> send("GET", "/x")).isInstanceOf(IOException.class);
    }

    // 2
    @Test
    void dropInsideBody_chunked_endsInsideAChunk() throws Exception {
        upstream.on("GET", "/x").answers(Answer.text("0123456789").chunked().dropInsideBody());
        assertThat(RawClient.get(upstream, "/x"))
                .contains("Transfer-Encoding: chunked\r\n")
                .doesNotContain("Content-Length")
                .endsWith("\r\n\r\na\r\n01234");
    }

    // 2
    @Test
    void dropAfterBody_keepAlive_closesAfterAWholeAnswer() throws Exception {
        upstream.on("GET", "/x").answers(Answer.text("whole").dropAfterBody());
        try (RawClient raw = new RawClient(upstream)) {
            assertThat(raw.sendGet("/x").readToEnd()).doesNotContain("close").endsWith("\r\n\r\nwhole");
        }
    }

    // 2
    @Test
    void contentLength_tooLongOrTooShort_isSentAsDeclared() throws Exception {
        upstream.on("GET", "/long").answers(Answer.text("12345").contentLength(9));
        upstream.on("GET", "/short").answers(Answer.text("12345").contentLength(2));
        try (RawClient raw = new RawClient(upstream)) {
            assertThat(raw.sendGet("/long").readToEnd())
                    .contains("Content-Length: 9\r\n")
                    .endsWith("\r\n\r\n12345");
        }
        try (RawClient raw = new RawClient(upstream)) {
            assertThat(raw.sendGet("/short").readToEnd())
                    .contains("Content-Length: 2\r\n")
                    .endsWith("\r\n\r\n12345");
        }
    }

    // 3, 4
    @Test
    void of_503And408_areSentWithTheirHeaders() throws Exception {
        upstream.on("GET", "/x").answers(Answer.of(503).retryAfterSeconds(0), Answer.of(408), Answer.of(799));
        assertThat(RawClient.get(upstream, "/x"))
                .isEqualTo("HTTP/1.1 503 Service Unavailable\r\nRetry-After: 0\r\nContent-Length: 0\r\n\r\n");
        assertThat(RawClient.get(upstream, "/x")).startsWith("HTTP/1.1 408 Request Timeout\r\n");
        assertThat(RawClient.get(upstream, "/x")).startsWith("HTTP/1.1 799 Status\r\n");
    }

    // 8
    @Test
    void json_okFalse_isAPlain200() throws Exception {
        upstream.on("POST", "/api/chat.postMessage")
                .answers(Answer.json("{\"ok\":false,\"error\":\"not_in_channel\"}"));
        HttpResponse<String> response = send("POST", "/api/chat.postMessage");
        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.body()).isEqualTo("{\"ok\":false,\"error\":\"not_in_channel\"}");
    }

    // 9
    @Test
    void json_emptyBody_declaresZeroBytes() throws Exception {
        upstream.on("GET", "/x").answers(Answer.json(""));
        assertThat(RawClient.get(upstream, "/x"))
                .endsWith("Content-Type: application/json\r\nContent-Length: 0\r\n\r\n");
    }

    // 9
    @Test
    void contentType_wrong_replacesTheRightOne() throws Exception {
        upstream.on("GET", "/x").answers(Answer.json("{}").contentType("text/html"));
        assertThat(send("GET", "/x").headers().allValues("Content-Type")).containsExactly("text/html");
    }

    // 9
    @Test
    void withBom_json_beginsWithTheThreeBytes() throws Exception {
        upstream.on("GET", "/x").answers(Answer.json("{}").withBom());
        assertThat(RawClient.get(upstream, "/x")).endsWith("Content-Length: 5\r\n\r\n\u00ef\u00bb\u00bf{}");
    }

    // 9
    @Test
    void truncated_json_isWellFramedAndCutInHalf() throws Exception {
        upstream.on("GET", "/x").answers(Answer.json("{\"a\":[1,2]}").truncated());
        assertThat(send("GET", "/x").body()).isEqualTo("{\"a\":");
    }

    // 10
    @Test
    void status_204OnJson_sendsTheBodyItMustNotHave() throws Exception {
        upstream.on("GET", "/x").answers(Answer.json("{}").status(204), Answer.empty());
        assertThat(RawClient.get(upstream, "/x"))
                .startsWith("HTTP/1.1 204 No Content\r\n")
                .endsWith("Content-Length: 2\r\n\r\n{}");
        assertThat(RawClient.get(upstream, "/x")).isEqualTo("HTTP/1.1 204 No Content\r\n\r\n");
    }

    // 11
    @Test
    void redirect_anyLocation_isSentAsGiven() throws Exception {
        String[] locations = {"//other.example/", "http://169.254.169.254/latest/meta-data", "../relative", "/x"};
        for (String location : locations) {
            upstream.on("*", "/x").answers(Answer.redirect(307, location));
            HttpResponse<String> response = send("POST", "/x");
            assertThat(response.statusCode()).isEqualTo(307);
            assertThat(response.headers().firstValue("Location")).contains(location);
        }
    }

    // 12
    @Test
    void gzipBomb_200Megabytes_isSmallOnTheWireAndAsLongAsAsked() throws Exception {
        upstream.on("GET", "/bomb").answers(Answer.gzipBomb(200_000_000));
        HttpResponse<InputStream> response =
                client.send(HttpRequest.newBuilder(uri("/bomb")).build(), BodyHandlers.ofInputStream());
        assertThat(response.headers().firstValue("Content-Encoding")).contains("gzip");
        try (Counting wire = new Counting(response.body());
                GZIPInputStream inflated = new GZIPInputStream(wire)) {
            assertThat(inflated.skip(Long.MAX_VALUE)).isEqualTo(200_000_000);
            assertThat(wire.count).isLessThan(300_000);
        }
    }

    // 12
    @Test
    void gzipBomb_dropInsideBody_breaksOff() throws Exception {
        upstream.on("GET", "/bomb").answers(Answer.gzipBomb(10_000_000).dropInsideBody());
        assertThat(RawClient.get(upstream, "/bomb")).contains("chunked").hasSizeLessThan(800);
    }

    // 13
    @Test
    void drip_oneByteAtATime_takesAPauseBetweenBytes() throws Exception {
        upstream.on("GET", "/x").answers(Answer.text("12345").drip(1, Duration.ofMillis(20)));
        long started = System.nanoTime();
        assertThat(RawClient.get(upstream, "/x")).endsWith("\r\n\r\n12345");
        assertThat(Duration.ofNanos(System.nanoTime() - started)).isGreaterThanOrEqualTo(Duration.ofMillis(75));
    }

    // 13
    @Test
    void drip_clientGoes_stopsDripping() throws Exception {
        upstream.on("GET", "/x").answers(Answer.text("12345").drip(1, Duration.ofHours(1)));
        try (RawClient raw = new RawClient(upstream)) {
            raw.sendGet("/x").readUntil("\r\n\r\n1");
        }
        Eventually.holds(() -> upstream.openConnections() == 0);
    }

    // 14
    @Test
    void stall_request_isRecordedAndNeverAnswered() throws Exception {
        upstream.on("GET", "/x").answers(Answer.stall());
        try (RawClient raw = new RawClient(upstream)) {
            raw.sendGet("/x");
            upstream.await(1, Duration.ofMinutes(1));
            raw.send("more");
            assertThat(raw.staysSilent(50)).isTrue();
            assertThat(upstream.openConnections()).isEqualTo(1);
        }
        Eventually.holds(() -> upstream.openConnections() == 0);
    }

    // 14
    @Test
    void stallInsideBody_request_getsHalfOfTheBodyAndNoEnd() throws Exception {
        upstream.on("GET", "/x").answers(Answer.text("0123456789").stallInsideBody());
        try (RawClient raw = new RawClient(upstream)) {
            raw.sendGet("/x").readUntil("\r\n\r\n01234");
            assertThat(raw.staysSilent(50)).isTrue();
        }
    }

    // 14
    @Test
    void after_delay_isWaitedBeforeTheHead() throws Exception {
        upstream.on("GET", "/x").answers(Answer.of(200).after(Duration.ofMillis(60)));
        long started = System.nanoTime();
        RawClient.get(upstream, "/x");
        assertThat(Duration.ofNanos(System.nanoTime() - started)).isGreaterThanOrEqualTo(Duration.ofMillis(55));
    }

    @Test
    void after_clientGoes_endsTheWait() throws Exception {
        upstream.on("GET", "/x").answers(Answer.of(200).after(Duration.ofHours(1)));
        try (RawClient raw = new RawClient(upstream)) {
            raw.sendGet("/x");
            upstream.await(1, Duration.ofMinutes(1));
        }
        Eventually.holds(() -> upstream.openConnections() == 0);
    }

    private HttpResponse<String> send(String method, String path) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(uri(path))
                .method(method, HttpRequest.BodyPublishers.noBody())
                .build();
        return client.send(request, BodyHandlers.ofString());
    }

    private URI uri(String path) {
        return URI.create(upstream.uri() + path);
    }

    private static final class Counting extends java.io.FilterInputStream {
        private long count;

        Counting(InputStream in) {
            super(in);
        }

        @Override
        public int read(byte[] bytes, int offset, int length) throws IOException {
            int read = super.read(bytes, offset, length);
            count += Math.max(0, read);
            return read;
        }
    }
}
