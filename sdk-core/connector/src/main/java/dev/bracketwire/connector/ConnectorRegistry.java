// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.connector;

import dev.bracketwire.BracketwireException;
import dev.bracketwire.Call;
import dev.bracketwire.connector.health.Checklist;
import dev.bracketwire.connector.health.ChecklistItem;
import dev.bracketwire.connector.health.Health;
import dev.bracketwire.internal.text.ForeignText;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Holds the connectors of an application by id. A connector is made when it is first asked for, once, whoever asks at
 * the same time; closing the registry closes them, the last made first. Safe for several threads.
 *
 * <pre>{@code
 * try (ConnectorRegistry registry = ConnectorRegistry.builder().add(chests).discover().build()) {
 *     Player player = registry.connector("chests").get("/players/{id}", Player.class, 42).get();
 * }
 * }</pre>
 */
public final class ConnectorRegistry implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(ConnectorRegistry.class);

    private final Map<String, Supplier<ConnectorConfig>> known;
    private final Map<String, String> broken;
    private final Map<String, Connector> made = new ConcurrentHashMap<>();

    // Guards what follows. One for all: making a connector opens no connection, and one lock cannot deadlock.
    private final ReentrantLock lock = new ReentrantLock();
    private final Set<String> underWay = new LinkedHashSet<>();
    private final Deque<Connector> lastMadeFirst = new ArrayDeque<>();
    private boolean closed;

    ConnectorRegistry(
            Map<String, Supplier<ConnectorConfig>> known, Map<String, Connector> open, Map<String, String> broken) {
        made.putAll(open);
        this.known = Collections.unmodifiableMap(new TreeMap<>(known));
        this.broken = Map.copyOf(broken);
    }

    /** Collects connectors. */
    public static ConnectorRegistryBuilder builder() {
        return new ConnectorRegistryBuilder();
    }

    /** The ids of all connectors, made or not, sorted. */
    public Set<String> ids() {
        return known.keySet();
    }

    /**
     * The connector of this id, made now if nobody asked for it before. Do not close it; close the registry.
     *
     * @throws IllegalArgumentException if there is none; the message lists those there are
     * @throws IllegalStateException if the registry is closed
     */
    public Connector connector(String id) {
        Connector there = made.get(id);
        return there == null ? make(id) : there;
    }

    private Connector make(String id) {
        Supplier<ConnectorConfig> config = known.get(id);
        if (config == null) {
            throw new IllegalArgumentException(unknown(id));
        }
        lock.lock();
        try {
            if (closed) {
                throw new IllegalStateException("the connector registry is closed");
            }
            Connector there = made.get(id);
            if (there != null) {
                return there;
            }
            if (!underWay.add(id)) {
                throw new IllegalStateException("the configuration of connector " + id + " asks for itself, by way of "
                        + String.join(", ", underWay));
            }
            try {
                return opened(id, config.get());
            } finally {
                underWay.remove(id);
            }
        } finally {
            lock.unlock();
        }
    }

    private Connector opened(String id, ConnectorConfig config) {
        if (!config.id().equals(id)) {
            throw new IllegalStateException(
                    "the provider of connector " + id + " gave a configuration with the id " + config.id());
        }
        Connector connector = Connector.create(config);
        lastMadeFirst.push(connector);
        made.put(id, connector);
        return connector;
    }

    /**
     * Which duties are met for each connector, and which are not. It makes all connectors and asks no upstream anything.
     *
     * @throws IllegalStateException if the registry is closed
     */
    public Checklist checklist() {
        List<Checklist.Entry> entries = new ArrayList<>();
        for (String id : ids()) {
            Connector connector;
            try {
                connector = connector(id);
            } catch (RuntimeException e) {
                entries.add(new Checklist.Entry(id, ChecklistItem.CONFIGURATION, Checklist.State.MISSING, why(e)));
                continue;
            }
            entries.addAll(ChecklistInspection.of(connector));
        }
        broken.forEach((provider, why) -> entries.add(new Checklist.Entry(
                provider, ChecklistItem.CONFIGURATION, Checklist.State.MISSING, "cannot be loaded: " + why)));
        return new Checklist(entries);
    }

    /**
     * Asks all upstreams how they fare, eight at a time, in the order of their ids; never fails for what it hears. One whose
     * connector cannot be made is down.
     */
    public Call<List<Health>> health() {
        return Call.all(ids().stream().map(this::health).toList(), 8);
    }

    private Call<Health> health(String id) {
        return Call.of(context -> {
            Connector connector;
            try {
                connector = connector(id);
            } catch (RuntimeException e) {
                return CompletableFuture.completedFuture(unusable(id, why(e)));
            }
            CompletableFuture<Health> asked = connector.health().start();
            Call.Registration registration = context.onCancel(() -> asked.cancel(false));
            return context.settle(asked.whenComplete((health, failure) -> registration.close()));
        });
    }

    private static Health unusable(String id, String reason) {
        return new Health(id, Health.Status.DOWN, reason, null, null, List.of(), Map.of(), null, List.of(), null);
    }

    /** Why a connector cannot be made; of a registry that is closed, none can. */
    private String why(RuntimeException failure) {
        if (closed()) {
            throw failure;
        }
        String message = failure.getMessage();
        if (failure instanceof BracketwireException) {
            return String.valueOf(message);
        }
        return ForeignText.shown(message == null ? failure.toString() : message);
    }

    private boolean closed() {
        lock.lock();
        try {
            return closed;
        } finally {
            lock.unlock();
        }
    }

    private String unknown(String id) {
        String reason = broken.isEmpty() ? "" : "; could not be loaded: " + String.join(", ", broken.values());
        return "there is no connector \"" + id + "\"; known are " + known.keySet() + reason;
    }

    /** Closes all connectors, the last made first; none is made afterwards. */
    @Override
    public void close() {
        lock.lock();
        try {
            closed = true;
            made.clear();
            while (!lastMadeFirst.isEmpty()) {
                end(lastMadeFirst.pop());
            }
        } finally {
            lock.unlock();
        }
    }

    private static void end(Connector connector) {
        try {
            connector.close();
        } catch (RuntimeException e) {
            // The others are to be closed all the same.
            LOG.warn("closing connector {} failed", connector, e);
        }
    }
}
