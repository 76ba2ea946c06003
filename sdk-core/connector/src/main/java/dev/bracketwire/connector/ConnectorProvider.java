// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.connector;

/**
 * Brings a connector to every application that has its jar: {@link ConnectorRegistryBuilder#discover()} finds it by
 * {@link java.util.ServiceLoader}. Name the class in {@code META-INF/services/dev.bracketwire.connector.ConnectorProvider}
 * and, in a module, by {@code provides}.
 *
 * <pre>{@code
 * public final class ChestsProvider implements ConnectorProvider {
 *     public String id() {
 *         return "chests";
 *     }
 *
 *     public ConnectorConfig config() {
 *         return ConnectorConfig.builder(id(), URI.create("https://chests.example.org")).build();
 *     }
 * }
 * }</pre>
 */
public interface ConnectorProvider {
    /** The id of its connector. It is asked for while a registry is built, so it must need nothing. */
    String id();

    /**
     * The configuration of its connector, under the same id. It is asked for when the connector is first used, on the
     * thread that uses it; what it throws reaches that caller, and the next one asks again.
     */
    ConnectorConfig config();
}
