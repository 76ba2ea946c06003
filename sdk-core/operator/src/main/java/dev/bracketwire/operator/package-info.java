// SPDX-License-Identifier: Apache-2.0
/**
 * What those who operate connectors need: {@link dev.bracketwire.operator.Alerts} when something goes wrong,
 * {@link dev.bracketwire.operator.Usage} of what upstreams count, and an {@link dev.bracketwire.operator.AuditTrail} of who
 * called what. Each is a listener of any number of connectors.
 *
 * <pre>{@code
 * Usage usage = Usage.builder().budget("drive", 400_000_000).keptIn(Path.of("usage.json")).build();
 * Alerts alerts = Alerts.builder()
 *         .rule(AlertRule.errors(0.2))
 *         .rule(AlertRule.budget(usage, 0.1))
 *         .to(alert -> log.warn("{}", alert))
 *         .build();
 * AuditTrail audit = AuditTrail.open(Path.of("audit"), Secret.env("AUDIT_KEY"));
 * ConnectorConfig config = ConnectorConfig.builder("drive", base)
 *         .listener(usage)
 *         .listener(alerts)
 *         .listener(audit)
 *         .build();
 * }</pre>
 *
 * <p>Nothing is sent from here: what an alert does is up to whom it is handed. Metrics and traces go to Micrometer or
 * OpenTelemetry by the packages {@code dev.bracketwire.telemetry}.
 */
@NullMarked
package dev.bracketwire.operator;

import org.jspecify.annotations.NullMarked;
