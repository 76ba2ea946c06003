// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.supervisor;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Tells what stopping came to: for each service whether nothing of it is left, or who is and why.
 *
 * @param services the services in the order in which they ended
 */
public record StopReport(List<Stopped> services) {
    /** Keeps a list of its own. */
    public StopReport {
        services = List.copyOf(services);
    }

    /** Whether nothing is left of any of them, and their ports are free. */
    public boolean clean() {
        return services.stream().allMatch(Stopped::clean);
    }

    /** All processes that are left. */
    public List<ProcessInfo> survivors() {
        return services.stream()
                .flatMap(service -> service.survivors().stream())
                .toList();
    }

    @Override
    public String toString() {
        return services.stream().map(Stopped::toString).collect(Collectors.joining("\n"));
    }

    /**
     * What became of one service.
     *
     * @param service its name
     * @param survivors the processes of it that are left, each with the reason; empty if it is gone
     * @param ports its ports on which somebody still listens
     * @param killed how many processes did not end when asked, and were killed
     * @param took how long it took
     */
    public record Stopped(
            String service, List<ProcessInfo> survivors, List<PortState> ports, int killed, Duration took) {
        /** Keeps lists of its own. */
        public Stopped {
            survivors = List.copyOf(survivors);
            ports = List.copyOf(ports);
        }

        /** Whether nothing is left of it, and its ports are free. */
        public boolean clean() {
            return survivors.isEmpty() && ports.isEmpty();
        }

        @Override
        public String toString() {
            List<String> parts = new ArrayList<>();
            parts.add(service + (survivors.isEmpty() ? " stopped after " : " NOT stopped within ") + took.toMillis()
                    + " ms" + (killed == 0 ? "" : ", " + killed + " killed"));
            survivors.forEach(survivor -> parts.add("left: " + survivor));
            ports.forEach(port -> parts.add(port.toString()));
            return String.join("; ", parts);
        }
    }
}
