// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.benchmarks;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * The lines of a suite: one for each metric with a bound, and else one for each metric and peer, with the verdict where the
 * target speaks of that peer.
 */
final class Report {
    private static final String OURS = "ours";

    private Report() {}

    static List<String> lines(Suite suite, Figures figures) {
        List<String> lines = new ArrayList<>();
        for (String metric : figures.metrics()) {
            String start = "bench " + suite.name() + "/" + metric + ":";
            Optional<Figures.Figure> ours = figures.find(metric, OURS);
            Optional<Target> target = Optional.ofNullable(suite.targets().get(metric));
            if (target.isPresent() && target.get().peer() == null) {
                lines.add(start + " ours=" + text(ours) + beside(figures, metric)
                        + verdict(target.get(), ours, Optional.empty()));
                continue;
            }
            List<String> peers = peers(figures, metric, target);
            if (target.isEmpty() && peers.isEmpty()) {
                lines.add(start + " ours=" + text(ours) + " target=none");
            }
            for (String peer : peers) {
                Optional<Figures.Figure> theirs = figures.find(metric, peer);
                lines.add(start + " ours=" + text(ours) + " " + peer + "=" + text(theirs) + " ratio="
                        + ratio(ours, theirs)
                        + target.filter(bound -> peer.equals(bound.peer()))
                                .map(bound -> verdict(bound, ours, theirs))
                                .orElse(" target=none"));
            }
        }
        figures.absences().forEach((who, why) -> lines.add("bench " + suite.name() + ": " + who + "=absent, " + why));
        return lines;
    }

    /** Shows all peers of the suite in the line of a bound: also those that could not run, or do not offer this. */
    private static String beside(Figures figures, String metric) {
        Set<String> peers = new TreeSet<>();
        figures.metrics().forEach(each -> peers.addAll(figures.contenders(each)));
        peers.addAll(figures.absences().keySet());
        peers.remove(OURS);
        return peers.stream()
                .map(peer -> " " + peer + "=" + text(figures.find(metric, peer)))
                .collect(Collectors.joining());
    }

    /** With the peer that the target names, even if it could not run. */
    private static List<String> peers(Figures figures, String metric, Optional<Target> target) {
        var peers = figures.contenders(metric);
        peers.remove(OURS);
        target.map(Target::peer).ifPresent(peers::add);
        return List.copyOf(peers);
    }

    private static String verdict(Target target, Optional<Figures.Figure> ours, Optional<Figures.Figure> theirs) {
        String start = " target=" + target.text() + " ";
        if (ours.isEmpty() || (target.peer() != null && theirs.isEmpty())) {
            return start + "absent";
        }
        List<Double> mine = ours.get().values();
        List<Double> peers = theirs.map(Figures.Figure::values).orElse(List.of());
        // Round by round, since what else the machine did in a round met both alike.
        List<Double> excesses = new ArrayList<>();
        for (int round = 0; round < mine.size(); round++) {
            excesses.add(target.excess(mine.get(round), peers.isEmpty() ? 0 : peers.get(round % peers.size())));
        }
        return start + (new Figures.Figure("", excesses).median() > 0 ? "short" : "met");
    }

    private static String ratio(Optional<Figures.Figure> ours, Optional<Figures.Figure> theirs) {
        if (ours.isEmpty() || theirs.isEmpty()) {
            return "absent";
        }
        List<Double> mine = ours.get().values();
        List<Double> peers = theirs.get().values();
        Figures.Figure ratios = new Figures.Figure("", new ArrayList<>());
        for (int round = 0; round < Math.min(mine.size(), peers.size()); round++) {
            // Two that are both 0 are the same too.
            ratios.values().add(mine.get(round).equals(peers.get(round)) ? 1 : mine.get(round) / peers.get(round));
        }
        return ratios.toString();
    }

    private static String text(Optional<Figures.Figure> figure) {
        return figure.map(Figures.Figure::toString).orElse("absent");
    }
}
