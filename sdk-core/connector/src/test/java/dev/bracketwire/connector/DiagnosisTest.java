// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.connector;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.bracketwire.Secret;
import dev.bracketwire.TransportException;
import dev.bracketwire.connector.health.Diagnosis;
import dev.bracketwire.connector.health.Diagnosis.State;
import dev.bracketwire.connector.health.Diagnosis.Step;
import dev.bracketwire.connector.limit.Limit;
import dev.bracketwire.testkit.Answer;
import dev.bracketwire.testkit.FakeUpstream;
import dev.bracketwire.testkit.ManualClock;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DiagnosisTest {
    private static final String KEY = "sekret-0123456789";

    @Test
    void diagnose_allIsWell_walksEveryStep() {
        try (Api api = Api.create(config -> config.probe(Request.get("/me"))
                .auth(Auth.bearer(Secret.of(KEY)))
                .version("7")
                .limit(Limit.of(5, Duration.ofSeconds(1))))) {
            api.upstream.on("GET", "/me").answers(Answer.json("{}"));
            Diagnosis diagnosis = api.connector.diagnose().get();

            assertThat(diagnosis.isHealthy()).isTrue();
            assertThat(diagnosis.steps())
                    .extracting(Step::name)
                    .containsExactly(
                            "configuration",
                            "name",
                            "connection",
                            "TLS",
                            "credential",
                            "test call",
                            "clock",
                            "limits",
                            "recent errors",
                            "class path");
            assertThat(step(diagnosis, "test call").found()).startsWith("GET /me was answered in ");
            assertThat(diagnosis.toString())
                    .startsWith("Diagnosis of chests at ")
                    .contains("nothing failed", "version 7", "there is one")
                    .doesNotContain(KEY);
        }
    }

    @Test
    void diagnose_nothingSet_skipsWhatCannotBeAsked() {
        try (Api api = Api.create()) {
            Diagnosis diagnosis = api.connector.diagnose().get();
            assertThat(step(diagnosis, "credential").state()).isEqualTo(State.SKIPPED);
            assertThat(step(diagnosis, "test call").advice()).isEqualTo("give one by probe(…)");
            assertThat(step(diagnosis, "clock").state()).isEqualTo(State.SKIPPED);
            assertThat(api.upstream.received()).isEmpty();
        }
    }

    @Test
    void diagnose_hostIsUnknown_isTheCause() {
        TransportOptions options = TransportOptions.defaults().resolver(host -> {
            throw new UnknownHostException(host);
        });
        Diagnosis diagnosis = diagnosis("https://chests.example.org", config -> config.transport(options));
        assertThat(cause(diagnosis).name()).isEqualTo("name");
        assertThat(cause(diagnosis).found()).isEqualTo("nobody knows where chests.example.org is");
        assertThat(diagnosis.toString()).contains("-> check the base URL for slips, and this machine's DNS");
    }

    @Test
    void diagnose_lookUpHangs_isTheCauseInTime() {
        CountDownLatch end = new CountDownLatch(1);
        TransportOptions options = TransportOptions.defaults().resolver(host -> {
            try {
                end.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            return List.of(InetAddress.getLoopbackAddress());
        });
        Timeouts brief = new Timeouts(
                Duration.ofMillis(50), Duration.ofSeconds(1), Duration.ofSeconds(1), Duration.ofSeconds(1));
        Diagnosis diagnosis = diagnosis(
                "https://chests.example.org",
                config -> config.transport(options).timeouts(brief));
        end.countDown();
        assertThat(cause(diagnosis).found()).isEqualTo("nobody said within PT0.05S where chests.example.org is");
    }

    @Test
    void diagnose_portIsClosed_isTheCause() throws IOException {
        int port;
        try (ServerSocket gone = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = gone.getLocalPort();
        }
        Diagnosis diagnosis = diagnosis(
                "http://127.0.0.1:" + port,
                config -> config.probe(Request.get("/me")).retry(RetryPolicy.never()));
        assertThat(cause(diagnosis).found()).isEqualTo("127.0.0.1 port " + port + " refuses connections");
        assertThat(step(diagnosis, "test call").state()).isEqualTo(State.FAILED);
        assertThat(step(diagnosis, "recent errors").found()).contains("no connection could be made");
    }

    @Test
    void diagnose_certificateIsNotTrusted_saysHowToTrustIt() {
        try (FakeUpstream upstream = FakeUpstream.startTls()) {
            Diagnosis diagnosis = diagnosis(upstream.uri().toString(), config -> config);
            assertThat(cause(diagnosis).name()).isEqualTo("TLS");
            assertThat(cause(diagnosis).advice()).contains("TransportOptions.defaults().trust(root)");
        }
    }

    @Test
    void diagnose_certificateIsTrusted_saysUntilWhen() {
        try (FakeUpstream upstream = FakeUpstream.startTls()) {
            upstream.on("GET", "/me").answers(Answer.json("{}"));
            Diagnosis diagnosis = diagnosis(
                    upstream.uri().toString(),
                    config -> config.transport(TransportOptions.defaults()
                                    .trust(upstream.tls().certificates().toArray(X509Certificate[]::new)))
                            .probe(Request.get("/me")));
            assertThat(diagnosis.isHealthy()).isTrue();
            assertThat(step(diagnosis, "TLS").found()).contains("expires at");
            assertThat(step(diagnosis, "TLS").state()).isEqualTo(State.WARNING);
        }
    }

    @Test
    void diagnose_noTlsBehindThePort_saysSo() throws Exception {
        try (ServerSocket plain = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            Thread server = new Thread(() -> {
                try (Socket socket = plain.accept()) {
                    socket.getOutputStream().write("HTTP/1.1 400 Bad Request\r\n\r\n".getBytes(US_ASCII));
                    socket.getInputStream().transferTo(OutputStream.nullOutputStream());
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            });
            server.start();
            Diagnosis diagnosis = diagnosis("https://127.0.0.1:" + plain.getLocalPort(), config -> config);
            server.join();
            assertThat(cause(diagnosis).advice()).contains("does not speak TLS");
        }
    }

    @ParameterizedTest
    @CsvSource({
        "401, does not take the credential",
        "403, not allowed this",
        "404, check the path of the probe",
        "429, ask for less",
        "500, look at its status page",
        "418, read what the upstream says"
    })
    void diagnose_testCallIsRefused_saysWhatToDo(int status, String advice) {
        try (Api api = Api.create(config -> config.probe(Request.get("/me"))
                .auth(Auth.bearer(Secret.of(KEY)))
                .retry(RetryPolicy.never()))) {
            api.upstream.on("GET", "/me").answers(Answer.of(status));
            Step cause = cause(api.connector.diagnose().get());
            assertThat(cause.name()).isEqualTo("test call");
            assertThat(cause.found()).startsWith("chests GET ").doesNotContain(KEY);
            assertThat(cause.advice()).contains(advice);
        }
    }

    @Test
    void diagnose_credentialIsMissing_isTheCause(@TempDir Path folder) {
        Secret gone = Secret.file(folder.resolve("key"));
        try (Api api = Api.create(config -> config.auth(Auth.bearer(gone)))) {
            Step cause = cause(api.connector.diagnose().get());
            assertThat(cause.name()).isEqualTo("credential");
            assertThat(cause.found()).contains("cannot be read as a secret");
        }
    }

    @Test
    void diagnose_supplierOfTheCredentialThrows_hidesItsMessage() throws IOException {
        Auth leaky = new Auth() {
            @Override
            public CompletableFuture<Credential> credential() {
                throw new IllegalStateException("vault refused token " + KEY);
            }

            @Override
            public String principal() {
                return "ann";
            }
        };
        try (Api api = Api.create(config -> config.auth(leaky))) {
            Diagnosis diagnosis = api.connector.diagnose().get();
            assertThat(cause(diagnosis).found()).isEqualTo("it could not be had: IllegalStateException");
            assertThat(diagnosis.toString()).doesNotContain(KEY);
        }
    }

    @Test
    void diagnose_breakerIsOpenAndLimitUsedUp_saysUntilWhen() {
        try (Api api = Api.create(config -> config.retry(RetryPolicy.never())
                .limit(Limit.of(2, Duration.ofHours(1)))
                .breaker(new BreakerPolicy(2, 2, Duration.ofMinutes(1))))) {
            api.upstream.on("GET", "/x").answers(Answer.dropBeforeHead(), Answer.dropBeforeHead());
            for (int i = 0; i < 2; i++) {
                assertThatThrownBy(() -> api.connector.get("/x", Void.class).get())
                        .isInstanceOf(TransportException.class);
            }
            Diagnosis diagnosis = api.connector.diagnose().get();
            assertThat(cause(diagnosis).name()).isEqualTo("breaker");
            assertThat(step(diagnosis, "limits").found()).startsWith("nothing is left of 2 in PT1H");
            assertThat(step(diagnosis, "recent errors").found().lines()).hasSize(2);
        }
    }

    @Test
    void diagnose_clockIsWrong_warns() {
        try (Api api = Api.create(config -> config.probe(Request.get("/me")))) {
            api.upstream.on("GET", "/me").answers(Answer.json("{}").header("Date", "Sat, 21 Nov 2015 10:00:00 GMT"));
            Step clock = step(api.connector.diagnose().get(), "clock");
            assertThat(clock.state()).isEqualTo(State.WARNING);
            assertThat(clock.found()).endsWith("s ahead of the upstream");
        }
    }

    @Test
    void diagnose_failuresSinceTheLastReply_sayNothingOfTheClock() {
        Instant start = Instant.parse("2026-11-21T10:00:00Z");
        ManualClock clock = ManualClock.at(start);
        try (Api api = Api.create(config -> config.clock(clock).retry(RetryPolicy.never()))) {
            api.upstream
                    .on("GET", "/x")
                    .answers(
                            Answer.json("{}").header("Date", "Sat, 21 Nov 2026 10:00:00 GMT"), Answer.dropBeforeHead());
            api.connector.get("/x", Void.class).get();
            clock.advance(Duration.ofMinutes(5));
            assertThatThrownBy(() -> api.connector.get("/x", Void.class).get()).isInstanceOf(TransportException.class);
            assertThat(step(api.connector.diagnose().get(), "clock").state()).isEqualTo(State.OK);
        }
    }

    @Test
    void diagnose_throughAProxy_looksForTheProxy() throws IOException {
        try (ServerSocket proxy = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            Diagnosis diagnosis = diagnosis(
                    "https://chests.example.org",
                    config -> config.transport(TransportOptions.defaults()
                            .proxy(new InetSocketAddress(proxy.getInetAddress(), proxy.getLocalPort()))));
            assertThat(step(diagnosis, "connection").found()).contains("port " + proxy.getLocalPort());
            assertThat(step(diagnosis, "TLS").found()).contains("is a proxy");
        }
    }

    @Test
    void diagnose_cassette_leavesTheNetworkAlone(@TempDir Path folder) throws IOException {
        Path tape = folder.resolve("tape.json");
        try (FakeUpstream upstream = FakeUpstream.start()) {
            upstream.on("GET", "/me").answers(Answer.json("{}"));
            try (Connector recorder = connector(upstream.uri(), config -> config.cassette(Cassette.record(tape)))) {
                recorder.get("/me", Void.class).get();
            }
        }
        assertThat(Files.size(tape)).isPositive();
        try (Connector replayed =
                connector(URI.create("https://chests.example.org"), config -> config.cassette(Cassette.replay(tape)))) {
            assertThat(step(replayed.diagnose().get(), "way").state()).isEqualTo(State.SKIPPED);
        }
    }

    private static Diagnosis diagnosis(String base, UnaryOperator<ConnectorConfigBuilder> options) {
        try (Connector connector = connector(URI.create(base), options)) {
            return connector.diagnose().start().join();
        }
    }

    private static Connector connector(URI base, UnaryOperator<ConnectorConfigBuilder> options) {
        return Connector.create(
                options.apply(ConnectorConfig.builder("chests", base)).build());
    }

    private static Step cause(Diagnosis diagnosis) {
        return diagnosis.cause().orElseThrow(() -> new AssertionError(diagnosis.toString()));
    }

    private static Step step(Diagnosis diagnosis, String name) {
        return diagnosis.steps().stream()
                .filter(step -> step.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new AssertionError(diagnosis.toString()));
    }
}
