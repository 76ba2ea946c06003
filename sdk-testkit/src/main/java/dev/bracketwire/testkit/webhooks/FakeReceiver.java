// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.testkit.webhooks;

import dev.bracketwire.testkit.webhooks.ReceivedWebhook.RequestLine;
import java.net.URI;
import java.time.Duration;
import java.time.InstantSource;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import javax.net.ssl.SSLContext;
import javax.net.ssl.X509TrustManager;
import org.jspecify.annotations.Nullable;

/**
 * Plays an endpoint that receives webhooks: an HTTP/1.1 server on a loopback port that records what it reads and answers
 * 204, unless a {@link Behavior} says otherwise.
 *
 * <p>A path that has behaviors uses them; other paths use those of {@link #all()}. Behaviors may be set at any time, from any
 * thread. Connections are kept, and each has a thread of its own.
 *
 * <p>{@link #close()} ends connections whatever they are doing, and leaves no thread and no socket.
 *
 * <pre>{@code
 * try (FakeReceiver receiver = FakeReceiver.start()) {
 *     receiver.on("/hooks").behaves(Behavior.status(503).retryAfter("120"), Behavior.ok());
 *     // point the code under test at receiver.uri("/hooks")
 *     List<ReceivedWebhook> both = receiver.await(2, Duration.ofSeconds(10));
 *     assertThat(both.get(1).id()).isEqualTo(both.get(0).id());
 *     assertThat(both.get(1).verifies(secret)).isTrue();
 * }
 * }</pre>
 */
public final class FakeReceiver implements AutoCloseable {
    private static final ReceiverRoute.BehaviorChoice NORMAL =
            new ReceiverRoute.BehaviorChoice(Behavior.ok(), webhook -> Behavior.ok());

    private final Map<String, ReceiverRoute> routes = new ConcurrentHashMap<>();
    private final ReceiverRoute all = new ReceiverRoute();
    private final WebhookLog log;
    private final InstantSource clock;
    private final @Nullable ReceiverTls tls;
    private final ReceiverListener listener;

    private FakeReceiver(Builder options) {
        this.log = new WebhookLog(options.keptAtMost);
        this.clock = options.clock;
        this.tls = options.hosts.isEmpty()
                ? null
                : new ReceiverTls(List.copyOf(options.hosts), options.problem, options.goesAway);
        this.listener = new ReceiverListener(this, tls);
    }

    /** Starts a receiver that speaks plain HTTP on a free port. */
    public static FakeReceiver start() {
        return builder().start();
    }

    /** Begins the options of a receiver. */
    public static Builder builder() {
        return new Builder();
    }

    /** Returns the port on 127.0.0.1. */
    public int port() {
        return listener.port();
    }

    /** Returns the address of a path: {@code http://127.0.0.1:20123/hooks}, or {@code https://localhost:20123/hooks}. */
    public URI uri(String path) {
        return URI.create((tls == null ? "http://127.0.0.1:" : "https://localhost:") + port() + path);
    }

    /** Returns the route of this path, compared as it is sent and without its query. */
    public ReceiverRoute on(String path) {
        return routes.computeIfAbsent(path, unused -> new ReceiverRoute());
    }

    /** Returns the route of all paths: its behaviors serve the paths that have none, and it counts every request. */
    public ReceiverRoute all() {
        return all;
    }

    /** Returns the webhooks that were read so far, in order, those of a misbehaving route included. */
    public List<ReceivedWebhook> received() {
        return log.kept();
    }

    /** Returns the webhooks that were read on this path. */
    public List<ReceivedWebhook> received(String path) {
        return received().stream()
                .filter(webhook -> webhook.path().equals(path))
                .toList();
    }

    /** Returns the number of webhooks that were read so far, also those that are no longer kept. */
    public int count() {
        return log.count();
    }

    /**
     * Blocks until that many webhooks were read in all, and returns those that are kept.
     *
     * @param within how long to wait, by the wall clock
     * @throws AssertionError if the time is over, or the thread is interrupted, before that
     */
    public List<ReceivedWebhook> await(int count, Duration within) {
        try {
            return log.await(count, within);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted while waiting for " + count + " webhooks", e);
        }
    }

    /**
     * Whether each webhook that is kept has a signature that fits this key. It is false if there are none.
     *
     * @throws IllegalArgumentException if the key has a wrong form, see {@link ReceivedWebhook#verifies}
     */
    public boolean verifies(String key) {
        List<ReceivedWebhook> webhooks = received();
        return !webhooks.isEmpty() && webhooks.stream().allMatch(webhook -> webhook.verifies(key));
    }

    /** Returns the number of connections that were accepted so far. */
    public int connections() {
        return listener.accepted();
    }

    /** Returns the number of connections that are open now. */
    public int openConnections() {
        return listener.open();
    }

    /** Returns the number of requests whose head was read and whose answer is not finished. */
    public int inFlight() {
        return all.inFlight();
    }

    /** Returns the highest number of requests that were in flight at one moment. */
    public int mostInFlight() {
        return all.mostInFlight();
    }

    /** Accepts the next connections and reads no byte of them until {@link #release()}; zero takes that back. */
    public void leaveUnread(int connections) {
        listener.leaveUnread(connections);
    }

    /** Lets every request and connection go on that is held now. Later ones are held again. */
    public void release() {
        listener.release();
    }

    /** Closes the port and every connection, so that new connections are refused. A second call does nothing. */
    public void stopListening() {
        listener.stop();
    }

    /**
     * Opens the same port again.
     *
     * @throws IllegalStateException if the receiver listens, or is closed
     * @throws java.io.UncheckedIOException if another process took the port meanwhile
     */
    public void listenAgain() {
        listener.listenAgain();
    }

    /**
     * Returns a trust manager that trusts the authority of this receiver and nothing else.
     *
     * @throws IllegalStateException if the receiver speaks plain HTTP
     */
    public X509TrustManager trustManager() {
        return requireTls().trustManager();
    }

    /**
     * Returns a context that trusts the authority of this receiver and nothing else.
     *
     * @throws IllegalStateException if the receiver speaks plain HTTP
     */
    public SSLContext sslContext() {
        return requireTls().sslContext();
    }

    /** Closes the port and every connection, whatever it is doing. A second call does nothing. */
    @Override
    public void close() {
        listener.close();
    }

    /** Shows the port and the number of webhooks. */
    @Override
    public String toString() {
        return "FakeReceiver(" + port() + ", received " + count() + ")";
    }

    ReceiverRoute.BehaviorChoice choose(ReceiverRoute route) {
        ReceiverRoute.BehaviorChoice own = route.choose();
        ReceiverRoute.BehaviorChoice choice = own == null ? all.choose() : own;
        return choice == null ? NORMAL : choice;
    }

    ReceivedWebhook record(int connection, RequestLine line, byte[] body) {
        return log.add(number -> new ReceivedWebhook(number, connection, clock.instant(), line, body));
    }

    private ReceiverTls requireTls() {
        if (tls == null) {
            throw new IllegalStateException("this receiver speaks plain HTTP; begin with FakeReceiver.builder().tls()");
        }
        return tls;
    }

    /** Holds the options of a receiver; each has a default that suits most tests. */
    public static final class Builder {
        private final Set<String> hosts = new LinkedHashSet<>();
        private @Nullable CertificateProblem problem;
        private boolean goesAway;
        private InstantSource clock = InstantSource.system();
        private int keptAtMost = Integer.MAX_VALUE;

        private Builder() {}

        /** Speaks TLS, with a certificate for {@code localhost}, {@code 127.0.0.1} and these host names. */
        public Builder tls(String... names) {
            hosts.addAll(List.of("localhost", "127.0.0.1"));
            hosts.addAll(List.of(names));
            return this;
        }

        /** Speaks TLS with a certificate that has this problem. */
        public Builder tls(CertificateProblem certificateProblem) {
            this.problem = Objects.requireNonNull(certificateProblem, "certificateProblem");
            return tls();
        }

        /**
         * Speaks TLS and HTTP/2, and refuses each request by a GOAWAY that says that it was not served. Such requests are
         * not recorded. A client that does not offer HTTP/2 is served as always.
         */
        public Builder goesAway() {
            this.goesAway = true;
            return tls();
        }

        /** Dates webhooks by this clock, such as a {@code ManualClock}; by the system's clock by default. */
        public Builder clock(InstantSource source) {
            this.clock = Objects.requireNonNull(source, "source");
            return this;
        }

        /**
         * Keeps only the last webhooks; all of them by default. A long run at full speed would fill the memory.
         *
         * @throws IllegalArgumentException if the number is negative
         */
        public Builder keepLast(int webhooks) {
            if (webhooks < 0) {
                throw new IllegalArgumentException("keepLast is " + webhooks);
            }
            this.keptAtMost = webhooks;
            return this;
        }

        /** Starts the receiver on a free loopback port. */
        public FakeReceiver start() {
            FakeReceiver receiver = new FakeReceiver(this);
            receiver.listener.start();
            return receiver;
        }
    }
}
