// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.benchmarks;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** What was measured: for each metric and contender one value a round. */
public final class Figures {
    private final Map<String, Map<String, Figure>> byMetric = new TreeMap<>();
    private final Map<String, String> absences = new TreeMap<>();

    Figures() {}

    /** Notes a value. */
    public void add(String metric, String contender, double value, String unit) {
        byMetric.computeIfAbsent(metric, m -> new TreeMap<>())
                .computeIfAbsent(contender, c -> new Figure(unit, new ArrayList<>()))
                .values()
                .add(value);
    }

    /** Says why a contender has no values. */
    public void absent(String contender, String why) {
        absences.put(contender, why);
    }

    Map<String, String> absences() {
        return absences;
    }

    Set<String> metrics() {
        return byMetric.keySet();
    }

    Set<String> contenders(String metric) {
        return new TreeSet<>(byMetric.getOrDefault(metric, Map.of()).keySet());
    }

    Optional<Figure> find(String metric, String contender) {
        return Optional.ofNullable(byMetric.getOrDefault(metric, Map.of()).get(contender));
    }

    record Figure(String unit, List<Double> values) {
        double median() {
            List<Double> sorted = values.stream().sorted().toList();
            int middle = sorted.size() / 2;
            return sorted.size() % 2 == 1 ? sorted.get(middle) : (sorted.get(middle - 1) + sorted.get(middle)) / 2;
        }

        /** The median, and the lowest and the highest round. */
        @Override
        public String toString() {
            return String.format(
                    Locale.ROOT,
                    "%.2f[%.2f..%.2f]%s",
                    median(),
                    Collections.min(values),
                    Collections.max(values),
                    unit);
        }
    }
}
