// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.benchmarks;

import dev.bracketwire.Secret;
import dev.bracketwire.connector.CallListener;
import dev.bracketwire.connector.Connector;
import dev.bracketwire.connector.ConnectorConfig;
import dev.bracketwire.connector.ConnectorConfigBuilder;
import dev.bracketwire.operator.AlertRule;
import dev.bracketwire.operator.Alerts;
import dev.bracketwire.operator.AuditTrail;
import dev.bracketwire.operator.Usage;
import dev.bracketwire.telemetry.micrometer.MicrometerBridge;
import dev.bracketwire.telemetry.opentelemetry.OpenTelemetryBridge;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.opentelemetry.sdk.OpenTelemetrySdk;
import io.opentelemetry.sdk.metrics.SdkMeterProvider;
import io.opentelemetry.sdk.testing.exporter.InMemoryMetricReader;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.samplers.Sampler;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import okhttp3.HttpUrl;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/**
 * The call without a socket, heard by all listeners there are: metrics in Micrometer and OpenTelemetry, traces that are
 * not sampled, usage, alerts, and an audit trail on a disk.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
public class CallsHeard {
    private final List<AutoCloseable> open = new ArrayList<>();
    private @Nullable Path folder;
    private @Nullable Calls heard;
    private @Nullable Calls unheard;

    /** Begins to listen. */
    @Setup
    public void open() throws IOException {
        HttpUrl base = HttpUrl.get("http://localhost/");
        Path trail = Files.createTempDirectory("bench-audit");
        folder = trail;
        Usage usage = Usage.builder().budget("bench", 1L << 40).build();
        List<CallListener> listeners = List.of(
                MicrometerBridge.to(new SimpleMeterRegistry()),
                OpenTelemetryBridge.to(OpenTelemetrySdk.builder()
                        .setTracerProvider(SdkTracerProvider.builder()
                                .setSampler(Sampler.alwaysOff())
                                .build())
                        .setMeterProvider(SdkMeterProvider.builder()
                                .registerMetricReader(InMemoryMetricReader.create())
                                .build())
                        .build()),
                usage,
                kept(Alerts.builder()
                        .rule(AlertRule.errors(0.2))
                        .rule(AlertRule.latency(Duration.ofSeconds(2)))
                        .rule(AlertRule.budget(usage, 0.1))
                        .to(alert -> {
                            throw new IllegalStateException("nothing should go wrong here: " + alert);
                        })
                        .build()),
                kept(AuditTrail.builder(trail, Secret.of("a key for measurements"))
                        .actor(() -> "ann")
                        .keep(2)
                        .open()));
        unheard = new Calls(InMemory.client(), base);
        heard = new Calls(InMemory.client(), base, config -> all(config, listeners));
        // The engine that is measured has no connector of its own to be opened.
        Connector twin = kept(Connector.create(
                ConnectorConfig.builder("bench", URI.create("http://localhost")).build()));
        listeners.forEach(listener -> listener.opened(twin));
    }

    private <T extends AutoCloseable> T kept(T one) {
        open.add(one);
        return one;
    }

    private static ConnectorConfigBuilder all(ConnectorConfigBuilder config, List<CallListener> listeners) {
        listeners.forEach(config::listener);
        return config;
    }

    /** Ours, with all listeners. */
    @Benchmark
    public Player ours() {
        return Objects.requireNonNull(heard).ours();
    }

    /** Ours, without any. */
    @Benchmark
    public Player unheard() {
        return Objects.requireNonNull(unheard).ours();
    }

    /** Ends what listens. */
    @TearDown
    public void close() throws Exception {
        for (AutoCloseable one : open) {
            one.close();
        }
        try (var files = Files.list(Objects.requireNonNull(folder))) {
            for (Path file : files.toList()) {
                Files.delete(file);
            }
        }
        Files.delete(Objects.requireNonNull(folder));
    }
}
