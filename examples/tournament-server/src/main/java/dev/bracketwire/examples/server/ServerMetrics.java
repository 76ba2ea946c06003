// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.examples.server;

import dev.bracketwire.examples.tournament.Answer;
import dev.bracketwire.examples.tournament.Ports.Service;
import dev.bracketwire.examples.tournament.Ports.ServicePort;
import dev.bracketwire.examples.tournament.TournamentApp;
import dev.bracketwire.telemetry.micrometer.MicrometerBridge;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.util.Locale;
import java.util.function.IntSupplier;
import org.jspecify.annotations.Nullable;

/** Measures the server, and writes the values in the format of Prometheus. */
final class ServerMetrics implements AutoCloseable {
    private final PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    private final MicrometerBridge bridge = MicrometerBridge.to(registry);

    /** Returns the listener that measures the calls of connectors. */
    MicrometerBridge bridge() {
        return bridge;
    }

    /** Counts an answer. */
    void count(String command, Answer answer) {
        String outcome = answer.getClass().getSimpleName().toLowerCase(Locale.ROOT);
        String reason = answer instanceof Answer.Refused refused
                ? refused.reason().name().toLowerCase(Locale.ROOT)
                : "none";
        registry.counter("tournament.commands", "command", command, "outcome", outcome, "reason", reason)
                .increment();
    }

    /** Shows the number of open event streams. */
    void streams(IntSupplier open) {
        Gauge.builder("tournament.event.streams", open::getAsInt)
                .description("Event streams that are open on this node")
                .register(registry);
    }

    /** Shows the messages that wait in the database, and the services that work. */
    void watch(TournamentApp app, @Nullable ServicePort services) {
        Gauge.builder("tournament.messages.waiting", () -> waiting(app))
                .description("Messages to people that wait to be sent")
                .register(registry);
        if (services != null) {
            Gauge.builder("tournament.services.ready", () -> ready(services))
                    .description("Services that work")
                    .register(registry);
        }
    }

    private static double waiting(TournamentApp app) {
        return app.read(state -> state.sql()
                        .find("SELECT COUNT(*) FROM ${messages} WHERE state = 'WAITING'", row -> row.getLong(1))
                        .orElse(0L))
                .get();
    }

    private static double ready(ServicePort services) {
        return services.list().get().stream().filter(Service::ready).count();
    }

    /** Returns all values. */
    String text() {
        return registry.scrape();
    }

    @Override
    public void close() {
        registry.close();
    }
}
