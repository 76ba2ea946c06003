// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.benchmarks.supervisor;

import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** Those that there are, by their names. */
final class Contenders {
    private static final Map<String, Function<Path, Contender>> ALL = Map.of(
            "ours", folder -> new Ours(folder, false),
            "pumped", folder -> new Ours(folder, true),
            "ours_daemon", OursDaemon::new,
            "supervisord", Supervisord::new,
            "pm2", Pm2::new,
            "runit", Runit::new,
            "s6", S6::new,
            "ztexec", ZtExec::new,
            "nuprocess", NuProcesses::new);

    private static final Map<String, String> PROGRAMS =
            Map.of("supervisord", "supervisord", "pm2", "pm2", "runit", "runsvdir", "s6", "s6-svscan");

    private Contenders() {}

    static Contender of(String name, Path folder) {
        return Optional.ofNullable(ALL.get(name)).orElseThrow().apply(folder);
    }

    /** Why it cannot take part; empty if it can. */
    static Optional<String> absence(String name) {
        String program = PROGRAMS.get(name);
        return program == null || Shell.has(program)
                ? Optional.empty()
                : Optional.of("there is no " + program + " in PATH, and it could not be installed");
    }
}
