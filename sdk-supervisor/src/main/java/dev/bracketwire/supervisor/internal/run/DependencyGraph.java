// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.supervisor.internal.run;

import dev.bracketwire.supervisor.ServiceSpec;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Orders services by their dependencies. */
public final class DependencyGraph {
    private DependencyGraph() {}

    /** Adds a service and all it comes after, those first. There must be no cycle. */
    static void closure(String name, Map<String, ServiceSpec> specs, Set<String> into) {
        ServiceSpec spec = specs.get(name);
        if (spec == null || into.contains(name)) {
            return;
        }
        spec.after().forEach(before -> closure(before, specs, into));
        into.add(name);
    }

    /** A way from a service back to itself, such as {@code [a, b, a]}; empty if there is none anywhere. */
    public static Optional<List<String>> cycle(Map<String, ServiceSpec> specs) {
        Set<String> cleared = new HashSet<>();
        for (String name : specs.keySet()) {
            Optional<List<String>> cycle = cycle(name, specs, new ArrayList<>(), cleared);
            if (cycle.isPresent()) {
                return cycle;
            }
        }
        return Optional.empty();
    }

    private static Optional<List<String>> cycle(
            String name, Map<String, ServiceSpec> specs, List<String> way, Set<String> cleared) {
        int seen = way.indexOf(name);
        if (seen >= 0) {
            List<String> cycle = new ArrayList<>(way.subList(seen, way.size()));
            cycle.add(name);
            return Optional.of(cycle);
        }
        ServiceSpec spec = specs.get(name);
        if (spec == null || cleared.contains(name)) {
            return Optional.empty();
        }
        way.add(name);
        for (String before : spec.after()) {
            Optional<List<String>> cycle = cycle(before, specs, way, cleared);
            if (cycle.isPresent()) {
                return cycle;
            }
        }
        way.remove(way.size() - 1);
        cleared.add(name);
        return Optional.empty();
    }
}
