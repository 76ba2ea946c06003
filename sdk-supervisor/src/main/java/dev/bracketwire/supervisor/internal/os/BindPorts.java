// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.supervisor.internal.os;

import java.io.IOException;
import java.net.ServerSocket;
import java.util.Collection;
import java.util.Set;

/** Tells whether a port is taken by trying to take it; by whom remains unknown. */
public final class BindPorts implements PortTable {
    @Override
    public Listeners listeners(int port, Collection<Long> likely) {
        try (ServerSocket socket = new ServerSocket(port)) {
            return new Listeners(socket.getLocalPort() != port, Set.of());
        } catch (IOException e) {
            return new Listeners(true, Set.of());
        }
    }
}
