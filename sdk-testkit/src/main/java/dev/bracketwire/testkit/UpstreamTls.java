// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.testkit;

import java.io.IOException;
import java.net.Socket;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.X509KeyManager;
import javax.net.ssl.X509TrustManager;
import okhttp3.tls.HandshakeCertificates;
import okhttp3.tls.HeldCertificate;

/**
 * Holds what a client needs to trust a {@link FakeUpstream} that speaks TLS: a certificate for {@code localhost} and
 * {@code 127.0.0.1}, signed by itself, made when the upstream starts and trusted by nobody else.
 *
 * <pre>{@code
 * HttpClient client = HttpClient.newBuilder().sslContext(upstream.tls().sslContext()).build();
 * }</pre>
 */
public final class UpstreamTls {
    private final HeldCertificate own;
    private final HandshakeCertificates server;
    private final HandshakeCertificates client;
    private final boolean mutual;

    UpstreamTls(boolean mutual) {
        this.mutual = mutual;
        this.own = certificate("localhost");
        HandshakeCertificates.Builder trusting =
                new HandshakeCertificates.Builder().addTrustedCertificate(own.certificate());
        HandshakeCertificates.Builder serving = new HandshakeCertificates.Builder().heldCertificate(own);
        if (mutual) {
            HeldCertificate known = certificate("testkit-client");
            trusting.heldCertificate(known);
            serving.addTrustedCertificate(known.certificate());
        }
        this.client = trusting.build();
        this.server = serving.build();
    }

    /** The upstream's certificate chain, its own certificate first. */
    public List<X509Certificate> certificates() {
        return List.of(own.certificate());
    }

    /** Trusts this upstream and nothing else. */
    public X509TrustManager trustManager() {
        return client.trustManager();
    }

    /** Holds the key and certificate the upstream asks clients for; empty if it asks for none. */
    public Optional<X509KeyManager> clientKeyManager() {
        return mutual ? Optional.of(client.keyManager()) : Optional.empty();
    }

    /** Makes a context that trusts this upstream, and shows the client certificate if it asks for one. */
    public SSLContext sslContext() {
        return client.sslContext();
    }

    /** Puts TLS around an accepted socket; the handshake happens with the first byte that is read. */
    SSLSocket serve(Socket plain) throws IOException {
        String peer = plain.getInetAddress().getHostAddress();
        SSLSocket socket = (SSLSocket) server.sslSocketFactory().createSocket(plain, peer, plain.getPort(), true);
        socket.setUseClientMode(false);
        socket.setNeedClientAuth(mutual);
        return socket;
    }

    private static HeldCertificate certificate(String name) {
        return new HeldCertificate.Builder()
                .commonName(name)
                .addSubjectAlternativeName("localhost")
                .addSubjectAlternativeName("127.0.0.1")
                .build();
    }
}
