// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.connector.internal.pipeline;

import dev.bracketwire.connector.ConnectorConfig;
import dev.bracketwire.connector.health.Diagnosis.State;
import dev.bracketwire.connector.health.Diagnosis.Step;
import dev.bracketwire.connector.internal.http.ConnectionProbe;
import dev.bracketwire.internal.run.Futures;
import dev.bracketwire.internal.text.ForeignText;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.net.UnknownHostException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The way to each place of an upstream: its name, a connection, TLS. */
final class ConnectivityCheck {
    private static final Duration SOON = Duration.ofDays(7);

    private final ConnectorConfig config;
    private final Duration patience;
    private final Pipeline pipeline;
    private final List<Step> steps;

    ConnectivityCheck(ConnectorConfig config, Duration limit, Pipeline pipeline, List<Step> steps) {
        this.config = config;
        Duration connect = config.timeouts().connect();
        this.patience = connect.compareTo(limit) < 0 ? connect : limit;
        this.pipeline = pipeline;
        this.steps = steps;
    }

    void walk() {
        try (ConnectionProbe connectionProbe = new ConnectionProbe(config, patience)) {
            InetSocketAddress proxy = connectionProbe.proxy();
            if (proxy != null) {
                to(connectionProbe, proxy.getHostString(), proxy.getPort(), false);
                return;
            }
            for (URI base : config.bases()) {
                to(
                        connectionProbe,
                        base.getHost(),
                        ConnectionProbe.port(base),
                        "https".equalsIgnoreCase(base.getScheme()));
            }
        }
    }

    private void to(ConnectionProbe connectionProbe, String host, int port, boolean tls) {
        List<InetAddress> addresses = addresses(connectionProbe, host);
        if (addresses == null) {
            return;
        }
        long since = pipeline.nanos();
        try (Socket socket = connectionProbe.connect(addresses, port)) {
            ok(
                    "connection",
                    "to %s port %d in %d ms"
                            .formatted(
                                    socket.getInetAddress().getHostAddress(),
                                    port,
                                    TimeUnit.NANOSECONDS.toMillis(pipeline.nanos() - since)));
            if (tls) {
                secure(connectionProbe, socket, host, port);
            } else {
                String why = connectionProbe.proxy() == null
                        ? "is reached without"
                        : "is a proxy: the test call goes through it";
                add("TLS", State.SKIPPED, host + " " + why, "");
            }
        } catch (IOException e) {
            unconnected(host, port, e);
        }
    }

    // The JDK's look-up cannot be hurried, so another thread waits for it.
    private @Nullable List<InetAddress> addresses(ConnectionProbe connectionProbe, String host) {
        CompletableFuture<List<InetAddress>> found = new CompletableFuture<>();
        pipeline.daemons().execute(() -> {
            try {
                found.complete(connectionProbe.addresses(host));
            } catch (UnknownHostException | RuntimeException e) {
                found.completeExceptionally(e);
            }
        });
        try {
            List<InetAddress> addresses = found.get(patience.toMillis(), TimeUnit.MILLISECONDS);
            ok(
                    "name",
                    host + " is "
                            + addresses.stream()
                                    .map(InetAddress::getHostAddress)
                                    .collect(Collectors.joining(", ")));
            return addresses;
        } catch (TimeoutException e) {
            add(
                    "name",
                    State.FAILED,
                    "nobody said within " + patience + " where " + host + " is",
                    DiagnosisAdvice.NAME);
        } catch (ExecutionException e) {
            add("name", State.FAILED, "nobody knows where " + host + " is", DiagnosisAdvice.NAME);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            add("name", State.SKIPPED, "interrupted", "");
        }
        return null;
    }

    private void unconnected(String host, int port, IOException failure) {
        String where = host + " port " + port;
        if (failure instanceof SocketTimeoutException) {
            add(
                    "connection",
                    State.FAILED,
                    "nobody answers at " + where + " within " + patience,
                    DiagnosisAdvice.SILENCE);
        } else if (failure instanceof ConnectException) {
            add("connection", State.FAILED, where + " refuses connections", DiagnosisAdvice.REFUSAL);
        } else {
            String said = ForeignText.shown(String.valueOf(failure.getMessage()));
            add("connection", State.FAILED, "no connection to " + where + ": " + said, DiagnosisAdvice.SILENCE);
        }
    }

    private void secure(ConnectionProbe connectionProbe, Socket socket, String host, int port) {
        try {
            ConnectionProbe.Peer peer = connectionProbe.handshake(socket, host, port);
            Instant expires = peer.expires();
            if (expires != null && expires.isBefore(pipeline.date().plus(SOON))) {
                add(
                        "TLS",
                        State.WARNING,
                        "a certificate of " + host + " expires at " + expires,
                        "have whoever runs it renew it");
            } else {
                ok("TLS", peer.protocol() + (expires == null ? "" : ", certificates until " + expires));
            }
        } catch (IOException e) {
            String reason = ForeignText.shown(String.valueOf(Futures.cause(e).getMessage()));
            add("TLS", State.FAILED, "no trusted TLS with " + host + ": " + reason, advice(reason));
        }
    }

    private static String advice(String reason) {
        String words = reason.toLowerCase(Locale.ROOT);
        if (words.contains("path")) {
            return "if its certificate is of a private authority, or a proxy puts its own in its place, trust that root by"
                    + " transport(TransportOptions.defaults().trust(root))";
        }
        if (words.contains("alternative") || words.contains("no name matching")) {
            return "the certificate is another host's: check the base URL";
        }
        return words.contains("ssl message") || words.contains("not an ssl")
                ? "what answers there does not speak TLS: check the port"
                : "check the base URL, and who answers there";
    }

    private void ok(String name, String found) {
        add(name, State.OK, found, "");
    }

    private void add(String name, State state, String found, String advice) {
        steps.add(new Step(name, state, found, advice));
    }
}
