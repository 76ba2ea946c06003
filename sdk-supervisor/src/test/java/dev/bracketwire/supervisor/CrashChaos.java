// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.supervisor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bracketwire.chaos.ChaosRun;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Supervisors are killed while they start, stop and restart; the next of the same directory goes on. */
class CrashChaos {
    /** So many supervisors die with each JVM. */
    private static final int TOGETHER = 10;

    private static final String KEPT = "every promise was kept";

    @TempDir
    Path folder;

    /** The supervisors of one JVM, each of which starts, stops and restarts two services without a pause. */
    public static final class Restless {
        private Restless() {}

        public static void main(String[] args) throws Exception {
            List<Thread> threads = new ArrayList<>();
            for (int i = 0; i < TOGETHER; i++) {
                Path state = Path.of(args[0]).resolve("s" + i);
                List<ServiceSpec> specs = specs(System.getenv("SPECS_ARGUMENT") + i);
                Random random = new Random(i + Long.parseLong(args[1]));
                Thread thread = new Thread(() -> churn(state, specs, random));
                thread.start();
                threads.add(thread);
            }
            for (Thread thread : threads) {
                thread.join();
            }
        }

        private static void churn(Path state, List<ServiceSpec> specs, Random random) {
            Supervisor supervisor = Supervisor.open(state);
            while (true) {
                supervisor.start(specs).get();
                LockSupport.parkNanos(random.nextInt(20_000_000));
                if (random.nextBoolean()) {
                    supervisor.stop("a").get();
                } else {
                    supervisor.restart("b").get();
                }
            }
        }
    }

    static List<ServiceSpec> specs(String marker) {
        return List.of(
                ServiceSpec.of("a", "sleep", marker + "1"),
                ServiceSpec.of("b", "sleep", marker + "2").after("a"));
    }

    /** All of it where what a supervisor leaves behind ends with the test, whatever it did. */
    static final class Inside {
        private Inside() {}

        @SuppressWarnings("SystemOut") // what the test reads
        public static void main(String[] args) throws Exception {
            play(Path.of(args[0]));
            System.out.println(KEPT);
        }
    }

    /** A duplicate is a second copy of a service, or none, after the next supervisor has started it. */
    @Test
    @SuppressWarnings("SystemOut") // the line of the run
    void crashes_makeNoSecondCopy() throws Exception {
        if (!Namespace.possible()) {
            play(folder);
            return;
        }
        String said = Namespace.run(Inside.class, folder.toString());
        System.out.println(said.replace(KEPT, "").strip());
        assertThat(said).contains(KEPT);
    }

    private static void play(Path folder) throws Exception {
        ChaosRun.run(
                "supervisor/crash",
                500,
                run -> run.each(0, Math.max(1, run.rounds() / TOGETHER), 1, (round, random) -> {
                    Path state = folder.resolve("r" + round);
                    String marker = Outside.marker();
                    ProcessBuilder builder = new ProcessBuilder(
                            HttpService.java(),
                            "-XX:TieredStopAtLevel=1",
                            "-cp",
                            System.getProperty("java.class.path"),
                            Restless.class.getName(),
                            state.toString(),
                            Long.toString(random.nextLong()));
                    builder.environment().put("SPECS_ARGUMENT", marker);
                    builder.redirectErrorStream(true).redirectOutput(ProcessBuilder.Redirect.DISCARD);
                    Process jvm = builder.start();
                    Outside.until(
                            "its services begin",
                            () -> !Outside.processes(marker).isEmpty());
                    LockSupport.parkNanos(random.nextInt(400_000_000));
                    jvm.destroyForcibly().waitFor();
                    run.count("left-running", Outside.processes(marker).size());
                    for (int i = 0; i < TOGETHER; i++) {
                        next(run, round, state.resolve("s" + i), marker + i);
                    }
                }));
    }

    private static void next(ChaosRun run, int round, Path state, String marker) {
        try (Supervisor supervisor = Supervisor.open(state)) {
            run.count("crashes");
            run.count("crashes-" + Ladder.of(supervisor));
            supervisor.start(specs(marker)).get().stream()
                    .filter(ServiceStatus::adopted)
                    .forEach(status -> run.count("adopted"));
            for (String service : List.of("1", "2")) {
                boolean there = ChaosRun.settles(
                        () -> !Outside.processes(marker + service).isEmpty());
                List<Long> copies = Outside.processes(marker + service);
                if (!there || copies.size() > 1) {
                    run.broken("duplicates", "round " + round + " service " + service + " runs as " + copies);
                }
            }
        }
        List<Long> left = Outside.processes(marker);
        if (!left.isEmpty()) {
            run.broken("survivors", "round " + round + " left " + left);
        }
    }
}
