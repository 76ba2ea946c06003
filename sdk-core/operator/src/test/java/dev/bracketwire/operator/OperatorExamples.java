// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.operator;

import dev.bracketwire.Secret;
import dev.bracketwire.connector.Connector;
import dev.bracketwire.connector.ConnectorConfig;
import dev.bracketwire.connector.ConnectorConfigBuilder;
import dev.bracketwire.connector.ConnectorRegistry;
import dev.bracketwire.connector.Request;
import dev.bracketwire.connector.Upstream;
import dev.bracketwire.connector.health.ChecklistItem;
import dev.bracketwire.connector.health.Diagnosis;
import dev.bracketwire.connector.health.Health;
import dev.bracketwire.telemetry.micrometer.MicrometerBridge;
import dev.bracketwire.telemetry.opentelemetry.OpenTelemetryBridge;
import io.micrometer.core.instrument.MeterRegistry;
import io.opentelemetry.api.OpenTelemetry;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;

/** The code of docs/operations.md and of the Javadoc it speaks of. It is compiled and never run. */
@SuppressWarnings("unused")
final class OperatorExamples {
    private static final Logger log = LoggerFactory.getLogger(OperatorExamples.class);

    private OperatorExamples() {}

    static void all(URI base) {
        Usage usage = Usage.builder()
                .budget("drive", 400_000_000)
                .keptIn(Path.of("usage.json"))
                .build();
        Alerts alerts = Alerts.builder()
                .rule(AlertRule.errors(0.2))
                .rule(AlertRule.budget(usage, 0.1))
                .to(alert -> log.warn("{}", alert))
                .build();
        AuditTrail audit = AuditTrail.open(Path.of("audit"), Secret.env("AUDIT_KEY"));
        ConnectorConfig config = ConnectorConfig.builder("drive", base)
                .listener(usage)
                .listener(alerts)
                .listener(audit)
                .build();
    }

    static void usage(ConnectorConfigBuilder config) {
        Usage usage = Usage.builder()
                .budget("drive", 400_000_000)
                .keptIn(Path.of("usage.json"))
                .build();
        Connector drive = Connector.create(config.listener(usage).build());
        usage.left("drive").ifPresent(left -> System.out.println(left + " quota units left today"));
    }

    static void alerts(ConnectorConfigBuilder config) {
        Alerts alerts = Alerts.builder()
                .rule(AlertRule.errors(0.2))
                .rule(AlertRule.down().lasting(Duration.ofMinutes(2)).critical())
                .quiet(LocalTime.of(23, 0), LocalTime.of(8, 0), ZoneId.of("Europe/Berlin"))
                .to(alert -> log.warn("{}", alert))
                .build();
        Connector api = Connector.create(config.listener(alerts).build());
    }

    static void rule() {
        AlertRule.errors(0.2)
                .over(Duration.ofMinutes(10))
                .only("drive", "riot-europe")
                .critical();
    }

    static void audit(ConnectorConfigBuilder config) {
        AuditTrail audit = AuditTrail.open(Path.of("audit"), Secret.env("AUDIT_KEY"));
        Connector api = Connector.create(config.listener(audit).build());
        audit.record("ann", "roster closed", "done");

        AuditCheck check = AuditTrail.verify(Path.of("audit"), Secret.env("AUDIT_KEY"));
        check.problems().forEach(System.out::println);
    }

    static void actor() {
        AuditTrail audit = AuditTrail.builder(Path.of("audit"), Secret.env("AUDIT_KEY"))
                .actor(() -> MDC.get("user"))
                .open();
    }

    static void micrometer(MeterRegistry registry, ConnectorConfigBuilder config) {
        MicrometerBridge metrics = MicrometerBridge.to(registry);
        Connector api = Connector.create(config.listener(metrics).build());
    }

    static void openTelemetry(OpenTelemetry openTelemetry, ConnectorConfigBuilder config) {
        OpenTelemetryBridge telemetry = OpenTelemetryBridge.to(openTelemetry);
        Connector api = Connector.create(config.listener(telemetry).build());
    }

    static void upstream() {
        Upstream drive = Upstream.unknown()
                .documentation(URI.create("https://drive.example.org/docs"))
                .unit("quota units")
                .scopes("files.read")
                .notice("Not endorsed by the makers of Drive.");
    }

    static void diagnosis(Connector api) {
        Diagnosis diagnosis = api.diagnose().get();
        diagnosis.cause().ifPresent(step -> System.out.println(step.found() + ". " + step.advice()));
    }

    static void checklist(ConnectorRegistry registry) {
        registry.checklist().open().forEach(System.out::println);
    }

    static void status(ConnectorRegistry registry) {
        List<Health> all = registry.health().get();
    }

    static void attested(URI base, Upstream upstream) {
        ConnectorConfig config = ConnectorConfig.builder("drive", base)
                .probe(Request.get("/about"))
                .upstream(upstream)
                .attest(ChecklistItem.SECURITY_REVIEW, "Ann Example", LocalDate.of(2026, 9, 1))
                .build();
    }
}
