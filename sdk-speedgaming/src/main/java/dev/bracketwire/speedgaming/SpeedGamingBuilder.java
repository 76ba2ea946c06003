// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.speedgaming;

import dev.bracketwire.ConfigurationException;
import dev.bracketwire.ConfigurationException.Problem;
import dev.bracketwire.connector.CallListener;
import dev.bracketwire.connector.Connector;
import dev.bracketwire.connector.ConnectorConfig;
import dev.bracketwire.connector.ConnectorConfigBuilder;
import dev.bracketwire.connector.RetryPolicy;
import dev.bracketwire.connector.Timeouts;
import dev.bracketwire.connector.TransportOptions;
import dev.bracketwire.connector.Upstream;
import dev.bracketwire.connector.health.ChecklistItem;
import dev.bracketwire.connector.limit.Limit;
import dev.bracketwire.connector.limit.Limiter;
import dev.bracketwire.speedgaming.internal.ScheduleClient;
import dev.bracketwire.speedgaming.internal.ScheduleReplyRules;
import dev.bracketwire.speedgaming.internal.SharedSpacing;
import dev.bracketwire.store.Database;
import java.net.URI;
import java.time.Duration;
import java.time.InstantSource;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.concurrent.Executor;
import java.util.concurrent.ScheduledExecutorService;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Collects the options of a {@link SpeedGaming} client. {@link #build()} reports all problems at once. */
public final class SpeedGamingBuilder {
    static final Timeouts TIMEOUTS = Timeouts.defaults()
            .connect(Duration.ofSeconds(5))
            .attempt(Duration.ofSeconds(30))
            .call(Duration.ofMinutes(3));

    private static final URI SPEEDGAMING = URI.create("https://speedgaming.org");
    private static final Duration LONGEST_SPACING = Duration.ofDays(1);
    private static final Pattern SENDABLE = Pattern.compile("[ -~]{1,200}");
    private static final Upstream UPSTREAM = Upstream.unknown()
            .documentation(SPEEDGAMING)
            .notice("Schedules are read from SpeedGaming, at most one request a minute as its operator asks.");

    private final List<Consumer<ConnectorConfigBuilder>> options = new ArrayList<>();
    private final String contact;
    private String id = "speedgaming";
    private URI base = SPEEDGAMING;
    private Duration spacing = Duration.ofMillis(60_250);
    private Timeouts timeouts = TIMEOUTS;
    private @Nullable Database shared;
    private @Nullable InstantSource dates;

    SpeedGamingBuilder(String contact) {
        this.contact = Objects.requireNonNull(contact, "contact").strip();
        options.add(config -> config.maxBody(16L << 20));
    }

    private SpeedGamingBuilder with(Consumer<ConnectorConfigBuilder> option) {
        options.add(option);
        return this;
    }

    /** Sets the id of the connector, {@code speedgaming} unless set. */
    public SpeedGamingBuilder id(String connector) {
        this.id = Objects.requireNonNull(connector, "connector");
        return this;
    }

    /** Asks another host, such as the testkit's {@code FakeSpeedGaming}; {@code https://speedgaming.org} unless set. */
    public SpeedGamingBuilder base(URI url) {
        this.base = Objects.requireNonNull(url, "url");
        return this;
    }

    /**
     * Sets the least time between two requests, a minute and a quarter of a second unless set. The operator of SpeedGaming asks
     * for one request a minute.
     */
    public SpeedGamingBuilder spacing(Duration time) {
        this.spacing = Objects.requireNonNull(time, "time");
        return this;
    }

    /**
     * Shares the spacing with all processes that use this database, also over restarts. The time then counts from the reply,
     * so that a request with a slow connection is not followed too soon. {@link #build()} makes the table.
     */
    public SpeedGamingBuilder sharedBy(Database db) {
        this.shared = Objects.requireNonNull(db, "db");
        return this;
    }

    /** Sets how many bytes a schedule may have; 16 MiB unless set. */
    public SpeedGamingBuilder maxBody(long bytes) {
        return with(config -> config.maxBody(bytes));
    }

    /** Sets how long each part may take; five seconds to connect and 30 for a reply unless set. */
    public SpeedGamingBuilder timeouts(Timeouts limits) {
        this.timeouts = Objects.requireNonNull(limits, "limits");
        return this;
    }

    /** Sets how connections are made, for proxies and private roots. */
    public SpeedGamingBuilder transport(TransportOptions connections) {
        Objects.requireNonNull(connections, "connections");
        return with(config -> config.transport(connections));
    }

    /** Adds a listener to calls. */
    public SpeedGamingBuilder listener(CallListener listener) {
        Objects.requireNonNull(listener, "listener");
        return with(config -> config.listener(listener));
    }

    /** Attests that a duty is met which no program can see. */
    public SpeedGamingBuilder attest(ChecklistItem duty, String by, LocalDate on) {
        return with(config -> config.attest(duty, by, on));
    }

    /** Runs started calls on the host's threads, which are not shut down by us; daemon threads unless set. */
    public SpeedGamingBuilder executor(Executor own) {
        Objects.requireNonNull(own, "own");
        return with(config -> config.executor(own));
    }

    /** Sets the clock, such as the testkit's; the system's unless set. */
    public <C extends InstantSource & LongSupplier & ScheduledExecutorService> SpeedGamingBuilder clock(C clock) {
        this.dates = Objects.requireNonNull(clock, "clock");
        return with(config -> config.clock(clock));
    }

    /**
     * Makes the client.
     *
     * @throws dev.bracketwire.ConfigurationException with every problem found
     */
    public SpeedGaming build() {
        List<Problem> problems = new ArrayList<>();
        if (!SENDABLE.matcher(contact).matches()) {
            problems.add(new Problem(
                    "contact", "must be 1 to 200 printable ASCII characters, as it is sent in the User-Agent"));
        }
        if (spacing.isNegative() || spacing.isZero() || spacing.compareTo(LONGEST_SPACING) > 0) {
            problems.add(new Problem("spacing", "must be positive and at most a day, not " + spacing));
        }
        if ("http".equalsIgnoreCase(base.getScheme()) && !isLoopback(String.valueOf(base.getHost()))) {
            problems.add(new Problem("base", "must be https, as the schedule could be changed on the way"));
        }
        ConnectorConfigBuilder config = ConnectorConfig.builder(id, base)
                .header("User-Agent", "bracketwire-speedgaming (" + (problems.isEmpty() ? contact : "") + ")")
                .header("Accept", "application/json, text/html")
                .timeouts(timeouts)
                .retry(RetryPolicy.never())
                .rule(new ScheduleReplyRules())
                .upstream(UPSTREAM);
        options.forEach(option -> option.accept(config));
        try {
            config.build();
        } catch (ConfigurationException e) {
            problems.addAll(e.problems());
        }
        if (!problems.isEmpty()) {
            throw new ConfigurationException(problems);
        }
        Limiter limiter = shared == null
                ? Limiter.of(Limit.of(1, spacing))
                : new SharedSpacing(
                        shared, base.getAuthority().toLowerCase(Locale.ROOT), spacing, timeouts.attempt(), dates);
        return new SpeedGaming(
                new ScheduleClient(Connector.create(config.limiter(limiter).build())));
    }

    private static boolean isLoopback(String host) {
        return host.equals("localhost") || host.equals("[::1]") || host.matches("127\\.\\d+\\.\\d+\\.\\d+");
    }
}
