// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.connector;

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
