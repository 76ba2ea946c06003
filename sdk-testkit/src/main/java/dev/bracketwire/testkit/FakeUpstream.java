// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.testkit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.URI;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.ScheduledExecutorService;
import java.util.function.LongSupplier;
import mockwebserver3.MockWebServer;
import org.jspecify.annotations.Nullable;

/**
 * Plays the platform a client calls: an HTTP/1.1 server on a loopback port, with rules that say what it answers and a
 * record of what it received.
 *
 * <p>A request is answered by the rule that fits it best: an exact path before one with variables, then the one with more
 * fixed characters, then the one for this method before {@code *}, then the one made last; a rule for the same method and
 * path replaces the earlier one. Without a rule it is answered 404 with a body that lists the rules, and kept in
 * {@link #unexpected()}. Rules may be added at any time, from any thread.
 *
 * <p>{@link #close()} ends stalled and slow answers too and leaves no thread behind; one that is never closed keeps the
 * JVM alive.
 *
 * <pre>{@code
 * try (FakeUpstream upstream = FakeUpstream.start()) {
 *     upstream.on("GET", "/players/{id}").answers(
 *             Answer.tooManyRequests().retryAfterSeconds(1), Answer.json("{\"name\":\"Ann\"}"));
 *     // point the code under test at upstream.uri()
 *     upstream.assertReceived("GET", "/players/{id}").times(2);
 * }
 * }</pre>
 */
public final class FakeUpstream implements AutoCloseable {
    private final MockWebServer server = new MockWebServer();
    private final UpstreamRules upstreamRules = new UpstreamRules();
    private final RequestLog log = new RequestLog();
    private final ConnectionAcceptor connectionAcceptor;
    private final @Nullable UpstreamTls tls;
    private final URI uri;

    private FakeUpstream(Builder options) {
        this.tls = options.tls ? new UpstreamTls(options.clientCertificate) : null;
        this.connectionAcceptor = new ConnectionAcceptor(tls);
        // TLS is put on by our own sockets, below the byte counting, so that a fault cuts what the client would read.
        server.setServerSocketFactory(connectionAcceptor);
        server.setDispatcher(new RequestResponder(server, connectionAcceptor, upstreamRules, log, options.clock));
        try {
            server.start(InetAddress.getByAddress(new byte[] {127, 0, 0, 1}), 0);
        } catch (IOException e) {
            throw new UncheckedIOException("no port on 127.0.0.1 for a fake upstream", e);
        }
        this.uri = URI.create((tls == null ? "http://127.0.0.1:" : "https://localhost:") + server.getPort());
    }

    /** Starts an upstream on a free port. */
    public static FakeUpstream start() {
        return builder().start();
    }

    /** Starts an upstream that speaks TLS; {@link #tls()} has what a client needs to trust it. */
    public static FakeUpstream startTls() {
        return builder().tls().start();
    }

    /** Begins the options of an upstream. */
    public static Builder builder() {
        return new Builder();
    }

    /** The address, without a slash at its end: {@code http://127.0.0.1:40123}, or {@code https://localhost:40123}. */
    public URI uri() {
        return uri;
    }

    /**
     * Begins a rule for a method, {@code *} meaning any, and a raw path without query. {@code {id}} in the path stands for
     * one segment or a part of one, {@code {rest+}} for one or more segments.
     *
     * @throws IllegalArgumentException if the path does not begin with a slash, or holds a query
     */
    public Rule on(String method, String path) {
        return new Rule(this, upstreamRules, method, path);
    }

    /** Closes the next connections as soon as they are accepted, before a byte is read; zero takes that back. */
    public FakeUpstream dropNextConnections(int count) {
        connectionAcceptor.dropNext(count);
        return this;
    }

    /** All requests that were read so far, in order, those answered by a fault included. */
    public List<Received> received() {
        return log.received();
    }

    /** The requests with this method, {@code *} meaning any, whose path fits; it takes variables as {@link #on} does. */
    public List<Received> received(String method, String path) {
        PathPattern template = PathPattern.parse(path);
        return received().stream()
                .filter(request -> method.equals("*") || method.equals(request.method()))
                .filter(request -> template.match(request.path()).isPresent())
                .toList();
    }

    /** The requests no rule was made for, and those whose rule threw; a test may end by asserting there are none. */
    public List<Received> unexpected() {
        return log.unexpected();
    }

    /** Begins a check of how often such a request came; the arguments are those of {@link #received(String, String)}. */
    public ReceivedAssertion assertReceived(String method, String path) {
        return new ReceivedAssertion(method + " " + path, received(method, path), log.list());
    }

    /**
     * Blocks until that many requests arrived in all, and gives all there are.
     *
     * @param within how long to wait, by the wall clock
     * @throws AssertionError if the time is over, or the thread is interrupted, before that
     */
    public List<Received> await(int count, Duration within) {
        try {
            return log.await(count, within);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted while waiting for " + count + " requests", e);
        }
    }

    /** Counts the sockets accepted so far, those dropped at once included. */
    public int connections() {
        return connectionAcceptor.accepted();
    }

    /** Counts the sockets that are open now, to find out whether a client leaks any. */
    public int openConnections() {
        return connectionAcceptor.open();
    }

    /** The highest number of requests that were being answered at one moment. */
    public int mostConcurrent() {
        return connectionAcceptor.mostConcurrent();
    }

    /**
     * Gives what a client needs to trust this upstream.
     *
     * @throws IllegalStateException if it does not speak TLS
     */
    public UpstreamTls tls() {
        if (tls == null) {
            throw new IllegalStateException("this upstream speaks plain HTTP; begin with FakeUpstream.startTls()");
        }
        return tls;
    }

    /** Closes every connection, whatever it is waiting for, and the port. A second call does nothing. */
    @Override
    public void close() {
        connectionAcceptor.close();
        server.close();
    }

    /** Shows the address and the number of requests. */
    @Override
    public String toString() {
        return "FakeUpstream(" + uri + ", received " + received().size() + ")";
    }

    /** Holds the options of an upstream; each has a default that suits most tests. */
    public static final class Builder {
        private boolean tls;
        private boolean clientCertificate;
        private InstantSource clock = InstantSource.system();

        private Builder() {}

        /** Speaks TLS, with a certificate made at the start; plain HTTP by default. */
        public Builder tls() {
            tls = true;
            return this;
        }

        /** Speaks TLS and refuses a client without the certificate in {@link UpstreamTls#clientKeyManager()}. */
        public Builder requireClientCertificate() {
            tls = true;
            clientCertificate = true;
            return this;
        }

        /** Dates what is received by this clock, such as a {@link ManualClock}; by the system's clock by default. */
        public <C extends InstantSource & LongSupplier & ScheduledExecutorService> Builder clock(C clock) {
            this.clock = Objects.requireNonNull(clock, "clock");
            return this;
        }

        /** Starts the upstream on a free loopback port. */
        public FakeUpstream start() {
            return new FakeUpstream(this);
        }
    }
}
