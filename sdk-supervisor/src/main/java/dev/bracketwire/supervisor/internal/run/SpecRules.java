// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.supervisor.internal.run;

import dev.bracketwire.ConfigurationException;
import dev.bracketwire.ConfigurationException.Problem;
import dev.bracketwire.supervisor.Lifetime;
import dev.bracketwire.supervisor.Probe;
import dev.bracketwire.supervisor.Probe.Check;
import dev.bracketwire.supervisor.ServiceSpec;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/** What makes no sense in the specs of services, all of it at once. */
final class SpecRules {
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,63}");

    private final List<Problem> problems = new ArrayList<>();
    private final Map<String, ServiceSpec> all = new LinkedHashMap<>();

    private SpecRules() {}

    /** Checks specs that are new, beside those there are. */
    static void check(Collection<ServiceSpec> fresh, Collection<ServiceSpec> others) {
        SpecRules rules = new SpecRules();
        others.forEach(spec -> rules.all.put(spec.name(), spec));
        Set<String> names = new HashSet<>();
        for (ServiceSpec spec : fresh) {
            if (!names.add(spec.name())) {
                rules.problem(spec, "", "is there twice");
            }
            rules.all.put(spec.name(), spec);
        }
        fresh.forEach(rules::one);
        rules.together();
        if (!rules.problems.isEmpty()) {
            throw new ConfigurationException(rules.problems);
        }
    }

    private void problem(ServiceSpec spec, String part, String rule) {
        problems.add(new Problem(spec.name() + (part.isEmpty() ? "" : "." + part), rule));
    }

    private void one(ServiceSpec spec) {
        if (!NAME.matcher(spec.name()).matches()) {
            problem(spec, "name", "must be up to 64 letters, digits, dots, hyphens and underscores");
        }
        if (spec.command().get(0).isBlank()) {
            problem(spec, "command", "must name a program");
        }
        if (spec.command().stream().anyMatch(word -> word.indexOf('\0') >= 0)) {
            problem(spec, "command", "must not hold a NUL");
        }
        Set<String> variables = new HashSet<>(spec.environment().keySet());
        variables.addAll(spec.secrets().keySet());
        for (String variable : variables) {
            if (variable.isEmpty() || variable.indexOf('=') >= 0 || variable.indexOf('\0') >= 0) {
                problem(spec, "environment", "must not hold a variable without a name, or with = in it");
            }
        }
        for (int port : spec.ports()) {
            if (port < 1 || port > 65_535) {
                problem(spec, "port", "must be between 1 and 65535, not " + port);
            }
        }
        for (String name : spec.after()) {
            if (!all.containsKey(name)) {
                problem(spec, "after", "names " + name + ", which is no service; there are " + all.keySet());
            }
        }
        positive(spec, "stopTimeout", spec.stopTimeout());
        positive(spec, "startTimeout", spec.startTimeout());
        spec.restart().problems().forEach(rule -> problem(spec, "restart", rule));
        spec.logs().problems().forEach(rule -> problem(spec, "logs", rule));
        if (spec.logs().pumped() && spec.lifetime() == Lifetime.INDEPENDENT) {
            problem(spec, "logs", "must not be pumped for a service that outlives the supervisor; choose Logs.file()");
        }
        if (!spec.startup().equals(spec.ready())) {
            spec.startup().ifPresent(probe -> probe(spec, "startup", probe));
        }
        spec.ready().ifPresent(probe -> probe(spec, "ready", probe));
        spec.live().ifPresent(probe -> probe(spec, "live", probe));
        if (spec.live().filter(probe -> probe.check() instanceof Check.LogLine).isPresent()) {
            problem(spec, "live", "must not be a log line, which is printed once");
        }
        if (spec.kind() == ServiceSpec.Kind.ONE_SHOT
                && (spec.startup().isPresent() || spec.live().isPresent())) {
            problem(spec, "ready", "must not be set for a task that runs once, nor a port: it is done when it exits");
        }
    }

    private void probe(ServiceSpec spec, String name, Probe probe) {
        probe.problems().forEach(rule -> problem(spec, name, rule));
        int port = probe.check() instanceof Check.Http http
                ? http.port()
                : probe.check() instanceof Check.Tcp tcp ? tcp.port() : -1;
        boolean needsOne = port == 0 || probe.check() instanceof Check.Listening;
        if (needsOne && spec.ports().isEmpty()) {
            problem(spec, name, "needs a port: set one with port(…), or name it in the probe");
        }
        if (port > 65_535 || port < -1) {
            problem(spec, name, "must have a port between 1 and 65535");
        }
    }

    private void positive(ServiceSpec spec, String part, Duration duration) {
        if (duration.isNegative() || duration.isZero()) {
            problem(spec, part, "must be positive");
        }
    }

    private void together() {
        DependencyGraph.cycle(all)
                .ifPresent(
                        way -> problems.add(new Problem("after", "goes in a circle: " + String.join(" after ", way))));
        Map<Integer, String> ports = new HashMap<>();
        for (ServiceSpec spec : all.values()) {
            for (int port : spec.ports()) {
                String other = ports.putIfAbsent(port, spec.name());
                if (other != null) {
                    problem(spec, "port", port + " is that of " + other + " too");
                }
            }
        }
    }
}
