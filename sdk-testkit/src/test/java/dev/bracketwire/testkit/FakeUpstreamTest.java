// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class FakeUpstreamTest {
    private static final Instant NOW = Instant.parse("2026-11-21T18:00:00Z");

    private final FakeUpstream upstream =
            FakeUpstream.builder().clock(ManualClock.at(NOW)).start();
    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    @AfterEach
    void close() {
        upstream.close();
    }

    @Test
    void answers_several_areGivenInOrderAndTheLastRepeats() throws Exception {
        upstream.on("GET", "/x").answers(Answer.text("a"), Answer.text("b"));
        assertThat(List.of(get("/x"), get("/x"), get("/x"))).containsExactly("a", "b", "b");
    }

    @Test
    void answers_function_seesTheRequestAndItsVariables() throws Exception {
        upstream.on("GET", "/players/{id}/{rest+}")
                .answers(request ->
                        Answer.text(request.variable("id") + "|" + request.variable("rest") + request.variables()));
        assertThat(get("/players/Ann%23EUW+1/a/b?x=1")).isEqualTo("Ann#EUW+1|a/b{id=Ann#EUW+1, rest=a/b}");
    }

    @Test
    void answers_functionThrows_answers500AndCountsAsUnexpected() throws Exception {
        upstream.on("GET", "/x").answers(request -> Answer.text(request.variable("absent")));
        assertThat(get("/x")).contains("the rule for GET /x threw").contains("no variable 'absent', only []");
        assertThat(upstream.unexpected()).hasSize(1);
    }

    @Test
    void on_severalRulesFit_theMostSpecificAnswers() throws Exception {
        upstream.on("GET", "/s/exact").answers(Answer.text("exact"));
        upstream.on("*", "/s/exact").answers(Answer.text("any method"));
        upstream.on("GET", "/s/{id}").answers(Answer.text("variable"));
        upstream.on("GET", "/s/{id}:append").answers(Answer.text("more fixed characters"));
        upstream.on("GET", "/{rest+}").answers(Answer.text("rest"));
        assertThat(get("/s/exact")).isEqualTo("exact");
        assertThat(get("/s/A1:B2")).isEqualTo("variable");
        assertThat(get("/s/A1:B2:append")).isEqualTo("more fixed characters");
        assertThat(get("/s/a/b")).isEqualTo("rest");
        assertThat(post("/s/exact", "")).isEqualTo("any method");
    }

    @Test
    void on_sameMethodAndShape_replacesTheEarlierRule() throws Exception {
        upstream.on("GET", "/x/{a}").answers(Answer.text("old"));
        upstream.on("GET", "/x/{b}").answers(Answer.text("new"));
        assertThat(get("/x/1")).isEqualTo("new");
    }

    @Test
    void on_pathWithQueryOrWithoutSlash_isRefused() {
        assertThatThrownBy(() -> upstream.on("GET", "/x?a=1"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("must begin with / and hold no query");
        assertThatThrownBy(() -> upstream.on("GET", "x")).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void received_requestWithoutRule_isAnswered404WithTheRules() throws Exception {
        upstream.on("POST", "/players/{id}").answers(Answer.of(201));
        assertThat(get("/players/7?secret=1"))
                .isEqualTo("no rule for GET /players/7; the rules are\n  POST /players/{id}\n");
        assertThat(upstream.unexpected()).hasToString("[#0 GET /players/7]");
    }

    @Test
    void received_post_showsAllThatWasSent() throws Exception {
        upstream.on("POST", "/x").answers(Answer.of(200));
        post("/x?a=1&a=two+words&b=%C3%A4&flag", "body ä");
        Received request = upstream.assertReceived("POST", "/x").once();
        assertThat(request.index()).isZero();
        assertThat(request.connection()).isZero();
        assertThat(request.at()).isEqualTo(NOW);
        assertThat(request.method()).isEqualTo("POST");
        assertThat(request.path()).isEqualTo("/x");
        assertThat(request.rawQuery()).contains("a=1&a=two+words&b=%C3%A4&flag");
        assertThat(request.query("a")).contains("1");
        assertThat(request.query().get("a")).containsExactly("1", "two words");
        assertThat(request.query("b")).contains("ä");
        assertThat(request.query("flag")).contains("");
        assertThat(request.query("absent")).isEmpty();
        assertThat(request.header("x-test")).contains("one");
        assertThat(request.headers("X-TEST")).containsExactly("one", "two");
        assertThat(request.headers()).containsKey("User-Agent").containsKey("user-agent");
        assertThat(request.headers("absent")).isEmpty();
        assertThat(request.text()).isEqualTo("body ä");
        assertThat(request.body()).hasSize(7);
    }

    @Test
    void received_brokenEscape_staysAsItCame() throws Exception {
        RawClient.get(upstream, "/x?broken=%zz");
        assertThat(upstream.received().get(0).query("broken")).contains("%zz");
    }

    @Test
    void received_chunkedPost_isReadWhole() throws Exception {
        upstream.on("POST", "/x").answers(Answer.of(200));
        try (RawClient raw = new RawClient(upstream)) {
            raw.send("POST /x HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n2\r\nde\r\n0\r\n\r\n")
                    .readUntil("\r\n\r\n");
        }
        assertThat(upstream.assertReceived("POST", "/x").once().text()).isEqualTo("abcde");
    }

    @Test
    void received_expectContinue_isToldToGoOn() throws Exception {
        upstream.on("POST", "/x").answers(Answer.of(200));
        try (RawClient raw = new RawClient(upstream)) {
            raw.send("POST /x HTTP/1.1\r\nContent-Length: 3\r\nExpect: 100-continue\r\n\r\n");
            assertThat(raw.readUntil("\r\n\r\n")).startsWith("HTTP/1.1 100 ");
            assertThat(raw.send("abc").readUntil("\r\n\r\n")).startsWith("HTTP/1.1 200 ");
        }
    }

    @Test
    void received_bodyOnGet_isAnswered501AndCountsAsUnexpected() throws Exception {
        upstream.on("GET", "/x").answers(Answer.of(200));
        try (RawClient raw = new RawClient(upstream)) {
            assertThat(raw.send("GET /x HTTP/1.1\r\nContent-Length: 3\r\n\r\nabc")
                            .readToEnd())
                    .startsWith("HTTP/1.1 501 ")
                    .endsWith("this upstream cannot read a body on GET or HEAD");
        }
        assertThat(upstream.unexpected()).hasSize(1);
    }

    @Test
    void answer_headRequest_hasTheLengthAndNoBody() throws Exception {
        upstream.on("HEAD", "/x").answers(Answer.text("12345"));
        try (RawClient raw = new RawClient(upstream)) {
            assertThat(raw.send("HEAD /x HTTP/1.1\r\nConnection: close\r\n\r\n").readToEnd())
                    .endsWith("Content-Length: 5\r\n\r\n");
        }
    }

    @Test
    void answer_http10Request_closesTheConnection() throws Exception {
        upstream.on("GET", "/x").answers(Answer.text("old"));
        try (RawClient raw = new RawClient(upstream)) {
            assertThat(raw.send("GET /x HTTP/1.0\r\n\r\n").readToEnd()).endsWith("old");
        }
    }

    @Test
    void answer_chunkedGzip_isReadableByAClient() throws Exception {
        upstream.on("GET", "/x")
                .answers(
                        Answer.text("a".repeat(5000)).chunked(),
                        Answer.text("zip").gzip());
        assertThat(get("/x")).hasSize(5000);
        HttpResponse<byte[]> zipped = client.send(request("/x").build(), BodyHandlers.ofByteArray());
        assertThat(zipped.headers().firstValue("Content-Encoding")).contains("gzip");
        assertThat(zipped.body()).startsWith(0x1f, 0x8b);
    }

    @Test
    void answer_severalPieces_arriveInOrder() throws Exception {
        byte[] large = new byte[100_000];
        for (int i = 0; i < large.length; i++) {
            large[i] = (byte) (i / 7);
        }
        upstream.on("GET", "/x").answers(Answer.bytes("application/octet-stream", large));
        HttpResponse<byte[]> response = client.send(request("/x").build(), BodyHandlers.ofByteArray());
        assertThat(response.body()).isEqualTo(large);
    }

    @Test
    void connections_keepAlive_isUsedAgain() throws Exception {
        upstream.on("GET", "/x").answers(Answer.text("a"));
        get("/x");
        get("/x");
        assertThat(upstream.connections()).isEqualTo(1);
        assertThat(upstream.openConnections()).isEqualTo(1);
        assertThat(upstream.received()).extracting(Received::connection).containsExactly(0, 0);
    }

    @Test
    void openConnections_clientCloses_fallsToZero() throws Exception {
        upstream.on("GET", "/x").answers(Answer.text("a"));
        try (RawClient raw = new RawClient(upstream)) {
            raw.sendGet("/x").readUntil("\r\n\r\na");
            assertThat(upstream.openConnections()).isEqualTo(1);
        }
        Eventually.holds(() -> upstream.openConnections() == 0);
    }

    @Test
    void await_tooFew_printsMethodsAndPathsOnly() throws Exception {
        get("/seen?token=hidden");
        assertThatThrownBy(() -> upstream.await(2, Duration.ofMillis(20)))
                .isInstanceOf(AssertionError.class)
                .hasMessage("waited PT0.02S for 2 requests, but there are 1\nreceived:\n  #0 GET /seen");
    }

    @Test
    void await_interrupted_failsAndKeepsTheFlag() {
        Thread.currentThread().interrupt();
        assertThatThrownBy(() -> upstream.await(1, Duration.ofMinutes(1))).isInstanceOf(AssertionError.class);
        assertThat(Thread.interrupted()).isTrue();
    }

    @Test
    void assertReceived_wrongCount_printsTheLog() throws Exception {
        assertThatThrownBy(() -> upstream.assertReceived("GET", "/x").times(1))
                .hasMessage("expected GET /x 1 times, but it came 0 times\nreceived nothing");
        get("/x");
        assertThatThrownBy(() -> upstream.assertReceived("GET", "/{any}").never())
                .hasMessage("expected GET /{any} never, but it came 1 times\nreceived:\n  #0 GET /x");
        assertThatThrownBy(() -> upstream.assertReceived("*", "/x").atLeast(2))
                .hasMessageStartingWith("expected * /x at least 2 times");
        assertThatThrownBy(() -> upstream.assertReceived("PUT", "/x").once())
                .hasMessageStartingWith("expected PUT /x once");
    }

    @Test
    void assertReceived_rightCount_givesTheRequests() throws Exception {
        get("/x");
        get("/y");
        assertThat(upstream.assertReceived("GET", "/x").times(1)).hasSize(1);
        assertThat(upstream.assertReceived("GET", "/{any}").atLeast(1)).hasSize(2);
        upstream.assertReceived("POST", "/x").never();
    }

    @Test
    void tls_plainUpstream_saysHowToGetOne() {
        assertThatThrownBy(upstream::tls)
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("FakeUpstream.startTls()");
    }

    @Test
    void toString_anyTime_showsAddressAndCount() {
        assertThat(upstream).hasToString("FakeUpstream(" + upstream.uri() + ", received 0)");
        assertThat(upstream.uri().toString()).matches("http://127\\.0\\.0\\.1:\\d+");
    }

    private String get(String path) throws IOException {
        return send(request(path));
    }

    private String post(String path, String body) throws IOException {
        return send(
                request(path).header("X-Test", "one").header("X-Test", "two").POST(BodyPublishers.ofString(body)));
    }

    private String send(HttpRequest.Builder request) throws IOException {
        try {
            return client.send(request.build(), BodyHandlers.ofString()).body();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create(upstream.uri() + path)).timeout(Duration.ofSeconds(10));
    }
}
