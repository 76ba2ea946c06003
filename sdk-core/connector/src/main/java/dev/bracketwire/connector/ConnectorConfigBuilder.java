// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.connector;

import dev.bracketwire.CallThreads;
import dev.bracketwire.ConfigurationException;
import dev.bracketwire.ConfigurationException.Problem;
import dev.bracketwire.connector.health.Attestation;
import dev.bracketwire.connector.health.ChecklistItem;
import dev.bracketwire.connector.health.Health;
import dev.bracketwire.connector.internal.configured.OperationTemplate;
import dev.bracketwire.connector.internal.http.QueryString;
import dev.bracketwire.connector.limit.Limit;
import dev.bracketwire.connector.limit.Limiter;
import java.net.URI;
import java.time.InstantSource;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.concurrent.ScheduledExecutorService;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** Collects the options of a {@link ConnectorConfig}. {@link #build()} reports all problems at once. */
public final class ConnectorConfigBuilder {
    final String id;
    final List<URI> bases = new ArrayList<>();
    Auth auth = Auth.none();
    Timeouts timeouts = Timeouts.defaults();
    RetryPolicy retry = RetryPolicy.defaults();

    @Nullable
    Limiter limiter;

    BreakerPolicy breaker = BreakerPolicy.defaults();
    CachePolicy cache = CachePolicy.off();
    TransportOptions transport = TransportOptions.defaults();
    Headers headers = Headers.none();
    String parameters = "";

    @Nullable
    String version;

    @Nullable
    Request probe;

    @Nullable
    Function<? super Reply, @Nullable String> deprecations;

    @Nullable
    Cassette cassette;

    final List<CallListener> listeners = new ArrayList<>();
    final List<Function<InstantSource, ReplyRule>> rules = new ArrayList<>();

    @Nullable
    String idempotencyHeader;

    int concurrency = 64;
    int waiting = 20_000;
    long maxBody = 32L << 20;

    @Nullable
    Executor executor;

    @Nullable
    ContextCarrier carrier;

    InstantSource dates = InstantSource.system();
    LongSupplier nanos = System::nanoTime;

    @Nullable
    ScheduledExecutorService scheduler;

    /** Hands the clock to the threads of a client. */
    Consumer<CallThreads.Builder> clocking = threads -> {};

    Upstream upstream = Upstream.unknown();
    final Map<ChecklistItem, Attestation> attestations = new EnumMap<>(ChecklistItem.class);
    final Map<String, OperationTemplate> operations = new HashMap<>();
    private boolean authenticated;
    private boolean plainHttp;

    ConnectorConfigBuilder(String id, URI base) {
        this.id = Objects.requireNonNull(id, "id");
        this.bases.add(Objects.requireNonNull(base, "base"));
    }

    /**
     * Adds other URLs where the same upstream can be reached, with the same credential. GETs, HEADs and OPTIONS go to the
     * next one at once where one fails, and pass it by for as long as the breaker pauses; all others go to the first.
     */
    public ConnectorConfigBuilder alsoAt(URI... others) {
        bases.addAll(List.of(others));
        return this;
    }

    /** Sets where credentials come from; none unless said. */
    public ConnectorConfigBuilder auth(Auth source) {
        this.auth = Objects.requireNonNull(source, "source");
        this.authenticated = true;
        return this;
    }

    /** Sets how long each part may take, where the upstream is slower than {@link Timeouts#defaults()} allow. */
    public ConnectorConfigBuilder timeouts(Timeouts limits) {
        this.timeouts = Objects.requireNonNull(limits, "limits");
        return this;
    }

    /** Sets how often and how soon attempts are repeated, where {@link RetryPolicy#defaults()} do not fit. */
    public ConnectorConfigBuilder retry(RetryPolicy policy) {
        this.retry = Objects.requireNonNull(policy, "policy");
        return this;
    }

    /** Keeps these limits before the upstream has to; {@link Limiter#adaptive()} unless said. */
    public ConnectorConfigBuilder limit(Limit... limits) {
        return limiter(Limiter.of(limits));
    }

    /** Sets what decides when an attempt may be sent; share one between connectors that share a budget. */
    public ConnectorConfigBuilder limiter(Limiter own) {
        this.limiter = Objects.requireNonNull(own, "own");
        return this;
    }

    /** Sets when a failing host is left alone, where {@link BreakerPolicy#defaults()} are too eager or too patient. */
    public ConnectorConfigBuilder breaker(BreakerPolicy policy) {
        this.breaker = Objects.requireNonNull(policy, "policy");
        return this;
    }

    /** Sets what is kept; nothing unless said, because only you know how old an answer may be. */
    public ConnectorConfigBuilder cache(CachePolicy policy) {
        this.cache = Objects.requireNonNull(policy, "policy");
        return this;
    }

    /** Sets how connections are made, for proxies, private roots and client certificates. */
    public ConnectorConfigBuilder transport(TransportOptions options) {
        this.transport = Objects.requireNonNull(options, "options");
        return this;
    }

    /** Answers from a recording, or makes one, in the place of the network; for tests. */
    public ConnectorConfigBuilder cassette(Cassette recording) {
        this.cassette = Objects.requireNonNull(recording, "recording");
        return this;
    }

    /** Adds a header to every request, such as the version of an API. A request's own header of this name wins. */
    public ConnectorConfigBuilder header(String name, String value) {
        this.headers = headers.and(name, value);
        return this;
    }

    /** Adds a query parameter to every request. A request's own parameter of this name wins. No place for a secret. */
    public ConnectorConfigBuilder parameter(String name, String value) {
        this.parameters = QueryString.and(parameters, name, value);
        return this;
    }

    /** Says which version of the upstream's API this is made for, where the base URL chooses it; {@link Health} tells it. */
    public ConnectorConfigBuilder version(String text) {
        this.version = Objects.requireNonNull(text, "text");
        return this;
    }

    /** Says which version of the upstream's API this is made for, and sends it in a header with every request. */
    public ConnectorConfigBuilder version(String header, String text) {
        return version(text).header(header, text);
    }

    /** Sets the request that {@link Connector#health} sends: a GET that costs little and needs the credential. */
    public ConnectorConfigBuilder probe(Request request) {
        this.probe = Objects.requireNonNull(request, "request");
        return this;
    }

    /**
     * Reads from replies that their operation is deprecated, where the upstream does not say it by the headers
     * {@code Deprecation}, {@code Sunset} or {@code Warning}; the function gives its words, or null.
     */
    public ConnectorConfigBuilder deprecations(Function<? super Reply, @Nullable String> reader) {
        this.deprecations = Objects.requireNonNull(reader, "reader");
        return this;
    }

    /** Adds somebody who hears of calls. */
    public ConnectorConfigBuilder listener(CallListener listener) {
        listeners.add(Objects.requireNonNull(listener, "listener"));
        return this;
    }

    /** Says what those who operate it should know of the upstream: unit, scopes, notices, documentation. */
    public ConnectorConfigBuilder upstream(Upstream known) {
        this.upstream = Objects.requireNonNull(known, "known");
        return this;
    }

    /** Gives somebody's word that a duty is met which no program can see; the checklist says when it has gone stale. */
    public ConnectorConfigBuilder attest(ChecklistItem duty, String by, LocalDate on) {
        attestations.put(Objects.requireNonNull(duty, "duty"), new Attestation(by, on));
        return this;
    }

    /** Adds a rule for replies that mean something else than their status says; the first that judges wins. */
    public ConnectorConfigBuilder rule(ReplyRule rule) {
        Objects.requireNonNull(rule, "rule");
        return rule(dates -> rule);
    }

    /** Adds a rule that needs the clock of dates, which may be set later. */
    ConnectorConfigBuilder rule(Function<InstantSource, ReplyRule> rule) {
        rules.add(rule);
        return this;
    }

    /**
     * Names the header in which this upstream takes an idempotency key. Every POST and PATCH then carries one, the same
     * for all its attempts, and may therefore be retried. Only for an upstream that documents it.
     */
    public ConnectorConfigBuilder idempotencyHeader(String name) {
        this.idempotencyHeader = Objects.requireNonNull(name, "name");
        return this;
    }

    /** Sets how many attempts may be on the wire at once, 64 unless said. */
    public ConnectorConfigBuilder concurrency(int attempts) {
        this.concurrency = attempts;
        return this;
    }

    /** Sets how many calls may be under way at once, waiting ones included, 20,000 unless said; more fail at once. */
    public ConnectorConfigBuilder waiting(int calls) {
        this.waiting = calls;
        return this;
    }

    /** Sets how many bytes a body may have that is held in memory, 32 MiB unless said. */
    public ConnectorConfigBuilder maxBody(long bytes) {
        this.maxBody = bytes;
        return this;
    }

    /**
     * Sets where started calls run and complete; a pool of daemon threads unless said. It must not run tasks on the
     * thread that submits them, and should be able to run as many at once as there are attempts on the wire.
     *
     * <p>If it refuses an attempt, the call fails with {@link dev.bracketwire.UnavailableException}. No timeout, cancel or
     * close depends on it: those run on daemon threads of the connector, and a future that they end completes there.
     */
    public ConnectorConfigBuilder executor(Executor own) {
        this.executor = Objects.requireNonNull(own, "own");
        return this;
    }

    /** Sets what carries logging or trace contexts to the threads of started calls. */
    public ConnectorConfigBuilder carrier(ContextCarrier own) {
        this.carrier = Objects.requireNonNull(own, "own");
        return this;
    }

    /** Measures and waits by this clock, such as the testkit's {@code ManualClock}. It is not shut down with us. */
    public <C extends InstantSource & LongSupplier & ScheduledExecutorService> ConnectorConfigBuilder clock(C clock) {
        this.dates = clock;
        this.nanos = clock;
        this.scheduler = clock;
        this.clocking = threads -> threads.clock(clock);
        return this;
    }

    /** Allows a credential to travel without TLS to a host that is not this machine. Everyone on the way can read it. */
    public ConnectorConfigBuilder allowPlainHttp() {
        this.plainHttp = true;
        return this;
    }

    /**
     * Makes the configuration.
     *
     * @throws ConfigurationException with every problem found
     */
    public ConnectorConfig build() {
        List<Problem> problems = new ArrayList<>();
        if (!id.matches("[a-z][a-z0-9-]{0,62}")) {
            problems.add(new Problem("id", "must be lower-case letters, digits and dashes, starting with a letter"));
        }
        for (int i = 0; i < bases.size(); i++) {
            checkBase(i == 0 ? "base" : "alsoAt[" + (i - 1) + "]", bases.get(i), problems);
        }
        if (Set.copyOf(bases).size() < bases.size()) {
            problems.add(new Problem("alsoAt", "must name each URL once"));
        }
        if (probe != null && !probe.method().equals("GET") && !probe.method().equals("HEAD")) {
            problems.add(new Problem("probe", "must be a GET or HEAD, not " + probe.method()));
        }
        if (concurrency < 1) {
            problems.add(new Problem("concurrency", "must be at least 1, not " + concurrency));
        }
        if (waiting < 1) {
            problems.add(new Problem("waiting", "must be at least 1, not " + waiting));
        }
        if (maxBody < 1 || maxBody > Integer.MAX_VALUE - 8) {
            problems.add(new Problem("maxBody", "must be from 1 to 2147483639, not " + maxBody));
        }
        if (!problems.isEmpty()) {
            throw new ConfigurationException(problems);
        }
        return new ConnectorConfig(this);
    }

    private void checkBase(String path, URI base, List<Problem> problems) {
        String scheme = base.getScheme() == null ? "" : base.getScheme().toLowerCase(Locale.ROOT);
        if ((!scheme.equals("https") && !scheme.equals("http")) || base.getHost() == null) {
            problems.add(new Problem(path, "must be an absolute http or https URL with a host"));
            return;
        }
        if (base.getRawUserInfo() != null) {
            problems.add(new Problem(path, "must not carry a user or password; use auth(Auth.basic(…))"));
        }
        if (base.getRawQuery() != null || base.getRawFragment() != null) {
            problems.add(new Problem(path, "must have no query and no fragment"));
        }
        if (scheme.equals("http") && authenticated && !plainHttp && !isLoopback(base.getHost())) {
            problems.add(new Problem(
                    path, "must be https where a credential is sent; allowPlainHttp() overrides it knowingly"));
        }
    }

    private static boolean isLoopback(String host) {
        return host.equals("localhost") || host.equals("[::1]") || host.matches("127\\.\\d+\\.\\d+\\.\\d+");
    }
}
