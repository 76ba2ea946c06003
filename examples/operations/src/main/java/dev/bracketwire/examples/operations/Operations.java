// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.examples.operations;

import dev.bracketwire.CallException;
import dev.bracketwire.Secret;
import dev.bracketwire.connector.Auth;
import dev.bracketwire.connector.CallListener;
import dev.bracketwire.connector.ConnectorConfig;
import dev.bracketwire.connector.ConnectorConfigBuilder;
import dev.bracketwire.connector.ConnectorRegistry;
import dev.bracketwire.connector.Request;
import dev.bracketwire.connector.RetryPolicy;
import dev.bracketwire.connector.Upstream;
import dev.bracketwire.connector.health.ChecklistItem;
import dev.bracketwire.connector.limit.Limit;
import dev.bracketwire.operator.AlertRule;
import dev.bracketwire.operator.Alerts;
import dev.bracketwire.operator.AuditTrail;
import dev.bracketwire.operator.Usage;
import dev.bracketwire.telemetry.micrometer.MicrometerBridge;
import dev.bracketwire.testkit.Answer;
import dev.bracketwire.testkit.FakeUpstream;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Comparator;
import java.util.List;

/** Shows what an operator sees of one connector that works and three that do not. */
public final class Operations {
    private Operations() {}

    /** Makes some calls, and prints what became of them. */
    public static void main(String[] arguments) throws IOException {
        Path folder = Files.createTempDirectory("operations");
        SimpleMeterRegistry meters = new SimpleMeterRegistry();
        Usage usage = Usage.builder().budget("scores", 40).build();
        Secret key = Secret.of("a key for this example alone");
        try (FakeUpstream upstream = FakeUpstream.start();
                FakeUpstream untrusted = FakeUpstream.startTls();
                Alerts alerts = Alerts.builder()
                        .rule(AlertRule.errors(0.2).atLeast(5))
                        .rule(AlertRule.down().critical())
                        .rule(AlertRule.budget(usage, 0.5))
                        .to(alert ->
                                System.out.println("  " + alert.connector() + " " + alert.rule() + ": " + alert.text()))
                        .build();
                AuditTrail audit = AuditTrail.builder(folder.resolve("audit"), key)
                        .actor(() -> "ann@example.org")
                        .open();
                ConnectorRegistry registry = registry(
                        upstream.uri(), untrusted.uri(), List.of(MicrometerBridge.to(meters), usage, alerts, audit))) {
            upstream.on("GET", "/me").answers(Answer.json("{}"));
            upstream.on("GET", "/scores/{id}").answers(Answer.json("{}"));
            upstream.on("GET", "/private").answers(Answer.of(401));
            for (int i = 0; i < 6; i++) {
                for (String id : registry.ids()) {
                    call(registry, id, i);
                }
            }
            System.out.println("Alerts");
            alerts.check();

            System.out.println("\nMetrics");
            meters.find("bracketwire.calls").timers().stream()
                    .map(Operations::line)
                    .sorted()
                    .forEach(System.out::println);

            System.out.println("\nUsage\n  scores: " + usage.today("scores") + " points today, "
                    + usage.left("scores").orElseThrow() + " left");

            System.out.println("\nThree that do not work");
            for (String id : List.of("closed", "refused", "untrusted")) {
                System.out.println(registry.connector(id).diagnose().get());
            }

            System.out.println("\nWhat is missing");
            registry.checklist().open().stream()
                    .filter(entry -> entry.connector().equals("scores"))
                    .forEach(entry -> System.out.println("  " + entry));

            audit.seal();
            System.out.println("\nAudit trail\n  " + AuditTrail.verify(folder.resolve("audit"), key));
        } finally {
            delete(folder);
        }
    }

    private static void call(ConnectorRegistry registry, String id, int number) {
        Request request = id.equals("refused")
                ? Request.get("/private")
                : Request.get("/scores/{id}", number).weight(5);
        try {
            registry.connector(id).call(request, Void.class).get();
        } catch (CallException e) {
            // Alerts and metrics have heard of it, which is the point of this example.
            System.out.println(id + " failed: " + e.getClass().getSimpleName());
        }
    }

    private static ConnectorRegistry registry(URI working, URI untrusted, List<CallListener> listeners)
            throws IOException {
        URI closed;
        try (ServerSocket gone = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            closed = URI.create("http://127.0.0.1:" + gone.getLocalPort());
        }
        return ConnectorRegistry.builder()
                .add(heard("scores", working, listeners)
                        .limit(Limit.of(100, Duration.ofSeconds(1)))
                        .probe(Request.get("/me"))
                        .upstream(Upstream.unknown()
                                .unit("points")
                                .documentation(URI.create("https://scores.example.org/docs")))
                        .attest(
                                ChecklistItem.BACKUP,
                                "Ann",
                                LocalDate.now(ZoneOffset.UTC).minusDays(40))
                        .build())
                .add(heard("closed", closed, listeners).build())
                .add(heard("refused", working, listeners)
                        .auth(Auth.bearer(Secret.of("an old token")))
                        .probe(Request.get("/private"))
                        .build())
                .add(heard("untrusted", untrusted, listeners).build())
                .build();
    }

    private static ConnectorConfigBuilder heard(String id, URI base, List<CallListener> listeners) {
        ConnectorConfigBuilder config = ConnectorConfig.builder(id, base).retry(RetryPolicy.never());
        listeners.forEach(config::listener);
        return config;
    }

    private static String line(Timer timer) {
        return "  %s %s %s: %d"
                .formatted(
                        timer.getId().getTag("connector"),
                        timer.getId().getTag("operation"),
                        timer.getId().getTag("outcome"),
                        timer.count());
    }

    private static void delete(Path folder) throws IOException {
        try (var files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}
