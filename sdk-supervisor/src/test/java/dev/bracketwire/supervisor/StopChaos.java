// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.supervisor;

import dev.bracketwire.chaos.ChaosRun;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Trees of random shape, each owned by one means alone, are stopped at random moments, beside a stranger like them. */
class StopChaos {
    @TempDir
    Path folder;

    /** A survivor is a process of a stopped service; a stranger lost is one that was not to be touched. */
    @Test
    void stop_randomTrees_endsAllAndNoForeignProcess() throws Exception {
        ChaosRun.run("supervisor/stop", 1_000, run -> {
            List<Owner> owners = new ArrayList<>();
            for (Ownership means : Ownership.values()) {
                Supervisor supervisor = Supervisor.builder(folder.resolve(means.name()))
                        .ownership(means)
                        .open();
                if (Ladder.has(supervisor, means)) {
                    owners.add(new Owner(means, supervisor));
                } else {
                    run.count("skipped-" + means.name().toLowerCase(Locale.ROOT));
                    supervisor.close();
                }
            }
            run.each(4, (round, random) -> {
                Owner owner = owners.get(random.nextInt(owners.size()));
                play(run, owner.supervisor, owner.means, round, random);
            });
            owners.forEach(owner -> owner.supervisor.close());
        });
    }

    private record Owner(Ownership means, Supervisor supervisor) {}

    private void play(ChaosRun run, Supervisor supervisor, Ownership means, int round, Random random) throws Exception {
        String marker = Outside.marker();
        Process stranger = new ProcessBuilder("sleep", marker).start();
        String name = "s" + round;
        ServiceSpec spec = ServiceSpec.shell(name, tree(means, marker, random))
                .stopTimeout(Duration.ofMillis(random.nextInt(50, 300)))
                .ready(Probe.logLine("up"));
        var started = supervisor.start(spec).start();
        // By descent alone, a child is lost whose parent ends before it was seen: that is what the others are for.
        if (random.nextInt(4) > 0 || means == Ownership.DESCENDANTS) {
            started.handle((status, failure) -> "").join();
        }
        StopReport report = supervisor.stop(name).get();
        List<Long> left = Outside.processes(marker);
        left.remove(stranger.pid());
        if (!left.isEmpty()) {
            run.broken("survivors", "round " + round + " by " + means + " left " + left + ": " + report);
            left.forEach(pid -> Outside.output("kill", "-KILL", Long.toString(pid)));
        }
        if (!stranger.isAlive()) {
            run.broken("lost", "round " + round + " by " + means + " ended a stranger");
        }
        stranger.destroyForcibly().waitFor();
        run.count("stops-by-" + means.name().toLowerCase(Locale.ROOT));
        run.count("killed", report.services().get(0).killed());
    }

    /** What each means claims to find: descent all that did not move away, a session too, a mark and a cgroup more. */
    private static String tree(Ownership means, String marker, Random random) {
        StringBuilder line = new StringBuilder();
        for (int i = random.nextInt(4); i >= 0; i--) {
            String one = random.nextInt(3) == 0 ? "(trap '' TERM; sleep " + marker + ")" : "sleep " + marker;
            boolean daemon = random.nextBoolean();
            if (daemon && means == Ownership.CGROUP && random.nextBoolean()) {
                one = "(env -i setsid sleep " + marker + " &)";
            } else if (daemon && (means == Ownership.CGROUP || means == Ownership.TOKEN)) {
                one = "(setsid sleep " + marker + " &)";
            } else if (daemon && means == Ownership.SESSION) {
                one = "(sleep " + marker + " &)";
            }
            line.append(one).append(one.endsWith(")") ? "; " : " & ");
        }
        // A subshell that ignores the signal would hold the line up: put it behind.
        return line.toString().replaceAll("(\\(trap[^)]*\\)); ", "$1 & ") + "echo up; sleep " + marker;
    }
}
