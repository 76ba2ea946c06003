// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.connector;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.bracketwire.Call;
import dev.bracketwire.CancelledException;
import dev.bracketwire.DeadlineException;
import dev.bracketwire.TransportException;
import dev.bracketwire.UnavailableException;
import dev.bracketwire.testkit.Answer;
import dev.bracketwire.testkit.FakeUpstream;
import dev.bracketwire.testkit.ManualClock;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DirectClientTest {
    private static final Body TEXT = Body.text("text/plain", "text");

    private final FakeUpstream upstream = FakeUpstream.start();
    private final ManualClock clock = ManualClock.create();

    @AfterEach
    void close() {
        upstream.close();
    }

    private static DirectClient client() {
        return DirectClient.builder("hooks").build();
    }

    private Call<Reply> post(DirectClient client, String path) {
        return client.send("POST", URI.create(upstream.uri() + path), Headers.none(), TEXT);
    }

    @Test
    void send_post_carriesHeadersAndBody() {
        upstream.on("POST", "/x").answers(Answer.text("done").header("X-Left", "3"));
        try (DirectClient client = client()) {
            Reply reply = client.send(
                            "post", URI.create(upstream.uri() + "/x?a=b%20c"), Headers.of("webhook-id", "m1"), TEXT)
                    .get();
            assertThat(reply.status()).isEqualTo(200);
            assertThat(reply.text()).isEqualTo("done");
            assertThat(reply.header("x-left")).hasValue("3");
            assertThat(reply.attempts()).isEqualTo(1);
        }
        var received = upstream.received().get(0);
        assertThat(received.text()).isEqualTo("text");
        assertThat(received.rawQuery()).hasValue("a=b%20c");
        assertThat(received.header("webhook-id")).hasValue("m1");
        assertThat(received.header("Accept-Encoding")).hasValue("identity");
        assertThat(received.header("User-Agent")).get().asString().startsWith("bracketwire/");
        assertThat(received.header("Cookie")).isEmpty();
    }

    @Test
    void send_ownEncodingAndAgent_areSent() {
        upstream.on("GET", "/x").answers(Answer.empty());
        try (DirectClient client = client()) {
            client.send(
                            "GET",
                            URI.create(upstream.uri() + "/x"),
                            Headers.of("accept-encoding", "br", "user-agent", "me"),
                            null)
                    .get();
        }
        assertThat(upstream.received().get(0).headers("Accept-Encoding")).containsExactly("br");
        assertThat(upstream.received().get(0).headers("User-Agent")).containsExactly("me");
    }

    @ParameterizedTest
    @ValueSource(ints = {301, 302, 303, 307, 308})
    void send_redirect_isNotFollowed(int status) {
        upstream.on("POST", "/x").answers(Answer.redirect(status, upstream.uri() + "/y"));
        try (DirectClient client = client()) {
            assertThat(post(client, "/x").get().status()).isEqualTo(status);
        }
        assertThat(upstream.received()).hasSize(1);
    }

    @Test
    void send_unavailableWithRetryAfterZero_isSentOnce() {
        upstream.on("*", "/x").answers(Answer.of(503).retryAfter("0"));
        try (DirectClient client = client()) {
            assertThat(post(client, "/x").get().header("Retry-After")).hasValue("0");
            client.send("GET", URI.create(upstream.uri() + "/x"), Headers.none(), null)
                    .get();
        }
        assertThat(upstream.received()).hasSize(2);
    }

    @ParameterizedTest
    @ValueSource(ints = {408, 421})
    void send_statusThatClientsRepeat_isSentOnce(int status) {
        upstream.on("POST", "/x").answers(Answer.of(status));
        try (DirectClient client = client()) {
            assertThat(post(client, "/x").get().status()).isEqualTo(status);
        }
        assertThat(upstream.received()).hasSize(1);
    }

    @Test
    void send_connectionBreaksAfterTheRequest_isSentOnceAndMaybeDone() {
        upstream.on("POST", "/x").answers(Answer.dropBeforeHead());
        try (DirectClient client = client()) {
            var failure = catchThrowableOfType(
                    TransportException.class, () -> post(client, "/x").get());
            assertThat(failure.maybeDone()).isTrue();
            assertThat(failure.attempts()).isEqualTo(1);
            assertThat(failure).hasMessageContaining("hooks POST 127.0.0.1").hasMessageNotContaining("/x");
        }
        assertThat(upstream.received()).hasSize(1);
    }

    @Test
    void send_pooledConnectionMayBeClosed_usesANewOne() {
        upstream.on("POST", "/x").answers(Answer.empty());
        try (DirectClient client = DirectClient.builder("hooks").clock(clock).build()) {
            post(client, "/x").get();
            post(client, "/x").get();
            assertThat(upstream.connections()).isEqualTo(1);
            clock.advance(Duration.ofSeconds(1));
            post(client, "/x").get();
            assertThat(upstream.connections()).isEqualTo(2);
        }
        assertThat(upstream.received()).hasSize(3);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void send_longBody_isCut(boolean chunked) {
        Answer answer = Answer.bytes("text/plain", new byte[100_000]);
        upstream.on("POST", "/x").answers(chunked ? answer.chunked() : answer);
        upstream.on("POST", "/y").answers(Answer.text("next"));
        try (DirectClient client = DirectClient.builder("hooks").maxReply(1_000).build()) {
            assertThat(post(client, "/x").get().bytes()).hasSize(1_000);
            assertThat(post(client, "/y").get().text()).isEqualTo("next");
        }
    }

    @Test
    void send_bodyOfExactlyTheBound_keepsTheConnection() {
        upstream.on("POST", "/x").answers(Answer.bytes("text/plain", new byte[1_000]));
        try (DirectClient client =
                DirectClient.builder("hooks").maxReply(1_000).clock(clock).build()) {
            assertThat(post(client, "/x").get().bytes()).hasSize(1_000);
            assertThat(post(client, "/x").get().bytes()).hasSize(1_000);
        }
        assertThat(upstream.connections()).isEqualTo(1);
    }

    @Test
    void send_bodyThatStallsBehindTheBound_endsAtOnce() throws Exception {
        try (RawServer server = new RawServer("HTTP/1.1 200 OK\r\nContent-Length: 1000000000\r\n\r\n12345678");
                DirectClient client =
                        DirectClient.builder("hooks").maxReply(8).clock(clock).build()) {
            Reply reply = client.send("GET", server.uri(), Headers.none(), null).get();
            assertThat(reply.text()).isEqualTo("12345678");
        }
    }

    @Test
    void send_compressedBomb_staysCompressed() {
        upstream.on("POST", "/x").answers(Answer.gzipBomb(50_000_000));
        try (DirectClient client = client()) {
            byte[] bytes = post(client, "/x").get().bytes();
            assertThat(bytes).hasSize(16 << 10);
            assertThat(Arrays.copyOf(bytes, 2)).containsExactly(0x1f, 0x8b);
        }
    }

    @Test
    void send_trickledBody_endsByTheTimeout() {
        upstream.on("POST", "/x").answers(Answer.text("a".repeat(10_000)).drip(1, Duration.ofMillis(50)));
        try (DirectClient client =
                DirectClient.builder("hooks").timeout(Duration.ofMillis(500)).build()) {
            var failure = catchThrowableOfType(
                    DeadlineException.class, () -> post(client, "/x").get());
            assertThat(failure.maybeDone()).isTrue();
            assertThat(failure.stage()).isEqualTo("the reply");
            assertThatThrownBy(() -> post(client, "/x").start().join()).hasCauseInstanceOf(DeadlineException.class);
        }
    }

    @Test
    void within_shorterThanTheTimeout_counts() {
        upstream.on("POST", "/x").answers(Answer.stall());
        try (DirectClient client =
                DirectClient.builder("hooks").timeout(Duration.ofDays(1)).build()) {
            assertThatThrownBy(() ->
                            post(client, "/x").within(Duration.ofMillis(200)).get())
                    .isInstanceOf(DeadlineException.class);
        }
    }

    @Test
    void start_cancelled_closesTheConnection() {
        upstream.on("POST", "/x").answers(Answer.stall());
        try (DirectClient client = client()) {
            CompletableFuture<Reply> reply = post(client, "/x").start();
            upstream.await(1, Duration.ofMinutes(1));
            assertThat(reply.cancel(true)).isTrue();
            awaitNoConnection();
        }
    }

    @Test
    void get_interrupted_endsAndKeepsTheFlag() throws Exception {
        upstream.on("POST", "/x").answers(Answer.stall());
        try (DirectClient client = client()) {
            AtomicReference<Throwable> failure = new AtomicReference<>();
            AtomicReference<Boolean> flag = new AtomicReference<>(false);
            Thread caller = new Thread(() -> {
                failure.set(catchThrowableOfType(
                        CancelledException.class, () -> post(client, "/x").get()));
                flag.set(Thread.currentThread().isInterrupted());
            });
            caller.start();
            upstream.await(1, Duration.ofMinutes(1));
            caller.interrupt();
            caller.join(60_000);
            assertThat(failure.get()).hasMessageContaining("interrupted");
            assertThat(flag.get()).isTrue();
            awaitNoConnection();
        }
    }

    @Test
    void close_callsUnderWay_areCancelled() {
        upstream.on("POST", "/x").answers(Answer.stall());
        DirectClient client = client();
        CompletableFuture<Reply> reply = post(client, "/x").start();
        upstream.await(1, Duration.ofMinutes(1));
        client.close();
        assertThatThrownBy(() -> reply.get(1, TimeUnit.MINUTES)).hasCauseInstanceOf(CancelledException.class);
        assertThatThrownBy(() -> post(client, "/x").get()).isInstanceOf(CancelledException.class);
        awaitNoConnection();
    }

    private void awaitNoConnection() {
        while (upstream.openConnections() > 0) {
            Thread.onSpinWait();
        }
    }

    @Test
    void start_executorThatRefuses_isUnavailable() {
        try (DirectClient client = DirectClient.builder("hooks")
                .executor(task -> {
                    throw new RejectedExecutionException();
                })
                .build()) {
            assertThatThrownBy(() -> post(client, "/x").start().join()).hasCauseInstanceOf(UnavailableException.class);
        }
    }

    @Test
    void start_ownExecutor_isUsed() {
        upstream.on("POST", "/x").answers(Answer.empty());
        List<Runnable> tasks = new ArrayList<>();
        try (DirectClient client =
                DirectClient.builder("hooks").executor(tasks::add).build()) {
            CompletableFuture<Reply> reply = post(client, "/x").start();
            assertThat(tasks).hasSize(1);
            assertThat(reply).isNotDone();
            tasks.get(0).run();
            assertThat(reply).isCompleted();
        }
    }

    @Test
    void send_proxyOfTheSystem_isIgnored() throws Exception {
        upstream.on("POST", "/x").answers(Answer.empty());
        try (ServerSocket proxy = new ServerSocket(0, 5, InetAddress.getLoopbackAddress());
                DirectClient client = DirectClient.builder("hooks")
                        .transport(
                                TransportOptions.defaults().resolver(host -> List.of(InetAddress.getLoopbackAddress())))
                        .build()) {
            System.setProperty("http.proxyHost", "127.0.0.1");
            System.setProperty("http.proxyPort", Integer.toString(proxy.getLocalPort()));
            System.setProperty("http.nonProxyHosts", "");
            try {
                URI url =
                        URI.create("http://hooks.example.org:" + upstream.uri().getPort() + "/x");
                assertThat(client.send("POST", url, Headers.none(), TEXT).get().status())
                        .isEqualTo(204);
            } finally {
                System.clearProperty("http.proxyHost");
                System.clearProperty("http.proxyPort");
                System.clearProperty("http.nonProxyHosts");
            }
        }
    }

    @Test
    void send_noContentWithABody_isAReply() {
        upstream.on("POST", "/x").answers(Answer.text("surplus").status(204));
        try (DirectClient client = client()) {
            assertThat(post(client, "/x").get().status()).isEqualTo(204);
            assertThat(post(client, "/x").get().status()).isEqualTo(204);
        }
    }

    @Test
    void send_unknownHost_saysSo() {
        try (DirectClient client = DirectClient.builder("hooks")
                .transport(TransportOptions.defaults().resolver(host -> {
                    throw new UnknownHostException(host);
                }))
                .build()) {
            var failure = catchThrowableOfType(
                    TransportException.class,
                    () -> client.send("POST", URI.create("https://hooks.example.org/x"), Headers.none(), TEXT)
                            .get());
            assertThat(failure).hasMessageContaining("cannot be resolved");
            assertThat(failure.maybeDone()).isFalse();
        }
    }

    @Test
    void send_resolverThatRefusesALongName_keepsItsFailure() {
        String host = "a".repeat(60) + "." + "b".repeat(60) + "." + "c".repeat(60) + "." + "d".repeat(60);
        try (DirectClient client = DirectClient.builder("hooks")
                .transport(TransportOptions.defaults().resolver(name -> {
                    throw new RefusedName();
                }))
                .build()) {
            assertThatThrownBy(() -> client.send("POST", URI.create("https://" + host + "/x"), Headers.none(), TEXT)
                            .get())
                    .hasMessageContaining("the destination is refused (not this one)")
                    .hasRootCauseInstanceOf(RefusedName.class);
        }
    }

    @Test
    void send_noServer_saysSo() throws Exception {
        int port;
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = free.getLocalPort();
        }
        try (DirectClient client = client()) {
            URI url = URI.create("http://127.0.0.1:" + port + "/");
            assertThatThrownBy(
                            () -> client.send("POST", url, Headers.none(), TEXT).get())
                    .isInstanceOf(TransportException.class)
                    .hasMessageContaining("no connection could be made");
        }
    }

    @Test
    void send_unknownCertificate_saysSo() {
        try (FakeUpstream tls = FakeUpstream.startTls();
                DirectClient client = client()) {
            assertThatThrownBy(() -> client.send("POST", URI.create(tls.uri() + "/x"), Headers.none(), TEXT)
                            .get())
                    .isInstanceOf(TransportException.class)
                    .hasMessageContaining("TLS");
        }
    }

    @Test
    void send_headerThatCannotBeSent_isRefused() {
        try (DirectClient client = client()) {
            for (String value : List.of("a\r\nb", "a\nb", "é")) {
                assertThatThrownBy(() -> client.send("POST", upstream.uri(), Headers.received("x-name", value), TEXT))
                        .isInstanceOf(IllegalArgumentException.class)
                        .hasMessageContaining("x-name")
                        .hasMessageNotContaining(value);
            }
        }
    }

    @Test
    void send_requestThatCannotBeSent_isRefused() {
        try (DirectClient client = client()) {
            for (String url : List.of("/x", "ftp://example.org/", "http:///x", "mailto:a@example.org")) {
                assertThatThrownBy(() -> client.send("POST", URI.create(url), Headers.none(), TEXT))
                        .as(url)
                        .isInstanceOf(IllegalArgumentException.class);
            }
            assertThatThrownBy(() -> client.send("GET", upstream.uri(), Headers.none(), TEXT))
                    .isInstanceOf(IllegalArgumentException.class);
            assertThatThrownBy(() -> client.send("PO ST", upstream.uri(), Headers.none(), TEXT))
                    .isInstanceOf(IllegalArgumentException.class);
        }
    }

    @Test
    void builder_optionOutOfRange_isRefused() {
        DirectClient.Builder builder = DirectClient.builder("hooks");
        assertThatThrownBy(() -> builder.timeout(Duration.ZERO)).hasMessageContaining("timeout");
        assertThatThrownBy(() -> builder.connectTimeout(Duration.ZERO)).hasMessageContaining("connectTimeout");
        assertThatThrownBy(() -> builder.maxReply(0)).hasMessageContaining("maxReply");
        assertThatThrownBy(() -> builder.idleConnections(0)).hasMessageContaining("idleConnections");
    }

    private static final class RefusedName extends UnknownHostException {
        private static final long serialVersionUID = 1L;

        RefusedName() {
            super("not this one");
        }
    }

    /** Answers one request with a text and keeps the connection open. */
    private static final class RawServer implements AutoCloseable {
        private final ServerSocket socket = new ServerSocket(0, 5, InetAddress.getLoopbackAddress());

        RawServer(String answer) throws IOException {
            Thread thread = new Thread(() -> {
                try (Socket client = socket.accept()) {
                    byte[] some = new byte[1_000];
                    assertThat(client.getInputStream().read(some)).isPositive();
                    client.getOutputStream().write(answer.getBytes(US_ASCII));
                    client.getInputStream().transferTo(OutputStream.nullOutputStream());
                } catch (IOException e) {
                    // The client went away, which ends this server; its test looks at the reply.
                }
            });
            thread.setDaemon(true);
            thread.start();
        }

        URI uri() {
            return URI.create("http://127.0.0.1:" + socket.getLocalPort() + "/");
        }

        @Override
        public void close() throws IOException {
            socket.close();
        }
    }
}
