// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.supervisor;

import java.util.List;
import java.util.stream.Collectors;

/**
 * Tells who listens on a TCP port of this machine.
 *
 * @param port the port
 * @param holder whose it is
 * @param owners the processes that listen, as far as they are to be seen
 */
public record PortState(int port, Holder holder, List<ProcessInfo> owners) {
    /** Keeps a list of its own. */
    public PortState {
        owners = List.copyOf(owners);
    }

    /** The kind of the owner of a port. */
    public enum Holder {
        /** No process listens. */
        FREE,
        /** The service it is asked for. */
        OURS,
        /** Somebody else, at least in part. */
        FOREIGN,
        /** Somebody listens, and this user may not see who. */
        UNKNOWN
    }

    /** One sentence, such as {@code port 8000 is held by pid 4711 (/usr/bin/python3 of ann)}. */
    @Override
    public String toString() {
        String who = owners.stream().map(ProcessInfo::toString).collect(Collectors.joining(", "));
        return "port " + port
                + switch (holder) {
                    case FREE -> " is free";
                    case OURS -> " is held by the service itself: " + who;
                    case FOREIGN -> " is held by " + who;
                    case UNKNOWN -> " is held by a process that this user may not see; ask as root: ss -ltnp";
                };
    }
}
