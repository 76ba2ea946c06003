// SPDX-License-Identifier: Apache-2.0
/**
 * Traces and metrics of calls in OpenTelemetry, by
 * {@link dev.bracketwire.telemetry.opentelemetry.OpenTelemetryBridge}. It needs {@code io.opentelemetry:opentelemetry-api},
 * which an application brings itself; its module then requires {@code io.opentelemetry.api}.
 *
 * <pre>{@code
 * OpenTelemetryBridge telemetry = OpenTelemetryBridge.to(openTelemetry);
 * Connector api = Connector.create(config.listener(telemetry).build());
 * }</pre>
 */
@NullMarked
package dev.bracketwire.telemetry.opentelemetry;

import org.jspecify.annotations.NullMarked;
