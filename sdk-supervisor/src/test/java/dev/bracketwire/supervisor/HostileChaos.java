// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.supervisor;

import dev.bracketwire.chaos.ChaosRun;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Trees that fork while they are ended: each process has a successor in a session of its own before it leaves. */
class HostileChaos {
    @TempDir
    Path folder;

    /** A survivor is a process of a stopped service. */
    @Test
    void stop_forkBombs_areEnded() throws Exception {
        Path hydra = Files.writeString(folder.resolve("hydra"), """
                trap '' TERM INT HUP
                setsid sh "$0" "$1" &
                sleep 0.0"$((($$ % 5) + 2))"
                """);
        Path guardian = Files.writeString(folder.resolve("guardian"), """
                trap '' TERM INT HUP
                while :; do setsid sleep "$1"; done
                """);
        ChaosRun.run("supervisor/hostile", 20, run -> {
            try (Supervisor supervisor = Supervisor.open(folder.resolve("state"))) {
                String ladder = Ladder.of(supervisor);
                run.each(1, (round, random) -> {
                    play(run, supervisor, round, line(random, hydra, guardian));
                    run.count("storms-" + ladder);
                });
            }
        });
    }

    private static String line(Random random, Path hydra, Path guardian) {
        StringBuilder line = new StringBuilder("trap '' TERM; ");
        for (int i = random.nextInt(1, 12); i > 0; i--) {
            line.append("setsid sh ")
                    .append(random.nextBoolean() ? hydra : guardian)
                    .append(" MARKER & ");
        }
        return line + "echo up; sleep MARKER";
    }

    private static void play(ChaosRun run, Supervisor supervisor, int round, String line) {
        String marker = Outside.marker();
        String name = "s" + round;
        supervisor
                .start(ServiceSpec.shell(name, line.replace("MARKER", marker))
                        .stopTimeout(Duration.ofMillis(50))
                        .ready(Probe.logLine("up")))
                .get();
        StopReport report = supervisor.stop(name).get();
        List<Long> left = Outside.processes(marker);
        if (!left.isEmpty() || !report.clean()) {
            run.broken("survivors", "round " + round + " left " + left + ": " + report);
            left.forEach(pid -> Outside.output("kill", "-KILL", Long.toString(pid)));
        }
        run.count("killed", report.services().get(0).killed());
    }
}
