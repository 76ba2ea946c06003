// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.connector;

import dev.bracketwire.Call;
import dev.bracketwire.CallThreads;
import dev.bracketwire.connector.internal.http.BlockedThreads;
import dev.bracketwire.connector.internal.http.DirectExchange;
import dev.bracketwire.connector.internal.http.OkHttpClients;
import dev.bracketwire.connector.internal.http.OkHttpTransport;
import dev.bracketwire.connector.internal.http.Transport;
import dev.bracketwire.connector.internal.pipeline.SdkVersion;
import dev.bracketwire.internal.run.TimeSpans;
import java.net.URI;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.concurrent.ScheduledExecutorService;
import java.util.function.LongSupplier;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Sends single requests to any URL, over one pool of connections. It retries nothing, follows no redirect, and has no
 * cache, rate limit, credential or cookie: for an upstream with rules use a {@link Connector}.
 *
 * <pre>{@code
 * try (DirectClient client = DirectClient.builder("hooks").timeout(Duration.ofSeconds(10)).build()) {
 *     Reply reply = client.send("POST", url, Headers.of("webhook-id", id), Body.bytes("application/json", json)).get();
 * }
 * }</pre>
 *
 * <p>A request is sent once. If a connection of the pool may have been closed by its server, the request goes out on
 * another one. The proxy of the system properties is not used, only one of {@link TransportOptions#proxy}; through a proxy,
 * the resolver and the sockets of the options see the proxy and not the destination. Safe for several threads.
 */
public final class DirectClient implements AutoCloseable {
    private static final Pattern METHOD = Pattern.compile("[A-Za-z]{1,20}");
    private static final Set<String> WITHOUT_BODY = Set.of("GET", "HEAD");
    private static final String AGENT = "bracketwire/" + SdkVersion.TEXT;

    private final String name;
    private final int maxReply;
    private final Duration timeout;
    private final CallThreads threads;
    private final Transport transport;
    private final BlockedThreads blockedThreads = new BlockedThreads();

    private DirectClient(Builder builder) {
        this.name = builder.name;
        this.maxReply = builder.maxReply;
        this.timeout = builder.timeout;
        this.threads = builder.threads.build();
        this.transport = new OkHttpTransport(
                OkHttpClients.direct(builder.transport, builder.idleConnections, builder.connectTimeout),
                threads.nanos());
    }

    /** Begins a client. The name stands in messages and in the names of its threads. */
    public static Builder builder(String name) {
        return new Builder(name);
    }

    /**
     * Makes a call that sends a request. Every status is a reply, also a redirect. The call fails with
     * {@link dev.bracketwire.TransportException} if no complete reply came, with {@link dev.bracketwire.DeadlineException}
     * if its time is over, with {@link dev.bracketwire.CancelledException} if it was given up, and with
     * {@link dev.bracketwire.UnavailableException} if the executor refuses it.
     *
     * @param headers the header lines; the last line of a name is sent, and the body's media type replaces a
     *     {@code Content-Type}
     * @throws IllegalArgumentException if the method is no name, the URL has no host or is neither http nor https, a header
     *     cannot be sent, or a GET or HEAD has a body
     */
    public Call<Reply> send(String method, URI url, Headers headers, @Nullable Body body) {
        String upper = method.toUpperCase(Locale.ROOT);
        if (!METHOD.matcher(upper).matches()) {
            throw new IllegalArgumentException("method must be a name such as POST");
        }
        if (body != null && WITHOUT_BODY.contains(upper)) {
            throw new IllegalArgumentException("a " + upper + " has no body");
        }
        headers.requireSendable();
        String host = host(url);
        Headers all = headers.get("User-Agent") == null ? headers.and("User-Agent", AGENT) : headers;
        var sending = new DirectExchange.Sending(upper, url.toString(), all, body, maxReply);
        String operation = upper + " " + host;
        return threads.callAsync(
                operation,
                timeout,
                run -> new DirectExchange(sending, name, operation, transport, threads.nanos())
                        .start(run, threads.executor(), blockedThreads));
    }

    // A host with an underscore has no getHost(), and is found by its authority.
    private static String host(URI url) {
        String authority = url.getRawAuthority();
        boolean http = "https".equalsIgnoreCase(url.getScheme()) || "http".equalsIgnoreCase(url.getScheme());
        if (!http || authority == null || authority.isEmpty()) {
            throw new IllegalArgumentException("url must be an absolute http or https URL with a host");
        }
        return authority.substring(authority.lastIndexOf('@') + 1);
    }

    /** Cancels what is under way and closes the connections. An executor of the host goes on. */
    @Override
    public void close() {
        threads.close();
        transport.close();
    }

    /** Collects the options of a {@link DirectClient}. */
    public static final class Builder {
        private final String name;
        private final CallThreads.Builder threads;
        private TransportOptions transport = TransportOptions.defaults();
        private Duration connectTimeout = Duration.ofSeconds(5);
        private Duration timeout = Duration.ofSeconds(20);
        private int maxReply = 16 << 10;
        private int idleConnections = 64;

        private Builder(String name) {
            this.name = Objects.requireNonNull(name, "name");
            this.threads = CallThreads.builder(name);
        }

        /** Sets how connections are made; directly unless set, whatever the system properties say of a proxy. */
        public Builder transport(TransportOptions options) {
            this.transport = Objects.requireNonNull(options, "options");
            return this;
        }

        /** Sets the time for making a connection; 5 seconds unless set. */
        public Builder connectTimeout(Duration time) {
            this.connectTimeout = TimeSpans.positive("connectTimeout", time);
            return this;
        }

        /**
         * Sets the time of a call that {@link Call#within} does not limit; 20 seconds unless set. It covers all of the call,
         * so a body that arrives byte by byte ends with it.
         */
        public Builder timeout(Duration time) {
            this.timeout = TimeSpans.positive("timeout", time);
            return this;
        }

        /** Sets how many bytes of a body are read; 16 KiB unless set. A longer body is cut there, and its rest is not read. */
        public Builder maxReply(int bytes) {
            this.maxReply = positive("maxReply", bytes);
            return this;
        }

        /** Sets how many idle connections are kept, over all hosts; 64 unless set. */
        public Builder idleConnections(int most) {
            this.idleConnections = positive("idleConnections", most);
            return this;
        }

        /** Sets the clock that deadlines and waits go by, such as the testkit's; the system's unless set. */
        public <C extends InstantSource & LongSupplier & ScheduledExecutorService> Builder clock(C clock) {
            threads.clock(clock);
            return this;
        }

        /** Sets where started calls run; daemon threads unless set. */
        public Builder executor(Executor own) {
            threads.executor(own);
            return this;
        }

        /** Builds it. No connection is made before the first call. */
        public DirectClient build() {
            return new DirectClient(this);
        }

        private static int positive(String option, int value) {
            if (value < 1) {
                throw new IllegalArgumentException(option + " must be at least 1, not " + value);
            }
            return value;
        }
    }
}
