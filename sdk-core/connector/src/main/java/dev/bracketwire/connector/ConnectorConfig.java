// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.connector;

import dev.bracketwire.CallThreads;
import dev.bracketwire.ConfigurationException;
import dev.bracketwire.config.Settings;
import dev.bracketwire.connector.health.Attestation;
import dev.bracketwire.connector.health.ChecklistItem;
import dev.bracketwire.connector.internal.configured.OperationTemplate;
import dev.bracketwire.connector.limit.Limiter;
import java.net.URI;
import java.time.InstantSource;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.Executor;
import java.util.concurrent.ScheduledExecutorService;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Holds all that a {@link Connector} needs to know. Immutable; every option has a default that is safe to keep.
 *
 * <pre>{@code
 * ConnectorConfig config = ConnectorConfig.builder("chests", URI.create("https://chests.example.org/api"))
 *         .auth(Auth.bearer(Secret.env("CHESTS_TOKEN")))
 *         .limit(Limit.of(5, Duration.ofSeconds(1)))
 *         .cache(CachePolicy.of(Duration.ofMinutes(1)))
 *         .build();
 * }</pre>
 */
public final class ConnectorConfig {
    private final String id;
    private final List<URI> bases;
    private final Auth auth;
    // Before a cassette stood before it.
    final Auth given;
    private final Timeouts timeouts;
    private final RetryPolicy retry;
    private final Limiter limiter;
    private final BreakerPolicy breaker;
    private final CachePolicy cache;
    private final TransportOptions transport;
    private final @Nullable Cassette cassette;
    private final Headers headers;
    private final String parameters;
    private final @Nullable String version;
    private final @Nullable Request probe;
    private final @Nullable Function<? super Reply, @Nullable String> deprecations;
    private final List<CallListener> listeners;
    private final List<ReplyRule> rules;
    private final @Nullable String idempotencyHeader;
    private final int concurrency;
    private final int waiting;
    private final long maxBody;
    private final @Nullable Executor executor;
    private final @Nullable ContextCarrier carrier;
    private final InstantSource dates;
    private final LongSupplier nanos;
    private final @Nullable ScheduledExecutorService scheduler;
    private final Consumer<CallThreads.Builder> clocking;
    final boolean limited;
    private final Upstream upstream;
    private final Map<ChecklistItem, Attestation> attestations;
    final Map<String, OperationTemplate> operations;

    ConnectorConfig(ConnectorConfigBuilder builder) {
        this.id = builder.id;
        this.bases = List.copyOf(builder.bases);
        this.given = builder.auth;
        this.auth = builder.cassette == null ? builder.auth : builder.cassette.auth(builder.auth);
        this.timeouts = builder.timeouts;
        this.retry = builder.retry;
        this.limited = builder.limiter != null;
        this.upstream = builder.upstream;
        this.attestations = Map.copyOf(builder.attestations);
        this.limiter = builder.limiter == null ? Limiter.adaptive() : builder.limiter;
        this.breaker = builder.breaker;
        this.cache = builder.cache;
        this.transport = builder.transport;
        this.cassette = builder.cassette;
        this.headers = builder.headers;
        this.parameters = builder.parameters;
        this.version = builder.version;
        this.probe = builder.probe;
        this.deprecations = builder.deprecations;
        this.listeners = List.copyOf(builder.listeners);
        this.rules =
                builder.rules.stream().map(rule -> rule.apply(builder.dates)).toList();
        this.idempotencyHeader = builder.idempotencyHeader;
        this.concurrency = builder.concurrency;
        this.waiting = builder.waiting;
        this.maxBody = builder.maxBody;
        this.executor = builder.executor;
        this.carrier = builder.carrier;
        this.dates = builder.dates;
        this.nanos = builder.nanos;
        this.scheduler = builder.scheduler;
        this.clocking = builder.clocking;
        this.operations = Collections.unmodifiableMap(new TreeMap<>(builder.operations));
    }

    /** Starts a configuration with a name for messages and metrics, and the URL that all paths are relative to. */
    public static ConnectorConfigBuilder builder(String id, URI base) {
        return new ConnectorConfigBuilder(id, base);
    }

    /** The connector's id. */
    public String id() {
        return id;
    }

    /** The URL that all paths are relative to; where there are several, the first. */
    public URI base() {
        return bases.get(0);
    }

    /** All URLs where the upstream can be reached. */
    public List<URI> bases() {
        return bases;
    }

    /** Where credentials come from. */
    public Auth auth() {
        return auth;
    }

    /** How long each part may take. */
    public Timeouts timeouts() {
        return timeouts;
    }

    /** How often and how soon attempts are repeated. */
    public RetryPolicy retry() {
        return retry;
    }

    /** Returns the limiter, which decides when an attempt may be sent. */
    public Limiter limiter() {
        return limiter;
    }

    /** When a failing host is left alone. */
    public BreakerPolicy breaker() {
        return breaker;
    }

    /** Returns the cache policy. */
    public CachePolicy cache() {
        return cache;
    }

    /** How connections are made. */
    public TransportOptions transport() {
        return transport;
    }

    /** Returns the cassette that replaces the network, if there is one. */
    public Optional<Cassette> cassette() {
        return Optional.ofNullable(cassette);
    }

    /** The headers of every request. */
    public Headers headers() {
        return headers;
    }

    /** The query parameters of every request, encoded; empty if there are none. */
    public String parameters() {
        return parameters;
    }

    /** The version of the upstream's API it speaks, if that was said. */
    public Optional<String> version() {
        return Optional.ofNullable(version);
    }

    /** Returns the probe request that checks the health of the upstream, if there is one. */
    public Optional<Request> probe() {
        return Optional.ofNullable(probe);
    }

    /** Returns the function that reads deprecations from replies, if there is one. */
    public Optional<Function<? super Reply, @Nullable String>> deprecations() {
        return Optional.ofNullable(deprecations);
    }

    /** Returns the listeners of calls. */
    public List<CallListener> listeners() {
        return listeners;
    }

    /** Returns the rules that give replies another meaning than their status. */
    public List<ReplyRule> rules() {
        return rules;
    }

    /** The header in which the upstream takes an idempotency key, if it does. */
    public Optional<String> idempotencyHeader() {
        return Optional.ofNullable(idempotencyHeader);
    }

    /** How many attempts may be on the wire at once. */
    public int concurrency() {
        return concurrency;
    }

    /** How many calls may be under way at once, waiting ones included. */
    public int waiting() {
        return waiting;
    }

    /** How many bytes a body may have that is held in memory, after decompression. */
    public long maxBody() {
        return maxBody;
    }

    /** Where started calls run and complete, if the host said so. */
    public Optional<Executor> executor() {
        return Optional.ofNullable(executor);
    }

    /** Returns the carrier of contexts between threads, if there is one. */
    public Optional<ContextCarrier> carrier() {
        return Optional.ofNullable(carrier);
    }

    /**
     * Collects options, beginning with those that settings hold:
     *
     * <pre>{@code
     * {"base": "https://chests.example.org/api",
     *  "auth": {"bearer": "${CHESTS_TOKEN}"},
     *  "limits": [{"units": 5, "window": "1s"}],
     *  "cache": {"ttl": "1m", "routes": {"/players/{id}": "1h"}}}
     * }</pre>
     *
     * <p>They may describe {@link Operation operations} and {@link ReplyRule reply rules} too; the guide lists all keys.
     *
     * @param section the settings of this connector alone
     * @throws ConfigurationException with every problem of the settings
     */
    public static ConnectorConfigBuilder builder(String id, Settings section) {
        return section.read(ConnectorSettings.class).builder(id);
    }

    /** Returns facts about the upstream for its operators. */
    public Upstream upstream() {
        return upstream;
    }

    /** Whose word there is for duties which no program can see. */
    public Map<ChecklistItem, Attestation> attestations() {
        return attestations;
    }

    /** Makes threads of this name with the clock and the executor of this configuration; the caller closes them. */
    public CallThreads threads(String name) {
        CallThreads.Builder threads = CallThreads.builder(name);
        clocking.accept(threads);
        if (executor != null) {
            threads.executor(executor);
        }
        return threads.build();
    }

    /** The clock of dates. */
    public InstantSource dates() {
        return dates;
    }

    /** The clock of intervals, in nanoseconds. */
    public LongSupplier nanos() {
        return nanos;
    }

    /** What waits, if the host gave it. */
    public Optional<ScheduledExecutorService> scheduler() {
        return Optional.ofNullable(scheduler);
    }

    /** Names the connector and its base URL. */
    @Override
    public String toString() {
        return "ConnectorConfig[" + id + ", " + base() + "]";
    }
}
