// SPDX-License-Identifier: Apache-2.0
package consumer;

import dev.bracketwire.TransportException;
import dev.bracketwire.connector.Connector;
import dev.bracketwire.connector.ConnectorConfig;
import dev.bracketwire.connector.RetryPolicy;
import dev.bracketwire.telemetry.micrometer.MicrometerBridge;
import dev.bracketwire.telemetry.opentelemetry.OpenTelemetryBridge;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.opentelemetry.api.OpenTelemetry;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;

final class Main {
    private Main() {}

    public static void main(String[] args) throws IOException {
        URI closed;
        try (ServerSocket gone = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            closed = URI.create("http://127.0.0.1:" + gone.getLocalPort());
        }
        SimpleMeterRegistry meters = new SimpleMeterRegistry();
        ConnectorConfig config = ConnectorConfig.builder("closed", closed)
                .retry(RetryPolicy.never())
                .listener(MicrometerBridge.to(meters))
                .listener(OpenTelemetryBridge.to(OpenTelemetry.noop()))
                .build();
        try (Connector connector = Connector.create(config)) {
            connector.get("/x", Void.class).get();
        } catch (TransportException e) {
            var calls = meters.get("bracketwire.calls").timer();
            System.out.println(calls.getId().getTag("outcome") + " " + calls.count());
        }
    }
}
