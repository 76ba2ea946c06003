// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.examples.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.bracketwire.testkit.Answer;
import dev.bracketwire.testkit.FakeUpstream;
import dev.bracketwire.testkit.Received;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WebServerTest {
    private static final HttpClient HTTP =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    private final FakeUpstream api = FakeUpstream.start();
    private final WebServer web = new WebServer(api.uri(), "/test-page");
    private final int port = web.start(0);

    @AfterEach
    void stop() {
        web.close();
        api.close();
    }

    private HttpResponse<String> get(String path, String... headers) throws Exception {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path));
        for (int i = 0; i < headers.length; i += 2) {
            request.header(headers[i], headers[i + 1]);
        }
        return HTTP.send(request.build(), BodyHandlers.ofString());
    }

    @ParameterizedTest
    @ValueSource(strings = {"/", "/tournaments/spring-cup", "/audit"})
    void page_byAnyOfItsAddresses_isTheSameFile(String path) throws Exception {
        HttpResponse<String> page = get(path);
        assertThat(page.statusCode()).isEqualTo(200);
        assertThat(page.headers().firstValue("Content-Type")).hasValue("text/html;charset=utf-8");
        assertThat(page.headers().firstValue("Content-Security-Policy"))
                .hasValue("default-src 'self'; base-uri 'none'; frame-ancestors 'none'; object-src 'none';"
                        + " form-action 'self'");
        assertThat(page.headers().firstValue("X-Content-Type-Options")).hasValue("nosniff");
        assertThat(page.headers().firstValue("Referrer-Policy")).hasValue("same-origin");
        String tag = page.headers().firstValue("ETag").orElseThrow();
        assertThat(get(path, "If-None-Match", tag).statusCode()).isEqualTo(304);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/nothing.js",
                "/.",
                "/views/.",
                "/./app.js",
                "/../logback.xml",
                "/..%2Flogback.xml",
                "/%2e%2e/logback.xml",
                "//logback.xml",
                "/x/..%5Clogback.xml",
                "/dev/bracketwire/examples/server/WebServer.class"
            })
    void file_thatIsNotOfThePage_isNotServed(String path) throws Exception {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port);
                BufferedReader in =
                        new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8))) {
            socket.getOutputStream()
                    .write(("GET " + path + " HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n")
                            .getBytes(StandardCharsets.US_ASCII));
            assertThat(in.readLine()).matches("HTTP/1.1 40[04] .*");
        }
    }

    @Test
    void proxy_passesRequestAndResponseOn() throws Exception {
        api.on("PATCH", "/api/x")
                .answers(Answer.json("{\"a\":1}")
                        .status(409)
                        .header("Set-Cookie", "a=1")
                        .header("Set-Cookie", "b=2"));
        HttpResponse<String> response = HTTP.send(
                HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/api/x?q=%2F+1"))
                        .method("PATCH", BodyPublishers.ofString("{\"b\":2}"))
                        .header("Cookie", "c=3")
                        .header("X-Forwarded-For", "10.0.0.1")
                        .header("X-Forwarded-Host", "evil.example")
                        .header("Forwarded", "for=10.0.0.1")
                        .header("TE", "trailers")
                        .build(),
                BodyHandlers.ofString());
        assertThat(response.statusCode()).isEqualTo(409);
        assertThat(response.body()).isEqualTo("{\"a\":1}");
        assertThat(response.headers().allValues("Set-Cookie")).containsExactly("a=1", "b=2");
        Received received = api.received().get(0);
        assertThat(received.method() + " " + received.path() + "?"
                        + received.rawQuery().orElse(""))
                .isEqualTo("PATCH /api/x?q=%2F+1");
        assertThat(received.text()).isEqualTo("{\"b\":2}");
        assertThat(received.header("Cookie")).hasValue("c=3");
        assertThat(received.headers().keySet().toString().toLowerCase(java.util.Locale.ROOT))
                .doesNotContain("forwarded", "te,");
    }

    @Test
    void proxy_ofAStream_passesEachPieceAtOnce() throws Exception {
        api.on("GET", "/events")
                .answers(Answer.bytes("text/event-stream", "data: 1\n\ndata: 2\n\n".getBytes(StandardCharsets.UTF_8))
                        .drip(9, Duration.ofMinutes(10)));
        HttpResponse<java.io.InputStream> response = HTTP.send(
                HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/events"))
                        .build(),
                BodyHandlers.ofInputStream());
        assertThat(new String(response.body().readNBytes(9), StandardCharsets.UTF_8))
                .isEqualTo("data: 1\n\n");
        response.body().close();
    }

    @Test
    void proxy_ofAStreamThatBreaks_ends() throws Exception {
        api.on("GET", "/events")
                .answers(Answer.bytes(
                                "text/event-stream", "data: 1\n\n".repeat(100).getBytes(StandardCharsets.UTF_8))
                        .chunked()
                        .dropInsideBody());
        String body = get("/events").body();
        assertThat(body).startsWith("data: 1").hasSizeLessThan(900);
    }

    @Test
    void proxy_ofALargeResponse_isComplete() throws Exception {
        byte[] large = "x".repeat(5_000_000).getBytes(StandardCharsets.US_ASCII);
        api.on("GET", "/api/large").answers(Answer.bytes("text/plain", large));
        assertThat(get("/api/large").body()).hasSize(large.length);
    }

    @Test
    void proxy_whenTheApiIsDown_saysSoAsJson() throws Exception {
        api.close();
        HttpResponse<String> response = get("/api/tournaments");
        assertThat(response.statusCode()).isEqualTo(502);
        assertThat(response.headers().firstValue("Content-Type")).hasValue("application/json");
        assertThat(response.body()).contains("\"result\":\"refused\"", "\"reason\":\"UNAVAILABLE\"", "does not answer");
    }

    @Test
    void proxy_whenTheBrowserLeaves_leavesTheApiToo() throws Exception {
        api.on("GET", "/events")
                .answers(Answer.bytes(
                                "text/event-stream",
                                "data: 1\n\n".repeat(10_000).getBytes(StandardCharsets.UTF_8))
                        .chunked()
                        .drip(9, Duration.ofMillis(50)));
        HttpResponse<java.io.InputStream> response = HTTP.send(
                HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/events"))
                        .build(),
                BodyHandlers.ofInputStream());
        assertThat(response.body().read()).isEqualTo('d');
        response.body().close();
        await().atMost(Duration.ofSeconds(50)).until(() -> api.openConnections() == 0);
    }

    @ParameterizedTest
    @ValueSource(strings = {"POST /", "HEAD /", "GET /health", "GET /nothing.js"})
    void response_whateverItIs_hasHeadersOfSafety(String request) throws Exception {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            socket.getOutputStream()
                    .write((request + " HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n")
                            .getBytes(StandardCharsets.UTF_8));
            assertThat(new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8))
                    .containsIgnoringCase("Content-Security-Policy: default-src")
                    .containsIgnoringCase("X-Content-Type-Options: nosniff");
        }
    }

    @Test
    void metrics_areNotPassedOn() throws Exception {
        api.on("GET", "/metrics").answers(Answer.text("secret"));
        assertThat(get("/metrics").body()).doesNotContain("secret");
        assertThat(api.received()).isEmpty();
        assertThat(get("/health").body()).isEqualTo("{\"status\":\"up\"}");
    }
}
