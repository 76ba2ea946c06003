// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.supervisor.internal.os;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/**
 * The descriptors by which processes hold a listening socket, and its name. To read one link again costs nothing.
 */
public record SocketHolders(Map<Path, String> descriptors) {
    /** Keeps a map of its own. */
    public SocketHolders {
        descriptors = Map.copyOf(descriptors);
    }

    /** Whether it is held as it was. */
    public boolean still() {
        return descriptors.entrySet().stream().allMatch(entry -> {
            try {
                return Files.readSymbolicLink(entry.getKey()).toString().equals(entry.getValue());
            } catch (IOException e) {
                return false; // closed, or the process has ended
            }
        });
    }
}
