// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.operator;

import dev.bracketwire.connector.CallListener;
import dev.bracketwire.connector.Connector;
import dev.bracketwire.connector.health.ChecklistItem;
import dev.bracketwire.operator.internal.ConnectorStats;
import dev.bracketwire.operator.internal.PeriodicTask;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalTime;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells somebody when a connector goes wrong, once, and again when it is well. It sends nothing itself: each alert is
 * handed to who was given, one at a time, on a thread of its own. Safe for several threads.
 *
 * <pre>{@code
 * Alerts alerts = Alerts.builder()
 *         .rule(AlertRule.errors(0.2))
 *         .rule(AlertRule.down().lasting(Duration.ofMinutes(2)).critical())
 *         .quiet(LocalTime.of(23, 0), LocalTime.of(8, 0), ZoneId.of("Europe/Berlin"))
 *         .to(alert -> log.warn("{}", alert))
 *         .build();
 * Connector api = Connector.create(config.listener(alerts).build());
 * }</pre>
 */
public final class Alerts implements CallListener, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Alerts.class);

    private final List<AlertRule> rules;
    private final List<Consumer<? super Alert>> receivers;
    private final @Nullable Duration remind;
    private final @Nullable Duration probe;
    private final AlertsBuilder.@Nullable Quiet quiet;
    private final InstantSource dates;
    private final LongSupplier nanos;
    private final Map<Connector, List<AlertWatch>> watched = new ConcurrentHashMap<>();
    private final Map<String, List<AlertWatch>> byId = new ConcurrentHashMap<>();
    private final PeriodicTask periodicTask;

    // Guarded by this.
    private @Nullable Instant probed;

    Alerts(AlertsBuilder builder) {
        this.remind = builder.remind;
        this.probe = builder.probe;
        this.quiet = builder.quiet;
        this.rules = List.copyOf(builder.rules);
        this.receivers = List.copyOf(builder.receivers);
        this.dates = builder.dates;
        this.nanos = builder.nanos;
        this.periodicTask = new PeriodicTask("alerts", builder.every, builder.scheduler, this::check);
    }

    /** Collects rules and who is told. */
    public static AlertsBuilder builder() {
        return new AlertsBuilder();
    }

    @Override
    public Set<ChecklistItem> duties() {
        return rules.isEmpty() || receivers.isEmpty() ? Set.of() : Set.of(ChecklistItem.ALERTS);
    }

    @Override
    public void opened(Connector connector) {
        String id = connector.config().id();
        List<AlertWatch> watches = rules.stream()
                .filter(rule -> rule.concerns(id))
                .map(rule -> new AlertWatch(rule, new ConnectorStats(connector, rule.over, rule.atLeast)))
                .toList();
        watched.put(connector, watches);
        byId.merge(id, watches, (there, more) -> {
            List<AlertWatch> all = new ArrayList<>(there);
            all.addAll(more);
            return List.copyOf(all);
        });
    }

    @Override
    public void closed(Connector connector) {
        List<AlertWatch> gone = watched.remove(connector);
        if (gone != null) {
            byId.computeIfPresent(connector.config().id(), (id, there) -> {
                List<AlertWatch> left = new ArrayList<>(there);
                left.removeAll(gone);
                return left.isEmpty() ? null : List.copyOf(left);
            });
        }
    }

    @Override
    public void finished(Finished call) {
        List<AlertWatch> watches = byId.get(call.operation().connector());
        if (watches != null) {
            long now = nanos.getAsLong();
            for (AlertWatch watch : watches) {
                if (watch.rule.kind.counts()) {
                    watch.connectorStats.finished(call, now);
                }
            }
        }
    }

    /** Looks at everything now, rather than at the next tick. What it finds is told before it returns. */
    public synchronized void check() {
        Instant now = dates.instant();
        probe(now);
        boolean hush = isQuiet(now);
        watched.values().stream().flatMap(List::stream).forEach(watch -> {
            Alert alert = watch.look(now, nanos.getAsLong(), hush, remind);
            if (alert != null && tell(alert)) {
                watch.told(alert);
            }
        });
    }

    /** What is wrong now, whether somebody was told or not, sorted by connector. */
    public synchronized List<Alert> active() {
        return watched.values().stream()
                .flatMap(List::stream)
                .flatMap(watch -> watch.active().stream())
                .sorted(Comparator.comparing(Alert::connector).thenComparing(Alert::rule))
                .toList();
    }

    // The answers are judged at the next look.
    private void probe(Instant now) {
        if (probe == null || (probed != null && now.isBefore(probed.plus(probe)))) {
            return;
        }
        probed = now;
        for (Connector connector : watched.keySet()) {
            if (connector.config().probe().isPresent()) {
                connector.health().start().exceptionally(failure -> {
                    LOG.warn("{} could not be asked how it fares", connector, failure);
                    return null;
                });
            }
        }
    }

    private boolean isQuiet(Instant now) {
        AlertsBuilder.Quiet hours = quiet;
        if (hours == null) {
            return false;
        }
        LocalTime time = LocalTime.ofInstant(now, hours.zone());
        boolean overMidnight = hours.from().isAfter(hours.to());
        return overMidnight
                ? !time.isBefore(hours.from()) || time.isBefore(hours.to())
                : !time.isBefore(hours.from()) && time.isBefore(hours.to());
    }

    /** Whether anybody has taken it; else it is offered again. */
    private boolean tell(Alert alert) {
        boolean taken = receivers.isEmpty();
        for (Consumer<? super Alert> receiver : receivers) {
            try {
                receiver.accept(alert);
                taken = true;
            } catch (RuntimeException e) {
                LOG.error("nobody was told by {} that {}", receiver.getClass().getName(), alert, e);
            }
        }
        return taken;
    }

    /** Looks no more, and tells nobody any more. */
    @Override
    public void close() {
        periodicTask.close();
    }
}
