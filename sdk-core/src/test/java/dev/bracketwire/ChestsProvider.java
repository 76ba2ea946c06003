// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire;

import dev.bracketwire.connector.ConnectorConfig;
import dev.bracketwire.connector.ConnectorProvider;
import java.net.URI;

/** The example of {@link ConnectorProvider}. */
@SuppressWarnings("missing-explicit-ctor")
public final class ChestsProvider implements ConnectorProvider {
    @Override
    public String id() {
        return "chests";
    }

    @Override
    public ConnectorConfig config() {
        return ConnectorConfig.builder(id(), URI.create("https://chests.example.org"))
                .build();
    }
}
