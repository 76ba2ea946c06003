// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.connector;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.bracketwire.Call;
import dev.bracketwire.CancelledException;
import dev.bracketwire.DeadlineException;
import dev.bracketwire.RejectedException;
import dev.bracketwire.Secret;
import dev.bracketwire.TransportException;
import dev.bracketwire.connector.Api.Player;
import dev.bracketwire.testkit.Answer;
import dev.bracketwire.testkit.FakeUpstream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.net.UnknownHostException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.SocketFactory;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import mockwebserver3.SocketEffect;
import okhttp3.tls.HandshakeCertificates;
import okhttp3.tls.HeldCertificate;
import org.junit.jupiter.api.Test;

class TransportTest {
    private static final int REFUSED_STREAM = 7;

    private static Connector connector(URI base, TransportOptions options) {
        return Connector.create(ConnectorConfig.builder("chests", base)
                .retry(RetryPolicy.never())
                .transport(options)
                .build());
    }

    @Test
    void get_unknownCertificate_isRefusedBeforeAnythingIsSent() {
        try (FakeUpstream upstream = FakeUpstream.startTls();
                Connector api = connector(upstream.uri(), TransportOptions.defaults())) {
            var failure = catchThrowableOfType(
                    TransportException.class, () -> api.get("/x", Player.class).get());
            assertThat(failure.maybeDone()).isFalse();
            assertThat(failure).hasMessageContaining("TLS");
            assertThat(upstream.received()).isEmpty();
        }
    }

    @Test
    void get_trustedRoot_isAnswered() {
        try (FakeUpstream upstream = FakeUpstream.startTls();
                Connector api = connector(
                        upstream.uri(),
                        TransportOptions.defaults()
                                .trust(upstream.tls().certificates().toArray(X509Certificate[]::new)))) {
            upstream.on("GET", "/x").answers(Answer.json(Api.ANN));
            assertThat(api.get("/x", Player.class).get().id()).isEqualTo(42);
        }
    }

    @Test
    void get_ownResolver_isAskedForTheHost() {
        try (FakeUpstream upstream = FakeUpstream.start()) {
            upstream.on("GET", "/x").answers(Answer.json(Api.ANN));
            URI named = URI.create("http://chests.test:" + upstream.uri().getPort());
            TransportOptions options = TransportOptions.defaults()
                    .resolver(host -> List.of(InetAddress.getByAddress(host, new byte[] {127, 0, 0, 1})));
            try (Connector api = connector(named, options)) {
                assertThat(api.get("/x", Player.class).get().id()).isEqualTo(42);
            }
        }
    }

    @Test
    void get_hostUnknown_saysSo() {
        TransportOptions options = TransportOptions.defaults().resolver(host -> {
            throw new UnknownHostException(host);
        });
        try (Connector api = connector(URI.create("http://chests.test"), options)) {
            assertThatThrownBy(() -> api.get("/x", Player.class).get())
                    .isInstanceOf(TransportException.class)
                    .hasMessageContaining("cannot be resolved");
        }
    }

    @Test
    void get_throughAProxyThatAsksForALogin_isAnswered() {
        try (FakeUpstream proxy = FakeUpstream.start()) {
            proxy.on("GET", "/x")
                    .answers(request -> request.header("Proxy-Authorization").isPresent()
                            ? Answer.json(Api.ANN)
                            : Answer.of(407).header("Proxy-Authenticate", "Basic realm=\"p\""));
            TransportOptions options = TransportOptions.defaults()
                    .proxy(new InetSocketAddress(
                            InetAddress.getLoopbackAddress(), proxy.uri().getPort()))
                    .proxyLogin("user", Secret.of("pass"));
            try (Connector api = connector(URI.create("http://chests.test"), options)) {
                assertThat(api.get("/x", Player.class).get().id()).isEqualTo(42);
                assertThat(proxy.received().get(0).header("Host")).contains("chests.test");
            }
        }
    }

    @Test
    void get_throughAProxyThatTakesNoLogin_saysWhatToDo() {
        try (FakeUpstream proxy = FakeUpstream.start()) {
            proxy.on("GET", "/x").answers(Answer.of(407).header("Proxy-Authenticate", "Basic realm=\"p\""));
            TransportOptions options = TransportOptions.defaults()
                    .proxy(new InetSocketAddress(
                            InetAddress.getLoopbackAddress(), proxy.uri().getPort()));
            for (TransportOptions each : List.of(options, options.proxyLogin("user", Secret.of("swordfish")))) {
                try (Connector api = connector(URI.create("http://chests.test"), each)) {
                    assertThatThrownBy(() -> api.get("/x", Player.class).get())
                            .isInstanceOf(RejectedException.class)
                            .hasMessageContaining("proxyLogin")
                            .hasMessageNotContaining("swordfish");
                }
            }
            proxy.assertReceived("GET", "/x").times(3);
        }
    }

    @Test
    void get_ownSocketFactory_makesTheSockets() {
        AtomicInteger made = new AtomicInteger();
        SocketFactory counting = new CountingSockets(made);
        try (FakeUpstream upstream = FakeUpstream.start();
                Connector api =
                        connector(upstream.uri(), TransportOptions.defaults().sockets(counting))) {
            upstream.on("GET", "/x").answers(Answer.json(Api.ANN));
            api.get("/x", Player.class).get();
            assertThat(made).hasValueGreaterThan(0);
        }
    }

    private static final class CountingSockets extends SocketFactory {
        private final AtomicInteger made;

        CountingSockets(AtomicInteger made) {
            this.made = made;
        }

        @Override
        public Socket createSocket() {
            made.incrementAndGet();
            return new Socket();
        }

        @Override
        public Socket createSocket(String host, int port) {
            throw new UnsupportedOperationException("sockets are connected by the client");
        }

        @Override
        public Socket createSocket(String host, int port, InetAddress local, int localPort) {
            throw new UnsupportedOperationException("sockets are connected by the client");
        }

        @Override
        public Socket createSocket(InetAddress host, int port) {
            throw new UnsupportedOperationException("sockets are connected by the client");
        }

        @Override
        public Socket createSocket(InetAddress host, int port, InetAddress local, int localPort) {
            throw new UnsupportedOperationException("sockets are connected by the client");
        }
    }

    @Test
    void get_lookupHangs_endsAtTheDeadline() throws Exception {
        CountDownLatch over = new CountDownLatch(1);
        AtomicInteger lookups = new AtomicInteger();
        TransportOptions hanging = TransportOptions.defaults().resolver(host -> {
            lookups.incrementAndGet();
            awaited(over);
            return List.of(InetAddress.getLoopbackAddress());
        });
        try (Connector api = connector(URI.create("http://chests.test"), hanging)) {
            Call<Player> call = api.get("/x", Player.class).within(Duration.ofMillis(200));
            var started = call.start();
            var failure = catchThrowableOfType(DeadlineException.class, call::get);
            assertThat(failure.maybeDone()).isFalse();
            assertThatThrownBy(() -> started.get(1, TimeUnit.MINUTES)).hasCauseInstanceOf(DeadlineException.class);
            assertThat(lookups).hasValue(1); // shared
        } finally {
            over.countDown();
        }
    }

    @Test
    void get_interruptedDuringALookup_isCancelled() throws Exception {
        CountDownLatch over = new CountDownLatch(1);
        CountDownLatch begun = new CountDownLatch(1);
        TransportOptions hanging = TransportOptions.defaults().resolver(host -> {
            begun.countDown();
            awaited(over);
            return List.of(InetAddress.getLoopbackAddress());
        });
        try (Connector api = connector(URI.create("http://chests.test"), hanging)) {
            CompletableFuture<Boolean> flagKept = new CompletableFuture<>();
            Thread caller = new Thread(() -> {
                try {
                    api.get("/x", Player.class).get();
                } catch (CancelledException e) {
                    flagKept.complete(Thread.currentThread().isInterrupted());
                }
            });
            caller.start();
            awaited(begun);
            caller.interrupt();
            assertThat(flagKept.get(1, TimeUnit.MINUTES)).isTrue();
        } finally {
            over.countDown();
        }
    }

    private static void awaited(CountDownLatch latch) {
        try {
            assertThat(latch.await(1, TimeUnit.MINUTES)).isTrue();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void post_streamRefusedByHttp2_isRepeatedSinceNothingWasDone() throws Exception {
        var localhost = new HeldCertificate.Builder()
                .addSubjectAlternativeName("127.0.0.1")
                .build();
        try (MockWebServer upstream = new MockWebServer()) {
            upstream.useHttps(new HandshakeCertificates.Builder()
                    .heldCertificate(localhost)
                    .build()
                    .sslSocketFactory());
            upstream.enqueue(new MockResponse.Builder()
                    .onRequestStart(new SocketEffect.CloseStream(REFUSED_STREAM))
                    .build());
            upstream.enqueue(new MockResponse.Builder().body(Api.ANN).build());
            upstream.start(InetAddress.getLoopbackAddress(), 0);
            ConnectorConfig config = ConnectorConfig.builder(
                            "chests", URI.create("https://127.0.0.1:" + upstream.getPort()))
                    .transport(TransportOptions.defaults().trust(localhost.certificate()))
                    .build();
            try (Connector api = Connector.create(config)) {
                Request post = Request.post("/x").body(Body.json("once"));
                assertThat(api.call(post, Player.class).get().id()).isEqualTo(42);
            }
            assertThat(upstream.takeRequest().getVersion()).isEqualTo("HTTP/2");
            assertThat(upstream.getRequestCount()).isEqualTo(2);
        }
    }
}
