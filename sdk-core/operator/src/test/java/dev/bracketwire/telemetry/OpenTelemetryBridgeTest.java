// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bracketwire.connector.CallListener;
import dev.bracketwire.connector.health.ChecklistItem;
import dev.bracketwire.operator.Usage;
import dev.bracketwire.telemetry.opentelemetry.OpenTelemetryBridge;
import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.context.Scope;
import io.opentelemetry.sdk.OpenTelemetrySdk;
import io.opentelemetry.sdk.metrics.SdkMeterProvider;
import io.opentelemetry.sdk.metrics.data.MetricData;
import io.opentelemetry.sdk.testing.exporter.InMemoryMetricReader;
import io.opentelemetry.sdk.testing.exporter.InMemorySpanExporter;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.SimpleSpanProcessor;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class OpenTelemetryBridgeTest {
    private final InMemorySpanExporter spans = InMemorySpanExporter.create();
    private final InMemoryMetricReader metrics = InMemoryMetricReader.create();
    private final OpenTelemetrySdk telemetry = OpenTelemetrySdk.builder()
            .setTracerProvider(SdkTracerProvider.builder()
                    .addSpanProcessor(SimpleSpanProcessor.create(spans))
                    .build())
            .setMeterProvider(
                    SdkMeterProvider.builder().registerMetricReader(metrics).build())
            .build();
    private final OpenTelemetryBridge bridge = OpenTelemetryBridge.to(telemetry);

    @Test
    void calls_areSpansBelowTheCurrentOneAndAttemptsBelowThem() {
        Span request = telemetry.getTracer("test").spanBuilder("request").startSpan();
        try (Scope scope = request.makeCurrent()) {
            assertThat(scope).isNotNull();
            Calls.make(bridge, api -> {});
        }
        request.end();
        List<SpanData> calls = spans.getFinishedSpanItems().stream()
                .filter(span ->
                        span.getKind() == SpanKind.INTERNAL && !span.getName().equals("request"))
                .toList();
        List<SpanData> attempts = spans.getFinishedSpanItems().stream()
                .filter(span -> span.getKind() == SpanKind.CLIENT)
                .toList();
        assertThat(calls)
                .extracting(SpanData::getName)
                .containsExactly("GET /players/{id}", "GET /players/{id}", "GET /none");
        assertThat(calls)
                .extracting(SpanData::getParentSpanId)
                .containsOnly(request.getSpanContext().getSpanId());
        assertThat(calls)
                .extracting(span -> text(span, "bracketwire.source"))
                .containsExactly("shared", "cache", "upstream");
        assertThat(calls.get(2).getStatus().getStatusCode()).isEqualTo(StatusCode.ERROR);
        assertThat(attempts)
                .extracting(SpanData::getParentSpanId)
                .containsExactly(
                        calls.get(0).getSpanId(),
                        calls.get(0).getSpanId(),
                        calls.get(2).getSpanId());
        assertThat(attempts)
                .extracting(span -> span.getAttributes().get(AttributeKey.longKey("http.response.status_code")))
                .containsExactly(503L, 200L, 404L);
        assertThat(attempts)
                .extracting(span -> span.getAttributes().get(AttributeKey.longKey("http.request.resend_count")))
                .containsExactly(null, 1L, null);
        assertThat(attempts).extracting(span -> text(span, "error.type")).containsExactly("503", null, "404");
        assertThat(spans.getFinishedSpanItems().toString()).doesNotContain(Calls.ID);
    }

    @Test
    void metrics_areRecorded() {
        Calls.make(bridge, api -> {
            Map<String, MetricData> all = metrics.collectAllMetrics().stream()
                    .collect(Collectors.toMap(MetricData::getName, Function.identity()));
            assertThat(all)
                    .containsOnlyKeys(
                            "bracketwire.call.duration",
                            "http.client.request.duration",
                            "bracketwire.permit.wait",
                            "bracketwire.units",
                            "bracketwire.up",
                            "bracketwire.limit.left",
                            "bracketwire.breaker.open");
            assertThat(all.get("bracketwire.call.duration").getHistogramData().getPoints())
                    .hasSize(3);
            assertThat(all.get("bracketwire.units").getLongSumData().getPoints())
                    .extracting(point -> point.getValue())
                    .containsExactlyInAnyOrder(10L, 1L);
            assertThat(all.get("bracketwire.limit.left").getDoubleGaugeData().getPoints())
                    .extracting(point -> point.getValue())
                    .containsExactly(89.0);
            assertThat(all.toString()).doesNotContain(Calls.ID);
        });
        assertThat(metrics.collectAllMetrics()).extracting(MetricData::getName).doesNotContain("bracketwire.up");
        assertThat(bridge.duties()).containsExactly(ChecklistItem.METRICS);
    }

    @Test
    void budgets_thatAreWatched_areMeasured() {
        Usage usage = Usage.builder().budget("chests", 100).build();
        Calls.make(
                OpenTelemetryBridge.to(telemetry, usage),
                api -> assertThat(metrics.collectAllMetrics())
                        .filteredOn(metric -> metric.getName().equals("bracketwire.budget.left"))
                        .hasSize(1));
    }

    @Test
    void operations_beyondTheLimit_areCountedTogether() {
        for (int i = 0; i < 1_500; i++) {
            bridge.finished(new CallListener.Finished(
                    new CallListener.Operation("chests", "GET", "h", "/players/" + i, 1),
                    200,
                    null,
                    1,
                    Duration.ofMillis(3),
                    CallListener.Source.UPSTREAM));
        }
        assertThat(metrics.collectAllMetrics()
                        .iterator()
                        .next()
                        .getHistogramData()
                        .getPoints())
                .hasSize(1_001)
                .anyMatch(point -> "_OTHER".equals(point.getAttributes().get(AttributeKey.stringKey("url.template"))));
    }

    @Test
    void noTelemetry_changesNothing() {
        Calls.make(OpenTelemetryBridge.to(OpenTelemetry.noop()), api -> {});
        assertThat(spans.getFinishedSpanItems()).isEmpty();
    }

    private static String text(SpanData span, String key) {
        return span.getAttributes().get(AttributeKey.stringKey(key));
    }
}
