// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.connector.internal.http;

import dev.bracketwire.connector.ConnectorConfig;
import dev.bracketwire.connector.TransportOptions;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.net.UnknownHostException;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import okhttp3.OkHttpClient;
import org.jspecify.annotations.Nullable;

/** Makes the way to an upstream step by step, as a client of this configuration would, and sends nothing on it. */
public final class ConnectionProbe implements AutoCloseable {
    private final OkHttpClient client;
    private final TransportOptions options;
    private final int patience;

    /** Prepares to reach the upstreams of a connector, with so much patience for each step. */
    public ConnectionProbe(ConnectorConfig config, Duration patience) {
        this.client = OkHttpClients.client(config);
        this.options = config.transport();
        this.patience = (int) Math.max(1, Math.min(Integer.MAX_VALUE, patience.toMillis()));
    }

    /** The addresses of a host; blocks for as long as the system does. */
    public List<InetAddress> addresses(String host) throws UnknownHostException {
        return client.dns().lookup(host);
    }

    /** Connects to the first address that answers. The caller closes it. */
    public Socket connect(List<InetAddress> addresses, int port) throws IOException {
        IOException failure = new IOException("the name has no address");
        for (InetAddress address : addresses) {
            Socket socket = client.socketFactory().createSocket();
            try {
                socket.connect(new InetSocketAddress(address, port), patience);
                return socket;
            } catch (IOException e) {
                socket.close();
                failure = e;
            }
        }
        throw failure;
    }

    /** Agrees on TLS over a connection, and says with whom. */
    public Peer handshake(Socket connection, String host, int port) throws IOException {
        try (SSLSocket tls = (SSLSocket) client.sslSocketFactory().createSocket(connection, host, port, true)) {
            SSLParameters parameters = tls.getSSLParameters();
            parameters.setEndpointIdentificationAlgorithm("HTTPS");
            tls.setSSLParameters(parameters);
            tls.setSoTimeout(patience);
            tls.startHandshake();
            Instant expires = null;
            for (Certificate certificate : tls.getSession().getPeerCertificates()) {
                if (certificate instanceof X509Certificate x509) {
                    Instant end = x509.getNotAfter().toInstant();
                    expires = expires == null || end.isBefore(expires) ? end : expires;
                }
            }
            return new Peer(tls.getSession().getProtocol(), expires);
        }
    }

    /** The proxy that stands between, null if there is none. */
    public @Nullable InetSocketAddress proxy() {
        return options.proxy().orElse(null);
    }

    /** The port of a URL. */
    public static int port(URI base) {
        return base.getPort() >= 0 ? base.getPort() : "https".equalsIgnoreCase(base.getScheme()) ? 443 : 80;
    }

    @Override
    public void close() {
        client.connectionPool().evictAll();
        client.dispatcher().executorService().shutdown();
    }

    /**
     * With whom there is TLS.
     *
     * @param protocol such as {@code TLSv1.3}
     * @param expires when the first of its certificates expires, null if that is not known
     */
    public record Peer(String protocol, @Nullable Instant expires) {}
}
