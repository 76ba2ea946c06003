// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.webhooks;

import dev.bracketwire.CallThreads;
import dev.bracketwire.connector.DirectClient;
import dev.bracketwire.connector.TransportOptions;
import dev.bracketwire.keys.KeyRing;
import dev.bracketwire.store.Database;
import dev.bracketwire.webhooks.internal.DestinationRules;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Executor;
import java.util.concurrent.ScheduledExecutorService;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Sets the options of {@link Webhooks}.
 *
 * <pre>{@code
 * Webhooks hooks = Webhooks.builder(db, keys)
 *         .handler(SubscriptionOptions.handledBy("standings").types("match.*"), standings::update)
 *         .allowRange("10.20.0.0/16", 8443)
 *         .open();
 * }</pre>
 */
public final class WebhooksBuilder {
    final Database db;
    final KeyRing keys;
    final Map<String, EventHandler> handlers = new LinkedHashMap<>();
    final List<SubscriptionOptions> handlerOptions = new ArrayList<>();
    final Map<String, IncomingSource> sources = new LinkedHashMap<>();
    final List<WebhooksListener> listeners = new ArrayList<>();
    final CallThreads.Builder threads = CallThreads.builder("webhooks");
    DestinationRules rules = DestinationRules.standard();
    TransportOptions transport = TransportOptions.defaults();

    @Nullable
    InstantSource dates;

    boolean delivers = true;
    boolean knownTypesOnly;
    int maxPayload = 256 * 1024;
    int concurrency = 128;
    Duration disableAfter = Duration.ofDays(5);
    Duration keepFinished = Duration.ofDays(30);
    Duration keepDead = Duration.ofDays(90);
    String userAgent = "Bracketwire-Webhooks";
    private DirectClient.Builder client = DirectClient.builder("webhooks");

    WebhooksBuilder(Database db, KeyRing keys) {
        this.db = Objects.requireNonNull(db, "db");
        this.keys = Objects.requireNonNull(keys, "keys");
    }

    /**
     * Adds a handler of events within this process, with a subscription of its name. The subscription stays in the database
     * when the process ends: events wait for the handler, on any node that has one of this name.
     */
    public WebhooksBuilder handler(SubscriptionOptions options, EventHandler handler) {
        String name = options.handler();
        if (name == null) {
            throw new IllegalArgumentException("options must be made by SubscriptionOptions.handledBy(name)");
        }
        if (name.startsWith("incoming_")) {
            throw new IllegalArgumentException("names that begin with incoming_ are those of sources");
        }
        if (handlers.putIfAbsent(name, Objects.requireNonNull(handler, "handler")) != null) {
            throw new IllegalArgumentException("there is a handler " + name + " already");
        }
        handlerOptions.add(options);
        return this;
    }

    /**
     * Receives the webhooks of a sender: connect {@link Webhooks#incoming} to a web server. All nodes that deliver should have
     * the same sources, as each one may handle an event.
     *
     * @throws IllegalArgumentException if a secret of the source is none; the message does not show it
     */
    public WebhooksBuilder receive(IncomingSource source) {
        if (!source.hasHandlers()) {
            throw new IllegalArgumentException("the source " + source.name() + " has no handler: add one by on(…)");
        }
        source.scheme().verifier().require();
        if (sources.putIfAbsent(source.name(), source) != null) {
            throw new IllegalArgumentException("there is a source " + source.name() + " already");
        }
        return this;
    }

    /** Adds a listener. */
    public WebhooksBuilder listener(WebhooksListener listener) {
        listeners.add(Objects.requireNonNull(listener, "listener"));
        return this;
    }

    /**
     * Allows endpoints in a range of addresses that are not public, on these ports, such as {@code 10.20.0.0/16} on 8443.
     * Addresses of cloud metadata services stay refused within it.
     */
    public WebhooksBuilder allowRange(String cidr, int... ports) {
        rules = rules.allowRange(cidr, ports);
        return this;
    }

    /** Allows one address of a cloud metadata service, within a range of {@link #allowRange}. */
    public WebhooksBuilder allowMetadata(String address) {
        rules = rules.allowMetadata(address);
        return this;
    }

    /** Allows {@code http:} URLs, on the ports 80 and 8080 of public addresses. Payloads travel unencrypted. */
    public WebhooksBuilder allowHttp() {
        rules = rules.allowHttp();
        return this;
    }

    /** Allows further ports of public addresses; 443 and 8443 unless set. */
    public WebhooksBuilder allowPorts(int... ports) {
        rules = rules.allowPorts(ports);
        return this;
    }

    /**
     * Sets how connections are made: roots to trust, a client certificate, a proxy, or a resolver, whose answers are checked
     * like the platform's. With a proxy, the proxy must refuse addresses that are not public.
     */
    public WebhooksBuilder transport(TransportOptions options) {
        this.transport = Objects.requireNonNull(options, "options");
        return this;
    }

    /** Publishes and manages only, and leaves the delivery to other nodes. */
    public WebhooksBuilder publishOnly() {
        this.delivers = false;
        return this;
    }

    /** Refuses events of types that {@link Webhooks#defineType} has not registered. */
    public WebhooksBuilder knownTypesOnly() {
        this.knownTypesOnly = true;
        return this;
    }

    /** Sets the longest payload in bytes; 256 KiB unless set. Above 20 kB, a warning is logged once for each type. */
    public WebhooksBuilder maxPayload(int bytes) {
        if (bytes < 1024 || bytes > 16 * 1024 * 1024) {
            throw new IllegalArgumentException("bytes must be between 1 KiB and 16 MiB, not " + bytes);
        }
        this.maxPayload = bytes;
        return this;
    }

    /**
     * Sets how many attempts this node may have under way at once; 128 unless set. At most half of them go to subscriptions
     * whose last attempt failed.
     */
    public WebhooksBuilder concurrency(int attempts) {
        if (attempts < 2 || attempts > 10_000) {
            throw new IllegalArgumentException("attempts must be between 2 and 10000, not " + attempts);
        }
        this.concurrency = attempts;
        return this;
    }

    /**
     * Sets after how long without a success, and at least 20 failed attempts, a subscription is disabled; five days unless
     * set, at least a day. A warning comes when four fifths of it are over.
     */
    public WebhooksBuilder disableAfter(Duration time) {
        if (time.compareTo(Duration.ofDays(1)) < 0 || time.compareTo(Duration.ofDays(365)) > 0) {
            throw new IllegalArgumentException("time must be between 1 and 365 days, not " + time);
        }
        this.disableAfter = time;
        return this;
    }

    /** Sets how long finished deliveries, their attempts and their messages are kept; 30 days unless set. */
    public WebhooksBuilder keepFinished(Duration time) {
        this.keepFinished = kept(time);
        return this;
    }

    /** Sets how long exhausted deliveries are kept; 90 days unless set. */
    public WebhooksBuilder keepDead(Duration time) {
        this.keepDead = kept(time);
        return this;
    }

    private static Duration kept(Duration time) {
        if (time.isNegative() || time.compareTo(Duration.ofDays(36_500)) > 0) {
            throw new IllegalArgumentException("time must be between 0 and 100 years, not " + time);
        }
        return time;
    }

    /** Sets the {@code User-Agent} of requests. */
    public WebhooksBuilder userAgent(String text) {
        if (!text.matches("[\\x21-\\x7e][\\x20-\\x7e]{0,200}")) {
            throw new IllegalArgumentException("text must be 1 to 200 printable ASCII characters");
        }
        this.userAgent = text;
        return this;
    }

    /** Runs the attempts on the host's threads, which are not shut down by us; daemon threads unless set. */
    public WebhooksBuilder executor(Executor own) {
        threads.executor(own);
        return this;
    }

    /**
     * Sets the clock, such as the testkit's; the system's unless set. On PostgreSQL, times that nodes share come from the
     * database unless it is set.
     */
    public <C extends InstantSource & LongSupplier & ScheduledExecutorService> WebhooksBuilder clock(C clock) {
        threads.clock(Objects.requireNonNull(clock, "clock"));
        client = client.clock(clock);
        dates = clock;
        return this;
    }

    /**
     * Creates the tables if they are not there, and starts to deliver.
     *
     * @throws dev.bracketwire.StoreException if another process delivers from the same SQLite file
     * @throws dev.bracketwire.ConfigurationException if there is no current key
     */
    public Webhooks open() {
        return new Webhooks(this, client);
    }
}
