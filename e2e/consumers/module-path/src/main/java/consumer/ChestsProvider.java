// SPDX-License-Identifier: Apache-2.0
package consumer;

import dev.bracketwire.connector.ConnectorConfig;
import dev.bracketwire.connector.ConnectorProvider;
import java.net.URI;

/** Is found by the service loader. */
public final class ChestsProvider implements ConnectorProvider {
    @Override
    public String id() {
        return "chests";
    }

    @Override
    public ConnectorConfig config() {
        return ConnectorConfig.builder(id(), URI.create("http://127.0.0.1:1")).build();
    }
}
