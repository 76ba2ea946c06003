// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.supervisor.internal.os;

import java.util.Collection;
import java.util.Optional;
import java.util.Set;

/** Tells which processes listen on a TCP port. */
public interface PortTable {
    /**
     * Looks for listeners.
     *
     * @param likely processes to look at first; if all listeners are among them, nobody else is looked at
     */
    Listeners listeners(int port, Collection<Long> likely);

    /** Whether anybody listens on a port, as seen a moment ago. */
    default boolean any(int port) {
        return listeners(port, Set.of()).any();
    }

    /** What can be looked at again cheaply while these processes hold a port alone; empty if they do not, or it cannot. */
    default Optional<SocketHolders> hold(int port, Collection<Long> pids) {
        return Optional.empty();
    }

    /** Whether a port is held as it was, and by nobody else; that another has joined may be seen five minutes late. */
    default boolean holds(int port, SocketHolders socketHolders) {
        return false;
    }

    /**
     * Who listens on a port.
     *
     * @param any whether anybody does
     * @param pids who, as far as that may be seen
     */
    record Listeners(boolean any, Set<Long> pids) {}
}
