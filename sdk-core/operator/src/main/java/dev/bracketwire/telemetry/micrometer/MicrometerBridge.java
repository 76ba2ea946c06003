// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.telemetry.micrometer;

import dev.bracketwire.connector.CallListener;
import dev.bracketwire.connector.Connector;
import dev.bracketwire.connector.Upstream;
import dev.bracketwire.connector.health.ChecklistItem;
import dev.bracketwire.operator.Usage;
import dev.bracketwire.operator.internal.ConnectorGauge;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Counts and measures calls in a registry of Micrometer. Tags are the connector's id, method and path template, and words
 * of small sets, never an id or an argument; beyond a thousand operations the rest are counted together.
 *
 * <table>
 * <caption>Meters</caption>
 * <tr><th>name</th><th>kind</th><th>tags</th></tr>
 * <tr><td>{@code bracketwire.calls}</td><td>timer</td>
 *     <td>{@code connector}, {@code operation}, {@code outcome}, {@code source}: upstream, shared, cache, stale</td></tr>
 * <tr><td>{@code bracketwire.attempts}</td><td>timer</td>
 *     <td>{@code connector}, {@code operation}, {@code outcome}: the status, or what went wrong</td></tr>
 * <tr><td>{@code bracketwire.permit.wait}</td><td>timer</td><td>{@code connector}</td></tr>
 * <tr><td>{@code bracketwire.units}</td><td>counter</td><td>{@code connector}, {@code operation}, {@code unit}</td></tr>
 * <tr><td>{@code bracketwire.up}, {@code bracketwire.limit.left}, {@code bracketwire.breaker.open},
 *     {@code bracketwire.credential.left}, {@code bracketwire.budget.left}</td><td>gauge</td><td>{@code connector}</td></tr>
 * </table>
 */
public final class MicrometerBridge implements CallListener {
    private static final int OPERATIONS = 1_000;
    private static final String OTHER = "other";

    private final MeterRegistry registry;
    private final Map<Operation, Meters> operations = new ConcurrentHashMap<>();
    private final Map<String, Meters> others = new ConcurrentHashMap<>();
    private final Map<String, String> units = new ConcurrentHashMap<>();
    private final Map<Connector, List<Meter>> gauges = new ConcurrentHashMap<>();

    private final List<ConnectorGauge> readings;

    private MicrometerBridge(MeterRegistry registry, List<ConnectorGauge> readings) {
        this.registry = Objects.requireNonNull(registry, "registry");
        this.readings = readings;
    }

    /** Measures in this registry. */
    @SuppressWarnings("exports") // who has a registry requires its module
    public static MicrometerBridge to(MeterRegistry registry) {
        return new MicrometerBridge(registry, ConnectorGauge.ALL);
    }

    /** Measures in this registry, also what is left of the budgets that are watched there. */
    @SuppressWarnings("exports") // who has a registry requires its module
    public static MicrometerBridge to(MeterRegistry registry, Usage usage) {
        return new MicrometerBridge(registry, ConnectorGauge.with(usage));
    }

    @Override
    public Set<ChecklistItem> duties() {
        return Set.of(ChecklistItem.METRICS);
    }

    @Override
    public void opened(Connector connector) {
        units.put(connector.config().id(), connector.config().upstream().unit());
        Tags tags = Tags.of("connector", connector.config().id());
        gauges.put(
                connector,
                readings.stream()
                        .map(connectorGauge ->
                                (Meter) Gauge.builder(connectorGauge.meter(), connector, connectorGauge::of)
                                        .description(connectorGauge.description())
                                        .tags(tags)
                                        .register(registry))
                        .toList());
    }

    @Override
    public void closed(Connector connector) {
        gauges.getOrDefault(connector, List.of()).forEach(registry::remove);
        gauges.remove(connector);
    }

    @Override
    public void attempted(Attempt attempt) {
        meters(attempt.operation()).attempted(attempt);
    }

    @Override
    public void finished(Finished call) {
        meters(call.operation()).finished(call);
    }

    private Meters meters(Operation operation) {
        Meters known = operations.get(operation);
        if (known != null) {
            return known;
        }
        return operations.size() < OPERATIONS
                ? operations.computeIfAbsent(
                        operation, made -> new Meters(made.connector(), made.method() + " " + made.template()))
                : others.computeIfAbsent(operation.connector(), connector -> new Meters(connector, OTHER));
    }

    /** The meters of one operation, found by the few words that tell its outcomes apart. */
    private final class Meters {
        private final Tags tags;
        private final Timer waits;
        private final Counter used;
        private final Map<String, Timer> attempts = new ConcurrentHashMap<>();
        private final Map<String, Map<Source, Timer>> calls = new ConcurrentHashMap<>();

        Meters(String connector, String operation) {
            this.tags = Tags.of("connector", connector, "operation", operation);
            this.waits = Timer.builder("bracketwire.permit.wait")
                    .description("time attempts waited for a rate permit")
                    .tag("connector", connector)
                    .register(registry);
            this.used = Counter.builder("bracketwire.units")
                    .description("what the upstream counts, as each attempt uses it up")
                    .tags(tags.and(
                            "unit",
                            units.getOrDefault(connector, Upstream.unknown().unit())))
                    .register(registry);
        }

        void attempted(Attempt attempt) {
            String outcome = attempt.outcome();
            Timer known = attempts.get(outcome);
            Timer timer = known == null ? attempts.computeIfAbsent(outcome, this::attempts) : known;
            timer.record(attempt.took());
            waits.record(attempt.waited());
            if (attempt.sent()) {
                used.increment(attempt.operation().weight());
            }
        }

        private Timer attempts(String outcome) {
            return Timer.builder("bracketwire.attempts")
                    .description("attempts, without the wait for a permit")
                    .tags(tags.and("outcome", outcome))
                    .register(registry);
        }

        void finished(Finished call) {
            Map<Source, Timer> known = calls.get(call.outcome());
            Map<Source, Timer> ofOutcome =
                    known == null ? calls.computeIfAbsent(call.outcome(), outcome -> new ConcurrentHashMap<>()) : known;
            Timer timer = ofOutcome.get(call.source());
            if (timer == null) {
                timer = ofOutcome.computeIfAbsent(call.source(), source -> calls(call.outcome(), source));
            }
            timer.record(call.took());
        }

        private Timer calls(String outcome, Source source) {
            return Timer.builder("bracketwire.calls")
                    .description("calls, with all their attempts and waits")
                    .tags(tags.and("outcome", outcome, "source", source.name().toLowerCase(Locale.ROOT)))
                    .register(registry);
        }
    }
}
