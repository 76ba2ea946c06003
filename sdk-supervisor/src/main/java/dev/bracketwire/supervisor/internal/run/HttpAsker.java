// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.supervisor.internal.run;

import dev.bracketwire.Secret;
import dev.bracketwire.supervisor.Probe;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.net.ssl.HttpsURLConnection;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import org.jspecify.annotations.Nullable;

/**
 * Asks over HTTP: the status alone is read, nothing is followed, and the connection is closed. No client does it, as
 * what one keeps and makes for a request is many times what a status line needs, and there may be hundreds to ask.
 */
final class HttpAsker {
    private static final Pattern STATUS = Pattern.compile("HTTP/1\\.[01] ([1-5][0-9][0-9])(?: .*)?");
    private static final int LONGEST_HEAD = 64 << 10;

    private final Clockwork clockwork;
    private final Probe.Check.Http check;
    private final int port;
    private @Nullable String asked;
    private byte[] request = {};

    HttpAsker(Clockwork clockwork, Probe.Check.Http check, int port) {
        this.clockwork = clockwork;
        this.check = check;
        this.port = port;
    }

    int port() {
        return port;
    }

    Answer ask(Duration limit) {
        try {
            return ask("127.0.0.1", limit);
        } catch (ConnectException e) {
            try {
                return ask("::1", limit);
            } catch (IOException again) {
                return Answer.no(check + " on port " + port + ": " + e.getMessage());
            }
        } catch (IOException e) {
            return Answer.no(check + " on port " + port + ": " + e.getMessage());
        }
    }

    private Answer ask(String address, Duration limit) throws IOException {
        String host = check.tls() ? "localhost" : address.equals("::1") ? "[::1]" : address;
        prepare(host + ":" + port);
        try (Limited socket = new Limited(clockwork, limit)) {
            socket.connect(new InetSocketAddress(InetAddress.getByName(address), port), socket.left());
            int status = check.tls() ? overTls(socket, port, request) : status(socket, request);
            String detail = check + " answered " + status;
            return status >= 200 && status < 400 ? Answer.yes(detail) : Answer.no(detail);
        } catch (SocketTimeoutException e) {
            return Answer.no(check + " was not answered within " + limit.toMillis() + " ms");
        }
    }

    /** All that is read of it has one limit together: that of a socket is for each byte, and a byte a second never ends. */
    private static final class Limited extends Socket {
        private final Clockwork clockwork;
        private final long until;

        Limited(Clockwork clockwork, Duration limit) {
            super(Proxy.NO_PROXY);
            this.clockwork = clockwork;
            this.until = clockwork.nanos() + limit.toNanos();
        }

        int left() throws SocketTimeoutException {
            long left = until - clockwork.nanos();
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

    /** Anew only where it may be another: headers are looked up each time, as their secrets may have changed. */
    private void prepare(String authority) throws IOException {
        if (!check.headers().isEmpty() || !authority.equals(asked)) {
            request = request(check, authority);
            asked = authority;
        }
    }

    private static byte[] request(Probe.Check.Http check, String authority) throws IOException {
        Map<String, String> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        headers.put("Host", authority);
        headers.put("User-Agent", "bracketwire-supervisor");
        headers.put("Accept", "*/*");
        for (Map.Entry<String, Secret> header : check.headers().entrySet()) {
            headers.put(header.getKey(), header.getValue().reveal());
        }
        headers.put("Connection", "close");
        StringBuilder text = new StringBuilder("GET ");
        text.append(URI.create(check.path()).toASCIIString()).append(" HTTP/1.1\r\n");
        for (Map.Entry<String, String> header : headers.entrySet()) {
            String line = header.getKey() + ": " + header.getValue();
            if (line.chars().anyMatch(letter -> letter < ' ' && letter != '\t')) {
                throw new IOException("header " + header.getKey().strip() + " holds a line end or the like");
            }
            text.append(line).append("\r\n");
        }
        return text.append("\r\n").toString().getBytes(StandardCharsets.UTF_8);
    }

    /** A certificate names localhost, and not its address. */
    private static int overTls(Socket socket, int port, byte[] request) throws IOException {
        Socket layer = HttpsURLConnection.getDefaultSSLSocketFactory().createSocket(socket, "localhost", port, true);
        try (SSLSocket tls = (SSLSocket) layer) {
            SSLParameters parameters = tls.getSSLParameters();
            parameters.setEndpointIdentificationAlgorithm("HTTPS");
            tls.setSSLParameters(parameters);
            return status(tls, request);
        }
    }

    private static int status(Socket socket, byte[] request) throws IOException {
        socket.getOutputStream().write(request);
        InputStream in = new BufferedInputStream(socket.getInputStream(), 256);
        int read = 0;
        while (true) {
            String line = line(in);
            Matcher status = STATUS.matcher(line);
            if (!status.matches()) {
                throw new IOException("the answer is no HTTP");
            }
            int code = Integer.parseInt(status.group(1));
            if (code >= 200) {
                return code;
            }
            while (!line.isEmpty()) { // what only announces the answer
                read += line.length();
                if (read > LONGEST_HEAD) {
                    throw new IOException("the answer does not come to its status");
                }
                line = line(in);
            }
        }
    }

    private static String line(InputStream in) throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream(64);
        for (int next = in.read(); next != '\n'; next = in.read()) {
            if (next < 0) {
                throw new IOException("the connection was closed before an answer");
            }
            if (line.size() > LONGEST_HEAD) {
                throw new IOException("the answer does not come to its status");
            }
            if (next != '\r') {
                line.write(next);
            }
        }
        return line.toString(StandardCharsets.ISO_8859_1);
    }
}
