// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.testkit.webhooks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.security.cert.CertificateExpiredException;
import java.time.Duration;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.RequestBody;
import org.junit.jupiter.api.Test;

class FakeReceiverTlsTest {
    private static RawSender connect(FakeReceiver receiver, String host) throws IOException {
        Socket plain = new Socket(InetAddress.getLoopbackAddress(), receiver.port());
        SSLSocket socket =
                (SSLSocket) receiver.sslContext().getSocketFactory().createSocket(plain, host, receiver.port(), true);
        SSLParameters parameters = socket.getSSLParameters();
        parameters.setEndpointIdentificationAlgorithm("HTTPS");
        socket.setSSLParameters(parameters);
        try {
            socket.startHandshake();
        } catch (IOException e) {
            socket.close();
            throw e;
        }
        return new RawSender(socket);
    }

    @Test
    void tls_forAHostOfItsOwn_isTrusted() throws Exception {
        try (FakeReceiver receiver = FakeReceiver.builder().tls("hooks.example").start()) {
            assertThat(receiver.uri("/x")).hasToString("https://localhost:" + receiver.port() + "/x");
            try (RawSender sender = connect(receiver, "hooks.example")) {
                assertThat(sender.post("/x", "{}").head()).contains(" 204 ");
                receiver.all().behaves(Behavior.status(200).body("ab").after(Duration.ofMillis(50)));
                assertThat(sender.post("/x", "{}").head()).contains(" 200 ");
                assertThat(sender.next(2)).isEqualTo("ab");
                receiver.all().behaves(Behavior.status(200).body("end").http10());
                assertThat(sender.post("/x", "{}").toEnd()).endsWith("\r\n\r\nend");
            }
            try (RawSender sender = connect(receiver, "localhost")) {
                receiver.all().behaves(Behavior.hang());
                assertThat(sender.post("/x", "{}").staysSilent(100)).isTrue();
                receiver.release();
                assertThat(sender.head()).contains(" 204 ");
            }
            assertThat(receiver.trustManager().getAcceptedIssuers()).hasSize(1);
        }
    }

    @Test
    void tls_closedInsideTheBody_sendsHalfOfIt() throws Exception {
        try (FakeReceiver receiver = FakeReceiver.builder().tls().start();
                RawSender sender = connect(receiver, "localhost")) {
            receiver.all().behaves(Behavior.status(200).body("abcd").closesInsideBody());
            assertThat(sender.post("/x", "{}").toEnd()).endsWith("Content-Length: 4\r\n\r\nab");
        }
    }

    @Test
    void goesAway_anHttp2Client_isRefusedAndAnotherIsServed() throws Exception {
        try (FakeReceiver receiver = FakeReceiver.builder().goesAway().start()) {
            OkHttpClient client = new OkHttpClient.Builder()
                    .sslSocketFactory(receiver.sslContext().getSocketFactory(), receiver.trustManager())
                    .retryOnConnectionFailure(false)
                    .build();
            Request request = new Request.Builder()
                    .url(receiver.uri("/x").toString())
                    .post(RequestBody.create(new byte[2]))
                    .build();
            assertThatThrownBy(() -> client.newCall(request).execute().close())
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("REFUSED_STREAM");
            assertThat(receiver.count()).isZero();
            try (RawSender sender = connect(receiver, "localhost")) {
                assertThat(sender.post("/x", "{}").head()).contains(" 204 ");
            }
            client.connectionPool().evictAll();
            client.dispatcher().executorService().shutdown();
        }
    }

    @Test
    void tls_expired_isRefusedForThat() {
        try (FakeReceiver receiver =
                FakeReceiver.builder().tls(CertificateProblem.EXPIRED).start()) {
            assertThatThrownBy(() -> connect(receiver, "localhost"))
                    .isInstanceOf(SSLHandshakeException.class)
                    .hasRootCauseInstanceOf(CertificateExpiredException.class);
            assertThat(receiver.count()).isZero();
        }
    }

    @Test
    void tls_selfSigned_isRefusedForThat() {
        try (FakeReceiver receiver =
                FakeReceiver.builder().tls(CertificateProblem.SELF_SIGNED).start()) {
            assertThatThrownBy(() -> connect(receiver, "localhost"))
                    .isInstanceOf(SSLHandshakeException.class)
                    .hasMessageContaining("unable to find valid certification path");
            RawSender.eventually(() -> receiver.openConnections() == 0);
        }
    }

    @Test
    void tls_forAnotherHost_isRefusedForThat() {
        try (FakeReceiver receiver =
                FakeReceiver.builder().tls(CertificateProblem.WRONG_HOST).start()) {
            assertThatThrownBy(() -> connect(receiver, "localhost"))
                    .isInstanceOf(SSLHandshakeException.class)
                    .hasMessageContaining("localhost");
        }
    }
}
