// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.supervisor.internal.run;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.HttpsURLConnection;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;

/** Asks over HTTPS, and waits for the answer. */
final class TlsProbe {
    private TlsProbe() {}

    static ProbeAnswer ask(HttpQuestion question, Duration limit) {
        try {
            return ask(question, "127.0.0.1", limit);
        } catch (ConnectException e) {
            try {
                return ask(question, "::1", limit);
            } catch (IOException again) {
                return question.failed(e);
            }
        } catch (IOException e) {
            return question.failed(e);
        }
    }

    private static ProbeAnswer ask(HttpQuestion question, String address, Duration limit) throws IOException {
        try (Limited socket = new Limited(limit)) {
            socket.connect(new InetSocketAddress(InetAddress.getByName(address), question.port()), socket.left());
            return question.answered(status(socket, question));
        } catch (SocketTimeoutException e) {
            return question.late(limit);
        }
    }

    /** A certificate names localhost, and not its address. */
    private static int status(Socket socket, HttpQuestion question) throws IOException {
        Socket layer = HttpsURLConnection.getDefaultSSLSocketFactory()
                .createSocket(socket, "localhost", question.port(), true);
        try (SSLSocket tls = (SSLSocket) layer) {
            SSLParameters parameters = tls.getSSLParameters();
            parameters.setEndpointIdentificationAlgorithm("HTTPS");
            tls.setSSLParameters(parameters);
            tls.getOutputStream().write(question.request("localhost"));
            InputStream in = tls.getInputStream();
            HttpHead head = new HttpHead();
            byte[] part = new byte[512];
            for (int read = in.read(part); read >= 0; read = in.read(part)) {
                int status = head.read(ByteBuffer.wrap(part, 0, read));
                if (status != 0) {
                    return status;
                }
            }
            throw HttpHead.cut();
        }
    }

    /** All that is read of it has one limit together: that of a socket is for each byte, and a byte a second never ends. */
    private static final class Limited extends Socket {
        private final long until;

        Limited(Duration limit) {
            super(Proxy.NO_PROXY);
            this.until = System.nanoTime() + limit.toNanos();
        }

        int left() throws SocketTimeoutException {
            long left = until - System.nanoTime();
            if (left <= 0) {
                throw new SocketTimeoutException();
            }
            return (int) Math.min(Integer.MAX_VALUE, TimeUnit.NANOSECONDS.toMillis(left) + 1);
        }

        @Override
        public InputStream getInputStream() throws IOException {
            return new FilterInputStream(super.getInputStream()) {
                @Override
                public int read() throws IOException {
                    setSoTimeout(left());
                    return super.read();
                }

                @Override
                public int read(byte[] into, int from, int most) throws IOException {
                    setSoTimeout(left());
                    return super.read(into, from, most);
                }
            };
        }
    }
}
