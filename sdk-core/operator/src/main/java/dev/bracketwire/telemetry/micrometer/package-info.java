// SPDX-License-Identifier: Apache-2.0
/**
 * Metrics of calls in Micrometer, by {@link dev.bracketwire.telemetry.micrometer.MicrometerBridge}. It needs
 * {@code io.micrometer:micrometer-core}, which an application brings itself; its module then requires
 * {@code micrometer.core}.
 *
 * <pre>{@code
 * MicrometerBridge metrics = MicrometerBridge.to(registry);
 * Connector api = Connector.create(config.listener(metrics).build());
 * }</pre>
 */
@NullMarked
package dev.bracketwire.telemetry.micrometer;

import org.jspecify.annotations.NullMarked;
