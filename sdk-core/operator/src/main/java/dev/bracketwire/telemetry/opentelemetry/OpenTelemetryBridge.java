// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.telemetry.opentelemetry;

import dev.bracketwire.connector.CallListener;
import dev.bracketwire.connector.Connector;
import dev.bracketwire.connector.health.ChecklistItem;
import dev.bracketwire.operator.Usage;
import dev.bracketwire.operator.internal.ConnectorGauge;
import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.metrics.DoubleHistogram;
import io.opentelemetry.api.metrics.LongCounter;
import io.opentelemetry.api.metrics.Meter;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.Tracer;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Traces calls in OpenTelemetry and measures them there, with the attributes of its conventions for HTTP. A call is a span
 * below the one that is current where it is run or started, and each attempt is a client span below that. Attributes are the
 * connector's id, method, host, path template and words of small sets, never an id or an argument.
 *
 * <table>
 * <caption>Metrics</caption>
 * <tr><th>name</th><th>kind</th><th>attributes</th></tr>
 * <tr><td>{@code bracketwire.call.duration}, s</td><td>histogram</td>
 *     <td>{@code bracketwire.connector}, {@code http.request.method}, {@code url.template}, {@code bracketwire.outcome},
 *     {@code bracketwire.source}</td></tr>
 * <tr><td>{@code http.client.request.duration}, s</td><td>histogram</td>
 *     <td>{@code bracketwire.connector}, {@code http.request.method}, {@code url.template}, {@code server.address},
 *     {@code http.response.status_code}, {@code error.type}</td></tr>
 * <tr><td>{@code bracketwire.permit.wait}, s</td><td>histogram</td><td>{@code bracketwire.connector}</td></tr>
 * <tr><td>{@code bracketwire.units}</td><td>counter</td>
 *     <td>{@code bracketwire.connector}, {@code http.request.method}, {@code url.template}</td></tr>
 * <tr><td>{@code bracketwire.up}, {@code bracketwire.limit.left}, {@code bracketwire.breaker.open},
 *     {@code bracketwire.credential.left}, {@code bracketwire.budget.left}</td><td>gauge</td><td>{@code bracketwire.connector}</td></tr>
 * </table>
 *
 * <p>Nothing is added to what the upstream receives: traces end where the application does.
 */
public final class OpenTelemetryBridge implements CallListener {
    private static final String SCOPE = "dev.bracketwire";
    private static final int OPERATIONS = 1_000;

    private final Tracer tracer;
    private final DoubleHistogram calls;
    private final DoubleHistogram attempts;
    private final DoubleHistogram waits;
    private final LongCounter units;
    private final Set<Connector> open = ConcurrentHashMap.newKeySet();
    private final Map<Operation, OperationAttributes> described = new ConcurrentHashMap<>();

    private OpenTelemetryBridge(OpenTelemetry telemetry, List<ConnectorGauge> readings) {
        this.tracer = telemetry.getTracer(SCOPE);
        Meter meter = telemetry.getMeter(SCOPE);
        this.calls = histogram(meter, "bracketwire.call.duration", "calls, with all their attempts and waits");
        this.attempts = histogram(meter, "http.client.request.duration", "attempts, without the wait for a permit");
        this.waits = histogram(meter, "bracketwire.permit.wait", "time attempts waited for a rate permit");
        this.units = meter.counterBuilder("bracketwire.units")
                .setDescription("what the upstream counts, as each attempt uses it up")
                .build();
        for (ConnectorGauge connectorGauge : readings) {
            meter.gaugeBuilder(connectorGauge.meter())
                    .setDescription(connectorGauge.description())
                    .buildWithCallback(measurement -> open.forEach(connector -> {
                        double value = connectorGauge.of(connector);
                        if (!Double.isNaN(value)) {
                            measurement.record(
                                    value,
                                    Attributes.of(
                                            AttributeKeys.CONNECTOR,
                                            connector.config().id()));
                        }
                    }));
        }
    }

    private static DoubleHistogram histogram(Meter meter, String name, String description) {
        return meter.histogramBuilder(name)
                .setUnit("s")
                .setDescription(description)
                .build();
    }

    /** Traces and measures there. */
    @SuppressWarnings("exports") // who has a telemetry requires its module
    public static OpenTelemetryBridge to(OpenTelemetry telemetry) {
        return new OpenTelemetryBridge(telemetry, ConnectorGauge.ALL);
    }

    /** Traces and measures there, also what is left of the budgets that are watched. */
    @SuppressWarnings("exports") // who has a telemetry requires its module
    public static OpenTelemetryBridge to(OpenTelemetry telemetry, Usage usage) {
        return new OpenTelemetryBridge(telemetry, ConnectorGauge.with(usage));
    }

    @Override
    public Set<ChecklistItem> duties() {
        return Set.of(ChecklistItem.METRICS);
    }

    @Override
    public void opened(Connector connector) {
        open.add(connector);
    }

    @Override
    public void closed(Connector connector) {
        open.remove(connector);
    }

    @Override
    public CallListener begun(Operation operation) {
        Span span = tracer.spanBuilder(described(operation).name())
                .setSpanKind(SpanKind.INTERNAL)
                .startSpan();
        return span.isRecording() ? new TracedCall(this, tracer, span) : this;
    }

    @Override
    public void attempted(Attempt attempt) {
        OperationAttributes operation = described(attempt.operation());
        attempts.record(seconds(attempt.took()), operation.attempted(attempt));
        waits.record(seconds(attempt.waited()), operation.ofConnector());
        if (attempt.sent()) {
            units.add(attempt.operation().weight(), operation.ofOperation());
        }
    }

    @Override
    public void finished(Finished call) {
        calls.record(seconds(call.took()), described(call.operation()).finished(call));
    }

    OperationAttributes described(Operation operation) {
        OperationAttributes known = described.get(operation);
        if (known != null) {
            return known;
        }
        return described.size() < OPERATIONS
                ? described.computeIfAbsent(operation, OperationAttributes::of)
                : OperationAttributes.other(operation);
    }

    private static double seconds(Duration duration) {
        return duration.toNanos() / 1e9;
    }
}
