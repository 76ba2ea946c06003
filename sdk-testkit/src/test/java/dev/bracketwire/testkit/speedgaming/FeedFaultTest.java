// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.testkit.speedgaming;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.bracketwire.testkit.ManualClock;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class FeedFaultTest {
    private static final HttpClient HTTP = HttpClient.newHttpClient();
    private static final Instant NOON = Instant.parse("2026-09-01T12:00:00Z");

    private final FakeSpeedGaming fake =
            FakeSpeedGaming.builder().clock(ManualClock.at(NOON)).start();
    private String whole = "";

    @BeforeEach
    void addEpisode() throws Exception {
        fake.episode(70001).event("examplecup").at(NOON).player("Alpha");
        whole = text("/api/schedule/");
    }

    @AfterEach
    void close() {
        fake.close();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "UNKNOWN_EVENT     | 200 | {\"error\":\"Failed to find event.\"}",
                "UNKNOWN_EPISODE   | 200 | {\"error\":\"Failed to find episode with id 70001.\"}",
                "ERROR_OBJECT      | 200 | {\"error\":\"Internal error, try again later.\"}",
                "ERROR_OBJECT_500  | 500 | {\"error\":\"Internal error, try again later.\"}",
                "EMPTY_BODY        | 200 | ``",
                "JSON_NULL         | 200 | null",
                "JSON_FALSE        | 200 | false",
                "JSON_TEXT         | 200 | \"text\"",
                "JSON_EMPTY_OBJECT | 200 | {}"
            })
    void failNext_byABody_sendsItOnce(FeedFault fault, int status, String body) throws Exception {
        fake.failNext(fault);
        HttpResponse<String> response = send("/api/episode/?id=70001");
        assertThat(response.statusCode()).isEqualTo(status);
        assertThat(response.headers().firstValue("Content-Type")).hasValue("text/html; charset=utf-8");
        assertThat(response.body()).isEqualTo(body);
        assertThat(text("/api/episode/?id=70001")).startsWith("{\"id\":70001,");
    }

    @ParameterizedTest
    @CsvSource({"MAINTENANCE_PAGE,200", "MAINTENANCE_PAGE_503,503", "TOO_MANY_REQUESTS,429", "UNAVAILABLE,503"})
    void failNext_byAPage_sendsHtml(FeedFault fault, int status) throws Exception {
        fake.failNext(fault);
        HttpResponse<String> response = send("/api/schedule/");
        assertThat(response.statusCode()).isEqualTo(status);
        assertThat(response.body()).startsWith("<!DOCTYPE html>");
        assertThat(response.headers().firstValue("Retry-After").isPresent())
                .isEqualTo(fault == FeedFault.TOO_MANY_REQUESTS || fault == FeedFault.UNAVAILABLE);
    }

    @ParameterizedTest
    @EnumSource(names = {"WRONG_LENGTH", "DROP_INSIDE_BODY", "DROP_BEFORE_HEAD"})
    void failNext_byALostConnection_endsTheAnswer(FeedFault fault) throws Exception {
        fake.failNext(fault);
        // A client may repeat a request that was lost before the head.
        if (fault == FeedFault.DROP_BEFORE_HEAD) {
            fake.failNext(fault, fault, fault, fault, fault);
        }
        assertThatThrownBy(() -> send("/api/schedule/")).isInstanceOf(IOException.class);
        fake.recover();
        assertThat(text("/api/schedule/")).isEqualTo(whole);
    }

    @Test
    void truncated_hasHalfOfTheSchedule() throws Exception {
        fake.failNext(FeedFault.TRUNCATED);
        assertThat(text("/api/schedule/")).isEqualTo(whole.substring(0, whole.length() / 2));
    }

    @Test
    void brokenGzip_inflatesToTheScheduleAndFailsAtItsEnd() throws Exception {
        fake.failNext(FeedFault.BROKEN_GZIP);
        HttpResponse<byte[]> response = HTTP.send(request("/api/schedule/"), BodyHandlers.ofByteArray());
        assertThat(response.headers().firstValue("Content-Encoding")).hasValue("gzip");
        try (InputStream in = new GZIPInputStream(new ByteArrayInputStream(response.body()))) {
            assertThat(new String(in.readNBytes(whole.length()), StandardCharsets.UTF_8))
                    .isEqualTo(whole);
            assertThatThrownBy(in::read).isInstanceOf(ZipException.class);
        }
    }

    @Test
    void stall_outlastsAClient() {
        fake.failNext(FeedFault.STALL);
        HttpRequest impatient = HttpRequest.newBuilder(URI.create(fake.uri() + "/api/schedule/"))
                .timeout(Duration.ofMillis(300))
                .build();
        assertThatThrownBy(() -> HTTP.send(impatient, BodyHandlers.ofString()))
                .isInstanceOf(HttpTimeoutException.class);
    }

    @Test
    void slowDrip_sendsTheFirstBytesOfTheSchedule() throws Exception {
        fake.failNext(FeedFault.SLOW_DRIP);
        HttpResponse<InputStream> response = HTTP.send(request("/api/schedule/"), BodyHandlers.ofInputStream());
        try (InputStream in = response.body()) {
            assertThat(in.read()).isEqualTo('[');
            assertThat(in.available()).isZero();
            assertThat(in.read()).isEqualTo('{');
        }
    }

    @Test
    void hugeBody_isTheScheduleAndSpaces() throws Exception {
        fake.failNext(FeedFault.HUGE_BODY);
        HttpResponse<InputStream> response = HTTP.send(request("/api/schedule/"), BodyHandlers.ofInputStream());
        assertThat(response.headers().firstValue("Content-Length")).hasValue("50000000");
        long bytes = 0;
        try (InputStream in = response.body()) {
            assertThat(new String(in.readNBytes(whole.length()), StandardCharsets.UTF_8))
                    .isEqualTo(whole);
            byte[] block = new byte[1 << 16];
            byte[] spaces = block.clone();
            Arrays.fill(spaces, (byte) ' ');
            for (int read = in.read(block); read > 0; read = in.read(block)) {
                assertThat(Arrays.equals(block, 0, read, spaces, 0, read)).isTrue();
                bytes += read;
            }
        }
        assertThat(bytes).isEqualTo(50_000_000 - whole.length());
    }

    @Test
    void gzipBomb_deepNestingAndByteOrderMark_areSentAsNamed() throws Exception {
        fake.failNext(FeedFault.GZIP_BOMB, FeedFault.DEEP_NESTING, FeedFault.BYTE_ORDER_MARK);
        HttpResponse<byte[]> bomb = HTTP.send(request("/api/schedule/"), BodyHandlers.ofByteArray());
        assertThat(bomb.headers().firstValue("Content-Encoding")).hasValue("gzip");
        assertThat(bomb.body().length).isLessThan(1_000_000);
        assertThat(text("/api/schedule/")).isEqualTo("[".repeat(2000) + "]".repeat(2000));
        assertThat(text("/api/schedule/")).isEqualTo("\ufeff" + whole);
    }

    @Test
    void redirects_leadToAnotherHostAndBack() throws Exception {
        fake.failNext(FeedFault.REDIRECT_TO_OTHER_HOST, FeedFault.REDIRECT_TO_ITSELF);
        HttpResponse<String> away = send("/api/schedule/?event=examplecup");
        assertThat(away.statusCode()).isEqualTo(302);
        assertThat(away.headers().firstValue("Location"))
                .hasValue("http://localhost:" + fake.uri().getPort() + "/api/schedule/?event=examplecup");
        assertThat(send("/api/schedule/?event=examplecup").headers().firstValue("Location"))
                .hasValue("/api/schedule/?event=examplecup");
        assertThatThrownBy(() -> fake.failNext(FeedFault.REDIRECT_TO_HTTP))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("tls()");
    }

    @Test
    void redirectToHttp_fromTls_hasTheSameHost() throws Exception {
        try (FakeSpeedGaming secured = FakeSpeedGaming.builder().tls().start()) {
            secured.failNext(FeedFault.REDIRECT_TO_HTTP);
            HttpClient client = HttpClient.newBuilder()
                    .sslContext(secured.upstream().tls().sslContext())
                    .build();
            HttpResponse<String> response = client.send(
                    HttpRequest.newBuilder(URI.create(secured.uri() + "/api/event"))
                            .build(),
                    BodyHandlers.ofString());
            assertThat(response.headers().firstValue("Location"))
                    .hasValue("http://localhost:" + secured.uri().getPort() + "/api/event");
        }
    }

    @Test
    void fail_untilRecover_breaksAllAnswersWithoutAPlan() throws Exception {
        fake.fail(FeedFault.JSON_NULL)
                .failNextEpisode(FeedFault.JSON_FALSE)
                .failNextSchedule(FeedFault.JSON_TEXT)
                .failNextEvent(FeedFault.JSON_EMPTY_OBJECT);
        assertThat(text("/api/event/?slug=examplecup")).isEqualTo("{}");
        assertThat(text("/api/schedule/")).isEqualTo("\"text\"");
        assertThat(text("/api/episode/")).isEqualTo("false");
        assertThat(text("/api/schedule/")).isEqualTo("null");
        assertThat(text("/api/schedule/")).isEqualTo("null");
        fake.recover();
        assertThat(text("/api/schedule/")).isEqualTo(whole);
    }

    private String text(String path) throws Exception {
        return send(path).body();
    }

    private HttpResponse<String> send(String path) throws Exception {
        return HTTP.send(request(path), BodyHandlers.ofString());
    }

    private HttpRequest request(String path) {
        return HttpRequest.newBuilder(URI.create(fake.uri() + path))
                .timeout(Duration.ofMinutes(1))
                .build();
    }
}
