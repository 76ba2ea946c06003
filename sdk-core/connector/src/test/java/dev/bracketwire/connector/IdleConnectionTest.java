// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.connector;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bracketwire.testkit.Answer;
import dev.bracketwire.testkit.FakeUpstream;
import dev.bracketwire.testkit.ManualClock;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A request that cannot be repeated never goes out on a connection that its server may have closed. */
class IdleConnectionTest {
    private static final Duration SECOND = Duration.ofSeconds(1);

    private final ManualClock clock = ManualClock.create();

    private Connector connector(URI base) {
        return connector(base, TransportOptions.defaults());
    }

    private Connector connector(URI base, TransportOptions transport) {
        return Connector.create(ConnectorConfig.builder("posts", base)
                .clock(clock)
                .transport(transport)
                .build());
    }

    private static Request request(String kind) {
        Body once = Body.once("text/plain", 4, new ByteArrayInputStream(new byte[] {'t', 'e', 'x', 't'}));
        return switch (kind) {
            case "POST" -> Request.post("/x").body(Body.text("text/plain", "text"));
            case "PATCH" -> Request.patch("/x").body(Body.text("text/plain", "text"));
            case "PUT of a body that cannot be opened again" ->
                Request.put("/x").body(once);
            default -> throw new IllegalArgumentException(kind);
        };
    }

    @ParameterizedTest
    @ValueSource(strings = {"POST", "PATCH", "PUT of a body that cannot be opened again"})
    void send_serverHasClosedTheIdleConnection_usesANewConnection(String kind) throws Exception {
        try (KeepAliveServer server = new KeepAliveServer("", true);
                Connector connector = connector(server.uri())) {
            for (int i = 1; i <= 50; i++) {
                assertThat(connector.send(request(kind)).get().status()).isEqualTo(200);
                assertThat(server.closed.tryAcquire(1, TimeUnit.MINUTES)).isTrue();
                // Long enough to be looked at, and not so long that it is not used at all.
                clock.advance(Duration.ofMillis(10));
                assertThat(server.requests.get()).isEqualTo(i);
            }
        }
    }

    @Test
    void post_idleForASecond_usesANewConnection() throws Exception {
        try (KeepAliveServer server = new KeepAliveServer("", false);
                Connector connector = connector(server.uri())) {
            connector.send(request("POST")).get();
            clock.advance(SECOND);
            connector.send(request("POST")).get();
            assertThat(server.sockets).hasSize(2);
        }
    }

    @Test
    void post_announcedKeepAlive_isKeptAwayFromItsEnd() throws Exception {
        try (KeepAliveServer server = new KeepAliveServer("Keep-Alive: max=100, timeout=1\r\n", false);
                Connector connector = connector(server.uri())) {
            connector.send(request("POST")).get();
            clock.advance(Duration.ofMillis(400));
            connector.send(request("POST")).get();
            assertThat(server.sockets).hasSize(1);
            clock.advance(Duration.ofMillis(500));
            connector.send(request("POST")).get();
            assertThat(server.sockets).hasSize(2);
        }
    }

    @Test
    void post_serverClosesIdleConnectionsEarly_learnsAndRelearnsTheTime() throws Exception {
        try (KeepAliveServer server = new KeepAliveServer("", true);
                Connector connector = connector(server.uri())) {
            connector.send(request("POST")).get();
            assertThat(server.closed.tryAcquire(1, TimeUnit.MINUTES)).isTrue();
            clock.advance(Duration.ofMillis(100));
            server.closes = false;
            connector.send(request("POST")).get();
            clock.advance(Duration.ofMillis(49));
            connector.send(request("POST")).get();
            assertThat(server.sockets).hasSize(2);
            clock.advance(Duration.ofMillis(51));
            connector.send(request("POST")).get();
            assertThat(server.sockets).hasSize(3);
            clock.advance(Duration.ofMillis(200));
            connector.send(request("POST")).get();
            clock.advance(Duration.ofMillis(51));
            connector.send(request("POST")).get();
            assertThat(server.sockets).hasSize(3);
        }
    }

    @Test
    void post_connectionInUse_isOnIt() throws Exception {
        try (KeepAliveServer server = new KeepAliveServer("", false);
                Connector connector = connector(server.uri())) {
            for (int i = 0; i < 20; i++) {
                connector.send(request("POST")).get();
                clock.advance(Duration.ofMillis(i * 40L));
            }
            assertThat(server.sockets).hasSize(1);
        }
    }

    @Test
    void send_requestThatMayBeRepeated_usesAnIdleConnection() throws Exception {
        try (KeepAliveServer server = new KeepAliveServer("", false);
                Connector connector = connector(server.uri())) {
            for (Request request : List.of(
                    Request.get("/x"),
                    Request.put("/x").body(Body.text("text/plain", "text")),
                    request("POST").idempotent())) {
                connector.send(request).get();
                clock.advance(Duration.ofSeconds(30));
            }
            assertThat(server.sockets).hasSize(1);
        }
    }

    @Test
    void post_overTlsAfterTheServerClosed_usesANewConnection() {
        try (FakeUpstream upstream = FakeUpstream.startTls();
                Connector connector = connector(
                        upstream.uri(),
                        TransportOptions.defaults()
                                .trust(upstream.tls().certificates().toArray(X509Certificate[]::new)))) {
            upstream.on("POST", "/x").answers(Answer.json("1").dropAfterBody());
            for (int i = 1; i <= 10; i++) {
                assertThat(connector.send(request("POST")).get().status()).isEqualTo(200);
                while (upstream.openConnections() > 0) {
                    Thread.onSpinWait();
                }
                clock.advance(Duration.ofMillis(10));
            }
            assertThat(upstream.received()).hasSize(10);
        }
    }

    /** Answers on connections that stay open, or that it closes without a word. */
    private static final class KeepAliveServer implements AutoCloseable {
        private final ServerSocket listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        private final List<Socket> sockets = new CopyOnWriteArrayList<>();
        private final AtomicInteger requests = new AtomicInteger();
        private final Semaphore closed = new Semaphore(0);
        private final String headers;
        private volatile boolean closes;

        KeepAliveServer(String headers, boolean closes) throws IOException {
            this.headers = headers;
            this.closes = closes;
            daemon(this::accept);
        }

        URI uri() {
            return URI.create("http://127.0.0.1:" + listener.getLocalPort());
        }

        private void accept() {
            while (!listener.isClosed()) {
                try {
                    Socket socket = listener.accept();
                    sockets.add(socket);
                    daemon(() -> serve(socket));
                } catch (IOException e) {
                    if (!listener.isClosed()) {
                        throw new UncheckedIOException(e);
                    }
                }
            }
        }

        private void serve(Socket socket) {
            try (socket) {
                do {
                    String head = head(socket.getInputStream());
                    if (head.isEmpty()) {
                        return;
                    }
                    if (!head.startsWith("GET")) {
                        socket.getInputStream().readNBytes(4);
                    }
                    requests.incrementAndGet();
                    socket.getOutputStream()
                            .write(("HTTP/1.1 200 OK\r\n" + headers + "Content-Length: 1\r\n\r\n1")
                                    .getBytes(StandardCharsets.US_ASCII));
                } while (!closes);
            } catch (IOException e) {
                return; // the client is gone
            }
            closed.release();
        }

        private static String head(InputStream in) throws IOException {
            StringBuilder head = new StringBuilder();
            while (head.indexOf("\r\n\r\n") < 0) {
                int next = in.read();
                if (next < 0) {
                    return "";
                }
                head.append((char) next);
            }
            return head.toString();
        }

        private static void daemon(Runnable task) {
            Thread thread = new Thread(task, "keep-alive-server");
            thread.setDaemon(true);
            thread.start();
        }

        @Override
        public void close() throws IOException {
            listener.close();
            for (Socket socket : sockets) {
                socket.close();
            }
        }
    }
}
