// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.testkit.webhooks;

import java.io.IOException;
import java.net.Socket;
import java.time.Duration;
import java.util.List;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.X509TrustManager;
import okhttp3.tls.HandshakeCertificates;
import okhttp3.tls.HeldCertificate;
import org.jspecify.annotations.Nullable;

/** Holds the certificate of one receiver, and an authority that clients trust, both made at its start. */
final class ReceiverTls {
    private final HandshakeCertificates server;
    private final HandshakeCertificates client;
    private final boolean goesAway;

    ReceiverTls(List<String> hosts, @Nullable CertificateProblem problem, boolean goesAway) {
        this.goesAway = goesAway;
        HeldCertificate authority = new HeldCertificate.Builder()
                .certificateAuthority(0)
                .commonName("Testkit authority")
                .build();
        HeldCertificate.Builder own = new HeldCertificate.Builder().commonName("Testkit receiver");
        (problem == CertificateProblem.WRONG_HOST ? List.of("elsewhere.example") : hosts)
                .forEach(own::addSubjectAlternativeName);
        if (problem != CertificateProblem.SELF_SIGNED) {
            own.signedBy(authority);
        }
        if (problem == CertificateProblem.EXPIRED) {
            long now = System.currentTimeMillis();
            long day = Duration.ofDays(1).toMillis();
            own.validityInterval(now - 2 * day, now - day);
        }
        this.server =
                new HandshakeCertificates.Builder().heldCertificate(own.build()).build();
        this.client = new HandshakeCertificates.Builder()
                .addTrustedCertificate(authority.certificate())
                .build();
    }

    X509TrustManager trustManager() {
        return client.trustManager();
    }

    SSLContext sslContext() {
        return client.sslContext();
    }

    /** Puts TLS around an accepted socket. The handshake happens with the first byte that is read. */
    Socket serve(Socket plain) throws IOException {
        String peer = plain.getInetAddress().getHostAddress();
        SSLSocket socket = (SSLSocket) server.sslSocketFactory().createSocket(plain, peer, plain.getPort(), true);
        socket.setUseClientMode(false);
        if (goesAway) {
            SSLParameters parameters = socket.getSSLParameters();
            parameters.setApplicationProtocols(new String[] {"h2", "http/1.1"});
            socket.setSSLParameters(parameters);
        }
        return socket;
    }
}
