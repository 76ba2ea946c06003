// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.riot;

import dev.bracketwire.ConfigurationException;
import dev.bracketwire.ConfigurationException.Problem;
import dev.bracketwire.Secret;
import dev.bracketwire.connector.Auth;
import dev.bracketwire.connector.CachePolicy;
import dev.bracketwire.connector.CallListener;
import dev.bracketwire.connector.Connector;
import dev.bracketwire.connector.ConnectorConfig;
import dev.bracketwire.connector.ConnectorConfigBuilder;
import dev.bracketwire.connector.Request;
import dev.bracketwire.connector.Timeouts;
import dev.bracketwire.connector.TransportOptions;
import dev.bracketwire.connector.Upstream;
import dev.bracketwire.connector.health.Attestation;
import dev.bracketwire.connector.health.ChecklistItem;
import dev.bracketwire.connector.limit.Limiter;
import dev.bracketwire.riot.internal.RiotReplyRules;
import dev.bracketwire.riot.internal.RouteConnectors;
import dev.bracketwire.riot.internal.limit.LimitUsage;
import dev.bracketwire.riot.internal.limit.RiotLimiter;
import dev.bracketwire.riot.internal.limit.SharedLimits;
import java.net.URI;
import java.nio.file.Path;
import java.time.InstantSource;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Executor;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Collects the options of a {@link Riot} client. {@link #build()} reports all problems at once. */
public final class RiotBuilder {
    private static final Upstream UPSTREAM = Upstream.unknown()
            .documentation(URI.create("https://developer.riotgames.com/apis"))
            .notice(
                    "NAME OF YOUR PRODUCT is not endorsed by Riot Games and does not reflect the views or opinions of Riot"
                            + " Games or anyone officially involved in producing or managing Riot Games properties.");

    private static final String ROUTE = "{route}";

    private final Secret key;
    private final List<Consumer<ConnectorConfigBuilder>> options = new ArrayList<>();
    private String base = "https://{route}.api.riotgames.com";
    private Region near = Region.EUROPE;
    private CachePolicy cache = RiotCache.defaults();
    private boolean spread;
    private double share = 1;
    private @Nullable Path kept;

    RiotBuilder(Secret key) {
        this.key = Objects.requireNonNull(key, "key");
    }

    /**
     * Asks somewhere else than at Riot: a proxy that adds the key, or the testkit's {@code FakeRiot}. The key goes there.
     *
     * @param url with {@code {route}} in its host or path, which becomes {@code europe}, {@code euw1} and so on
     */
    public RiotBuilder base(String url) {
        this.base = Objects.requireNonNull(url, "url");
        return this;
    }

    /** Asks about accounts where it is near; each of three regions knows all of them. Europe unless said. */
    public RiotBuilder near(Region region) {
        this.near = Objects.requireNonNull(region, "region");
        return this;
    }

    /** Sets what is kept and for how long, where {@link RiotCache#defaults()} do not fit; templates are those of Riot. */
    public RiotBuilder cache(CachePolicy policy) {
        this.cache = Objects.requireNonNull(policy, "policy");
        return this;
    }

    /**
     * Spreads requests evenly over each window, and does not send them as soon as Riot allows it: for work in the
     * background of other users of the key. The first client of a key in this JVM says it for all of them.
     */
    public RiotBuilder spread() {
        this.spread = true;
        return this;
    }

    /**
     * Uses this part of each limit, above 0 and up to 1, where other processes use the key too. The first client of a key in
     * this JVM says it for all of them.
     */
    public RiotBuilder share(double part) {
        this.share = part;
        return this;
    }

    /**
     * Keeps in a file what is used of the limits, so that a restart provokes no refusal. One process at a time may use it;
     * the first client of a key in this JVM says it for all of them.
     */
    public RiotBuilder limitsKeptIn(Path file) {
        this.kept = Objects.requireNonNull(file, "file");
        return this;
    }

    /** Sets how long each part may take, where {@link Timeouts#defaults()} are too short. */
    public RiotBuilder timeouts(Timeouts limits) {
        Objects.requireNonNull(limits, "limits");
        return with(config -> config.timeouts(limits));
    }

    /** Sets how connections are made, for proxies and private roots. */
    public RiotBuilder transport(TransportOptions transport) {
        Objects.requireNonNull(transport, "transport");
        return with(config -> config.transport(transport));
    }

    /** Adds somebody who hears of calls. */
    public RiotBuilder listener(CallListener listener) {
        Objects.requireNonNull(listener, "listener");
        return with(config -> config.listener(listener));
    }

    /** Gives somebody's word that a duty is met which no program can see, such as that your users are shown the notice. */
    public RiotBuilder attest(ChecklistItem duty, String by, LocalDate on) {
        Attestation word = new Attestation(by, on);
        return with(config -> config.attest(duty, word.by(), word.on()));
    }

    /** Sets where started calls run and complete, unless a deadline ends them; pools of daemon threads unless said. */
    public RiotBuilder executor(Executor own) {
        Objects.requireNonNull(own, "own");
        return with(config -> config.executor(own));
    }

    /** Measures and waits by this clock, such as the testkit's {@code ManualClock}. It is not shut down with the client. */
    public <C extends InstantSource & LongSupplier & ScheduledExecutorService> RiotBuilder clock(C clock) {
        Objects.requireNonNull(clock, "clock");
        return with(config -> config.clock(clock));
    }

    private RiotBuilder with(Consumer<ConnectorConfigBuilder> option) {
        options.add(option);
        return this;
    }

    /**
     * Makes the client.
     *
     * @throws ConfigurationException with every problem found
     */
    public Riot build() {
        List<Problem> problems = new ArrayList<>();
        if (!base.contains(ROUTE)) {
            problems.add(new Problem("base", "must have {route} in its host or path"));
        }
        if (!(share > 0 && share <= 1)) {
            problems.add(new Problem("share", "must be above 0 and at most 1, not " + share));
        }
        if (!problems.isEmpty()) {
            throw new ConfigurationException(problems);
        }
        Auth auth = Auth.header("X-Riot-Token", key);
        String fingerprint = auth.principal();
        // What is wrong with the base shows before anything is shared.
        config("riot", Region.EUROPE.id(), auth, Limiter.adaptive());
        Limiter limiter = SharedLimits.of(fingerprint, base, this::limiter);
        AtomicBoolean released = new AtomicBoolean();
        return new Riot(
                new RouteConnectors(route -> Connector.create(config("riot-" + route, route, auth, limiter))),
                near,
                limiter,
                fingerprint,
                () -> {
                    if (released.compareAndSet(false, true)) {
                        SharedLimits.release(fingerprint, base);
                    }
                });
    }

    private Limiter limiter() {
        Limiter limiter = new RiotLimiter(new LimitUsage(spread, share));
        return kept == null ? limiter : limiter.keptIn(kept);
    }

    private ConnectorConfig config(String id, String route, Auth auth, Limiter limiter) {
        URI url;
        try {
            url = URI.create(base.replace(ROUTE, route));
        } catch (IllegalArgumentException e) {
            throw new ConfigurationException(List.of(new Problem("base", "must be a URL once {route} is replaced")));
        }
        ConnectorConfigBuilder config = ConnectorConfig.builder(id, url)
                .auth(auth)
                .limiter(limiter)
                .cache(cache)
                .rule(new RiotReplyRules())
                .upstream(UPSTREAM)
                .deprecations(reply -> reply.header("X-Riot-Deprecated")
                        .map(since -> "deprecated since " + since)
                        .orElse(null));
        if (Stream.of(Platform.values()).anyMatch(platform -> platform.id().equals(route))) {
            config.probe(Request.get("/lol/status/v4/platform-data"));
        }
        options.forEach(option -> option.accept(config));
        return config.build();
    }
}
