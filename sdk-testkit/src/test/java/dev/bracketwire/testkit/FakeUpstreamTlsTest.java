// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.TrustManager;
import org.junit.jupiter.api.Test;

class FakeUpstreamTlsTest {
    @Test
    void startTls_trustingClient_isServed() throws Exception {
        try (FakeUpstream upstream = FakeUpstream.startTls()) {
            upstream.on("GET", "/x").answers(Answer.text("secured").after(Duration.ofMillis(20)));
            assertThat(upstream.uri().toString()).matches("https://localhost:\\d+");
            assertThat(get(upstream, upstream.tls().sslContext())).isEqualTo("secured");
            assertThat(upstream.tls().clientKeyManager()).isEmpty();
            assertThat(upstream.tls().certificates().get(0).getSubjectAlternativeNames())
                    .contains(List.of(2, "localhost"), List.of(7, "127.0.0.1"));
        }
    }

    @Test
    void startTls_clientThatTrustsOthers_refusesAndLeavesNoConnection() throws Exception {
        try (FakeUpstream upstream = FakeUpstream.startTls()) {
            assertThatThrownBy(() -> get(upstream, SSLContext.getDefault())).isInstanceOf(SSLHandshakeException.class);
            assertThat(upstream.received()).isEmpty();
            Eventually.holds(() -> upstream.openConnections() == 0);
        }
    }

    @Test
    void requireClientCertificate_withAndWithoutIt_servesOnlyTheFirst() throws Exception {
        try (FakeUpstream upstream =
                FakeUpstream.builder().requireClientCertificate().start()) {
            upstream.on("GET", "/x").answers(Answer.text("known"));
            assertThat(get(upstream, upstream.tls().sslContext())).isEqualTo("known");
            assertThat(upstream.tls().clientKeyManager()).isPresent();
            SSLContext anonymous = SSLContext.getInstance("TLS");
            anonymous.init(null, new TrustManager[] {upstream.tls().trustManager()}, null);
            assertThatThrownBy(() -> get(upstream, anonymous)).isInstanceOf(IOException.class);
            assertThat(upstream.received()).hasSize(1);
        }
    }

    @Test
    void dropInsideBody_tls_cutsWhatTheClientReads() throws Exception {
        try (FakeUpstream upstream = FakeUpstream.startTls()) {
            upstream.on("GET", "/x").answers(Answer.text("0123456789").dropInsideBody());
            SSLContext context = upstream.tls().sslContext();
            try (RawClient raw = new RawClient(context.getSocketFactory()
                    .createSocket(
                            InetAddress.getLoopbackAddress(), upstream.uri().getPort()))) {
                raw.sendGet("/x").readUntil("\r\n\r\n01234");
                assertThat(raw.readToEnd()).isEmpty();
            }
        }
    }

    @Test
    void stall_tlsClientGoes_isNoticed() throws Exception {
        try (FakeUpstream upstream = FakeUpstream.startTls()) {
            upstream.on("GET", "/x").answers(Answer.stall());
            try (RawClient raw = new RawClient(upstream.tls()
                    .sslContext()
                    .getSocketFactory()
                    .createSocket(
                            InetAddress.getLoopbackAddress(), upstream.uri().getPort()))) {
                raw.sendGet("/x");
                upstream.await(1, Duration.ofMinutes(1));
            }
            Eventually.holds(() -> upstream.openConnections() == 0);
        }
    }

    private static String get(FakeUpstream upstream, SSLContext context) throws Exception {
        HttpClient client = HttpClient.newBuilder().sslContext(context).build();
        HttpRequest request = HttpRequest.newBuilder(URI.create(upstream.uri() + "/x"))
                .timeout(Duration.ofSeconds(10))
                .build();
        return client.send(request, BodyHandlers.ofString()).body();
    }
}
