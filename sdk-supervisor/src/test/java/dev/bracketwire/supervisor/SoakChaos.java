// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.supervisor;

import dev.bracketwire.chaos.ChaosRun;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A day of fifty services with ten restarts a minute, without the pauses: what their supervisor holds may not grow. */
class SoakChaos {
    private static final int SERVICES = 50;

    /** One round of so many takes a service away for good and brings another. */
    private static final int RELOAD = 50;

    /** Threads that wait for work, and descriptors of checks under way, are there for a moment. */
    private static final int MOMENTARY = 20;

    private static final RestartPolicy EAGER = RestartPolicy.onFailure()
            .backoff(Duration.ofMillis(1), 1, Duration.ofMillis(1))
            .limit(1_000_000, Duration.ofDays(1));

    @TempDir
    Path folder;

    private final String marker = Outside.marker();
    private final List<ServiceSpec> specs = new ArrayList<>();

    /** Lost is a service that does not run any more; a survivor is a process after the last stop. */
    @Test
    void restarts_forADay_leakNothing() throws Exception {
        Path state = folder.resolve("state");
        ChaosRun.run("supervisor/soak", 14_400, run -> {
            try (Supervisor supervisor = Supervisor.open(state)) {
                int port = Outside.freePort();
                specs.add(HttpService.spec("web", port, "ok").ready(Probe.tcp()));
                for (int i = 1; i < SERVICES; i++) {
                    specs.add(spec("s" + i, port));
                }
                supervisor.start(specs).get();
                int warm = run.rounds() / 5;
                run.each(0, warm, 1, (round, random) -> play(run, supervisor, port, round, random));
                Held begun = Held.by(state);
                run.each(warm, run.rounds(), 1, (round, random) -> play(run, supervisor, port, round, random));
                compare(run, begun, state);
                specs.stream()
                        .filter(spec ->
                                !supervisor.find(spec.name()).orElseThrow().ready())
                        .forEach(spec -> run.broken("lost", spec.name()));
                run.count("rounds-" + Ladder.of(supervisor), run.rounds());
            }
            Outside.processes(marker).forEach(pid -> run.broken("survivors", "process " + pid));
        });
    }

    private ServiceSpec spec(String name, int port) {
        return ServiceSpec.shell(name, "echo up; exec sleep " + marker)
                .live(Probe.http(port, "/").every(Duration.ofSeconds(1)))
                .restart(EAGER);
    }

    private void play(ChaosRun run, Supervisor supervisor, int port, int round, Random random) {
        int which = 1 + random.nextInt(SERVICES - 1);
        String name = specs.get(which).name();
        if (round % RELOAD == 0) {
            specs.set(which, spec("r" + round, port));
            supervisor.reload(specs).get();
            run.count("reloads");
        } else if (random.nextBoolean()) {
            supervisor.restart(name).get();
            run.count("restarts");
        } else {
            long pid = supervisor.find(name).orElseThrow().pid().orElseThrow();
            ProcessHandle.of(pid).ifPresent(ProcessHandle::destroyForcibly);
            boolean back = ChaosRun.settles(() -> supervisor
                    .find(name)
                    .filter(ServiceStatus::ready)
                    .filter(status -> status.pid().orElseThrow() != pid)
                    .isPresent());
            if (!back) {
                run.broken("lost", name + " after its end: " + supervisor.find(name));
            }
            run.count("kills");
        }
    }

    private static void compare(ChaosRun run, Held begun, Path state) throws IOException {
        Held now = Held.by(state);
        run.count("heap-growth-kb", now.kilobytes() - begun.kilobytes());
        run.count("threads-more", now.threads() - begun.threads());
        run.count("descriptors-more", now.descriptors() - begun.descriptors());
        run.count("records-more", now.records() - begun.records());
        if (now.kilobytes() > begun.kilobytes() + 1000
                || now.threads() > begun.threads() + MOMENTARY
                || now.descriptors() > begun.descriptors() + MOMENTARY
                || now.records() > begun.records()) {
            run.broken("grown", begun + " became " + now);
        }
    }

    /** What this JVM and the state directory hold. */
    private record Held(long kilobytes, int threads, int descriptors, int records) {
        static Held by(Path state) throws IOException {
            System.gc();
            long kilobytes =
                    (Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory()) / 1000;
            return new Held(kilobytes, threadsNow(), descriptorsNow(), recordsIn(state));
        }

        static int threadsNow() {
            return Thread.getAllStackTraces().size();
        }

        static int descriptorsNow() {
            String[] open = new File("/proc/self/fd").list();
            return open == null ? 0 : open.length;
        }

        static int recordsIn(Path state) throws IOException {
            try (Stream<Path> files = Files.walk(state)) {
                return (int) files.filter(Files::isRegularFile)
                        .filter(file -> !file.startsWith(state.resolve("logs")))
                        .count();
            }
        }
    }
}
