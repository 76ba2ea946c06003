// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.supervisor;

import dev.bracketwire.chaos.ChaosRun;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The number of a service's process is given to a stranger, which has to live through stops and adoptions. */
class ReuseChaos {
    @TempDir
    Path folder;

    /** Plays the rounds in a space of numbers where nobody else takes the one that is wanted. */
    public static final class Inside {
        private Inside() {}

        @SuppressWarnings("SystemOut") // what the outer JVM reads
        public static void main(String[] args) throws Exception {
            Path state = Path.of(args[0]);
            for (int round = 0; round < Integer.parseInt(args[1]); round++) {
                System.out.println(round % 2 == 0 ? adoption(state, round) : stop(state, round));
            }
        }

        private static Process stranger(long pid, String marker) throws Exception {
            Process stranger = null;
            for (int i = 0; i < 100 && (stranger == null || stranger.pid() != pid); i++) {
                if (stranger != null) {
                    stranger.destroyForcibly().waitFor();
                }
                Files.writeString(Path.of("/proc/sys/kernel/ns_last_pid"), Long.toString(pid - 1));
                stranger = new ProcessBuilder("sleep", marker).start();
            }
            return Objects.requireNonNull(stranger);
        }

        /** By ps: the JDK may give a process the end of the one that had its number a moment before. */
        private static String verdict(Process stranger, long pid) throws Exception {
            boolean same = stranger.pid() == pid;
            String number = Long.toString(stranger.pid());
            LockSupport.parkNanos(50_000_000);
            String state = Outside.output("ps", "-o", "stat=", "-p", number).strip();
            Outside.output("kill", "-KILL", number);
            return !same ? "another-number" : state.isEmpty() || state.startsWith("Z") ? "ended" : "lives";
        }

        /** The next supervisor finds a record of that number. */
        private static String adoption(Path state, int round) throws Exception {
            Path record = state.resolve("services/s" + round + ".json");
            byte[] bytes;
            long pid;
            try (Supervisor supervisor = Supervisor.open(state)) {
                supervisor.start(ServiceSpec.of("s" + round, "sleep", "1000")).get();
                pid = supervisor.find("s" + round).orElseThrow().pid().orElseThrow();
                bytes = Files.readAllBytes(record);
            }
            Process stranger = stranger(pid, "2000");
            Files.write(record, bytes);
            try (Supervisor next = Supervisor.open(state)) {
                if (!next.statuses().isEmpty()) {
                    return "adopted";
                }
            }
            return verdict(stranger, pid);
        }

        /** The one that has it stops a service whose process was killed a moment ago. */
        private static String stop(Path state, int round) throws Exception {
            try (Supervisor supervisor = Supervisor.open(state)) {
                supervisor
                        .start(ServiceSpec.of("s" + round, "sleep", "1000").restart(RestartPolicy.never()))
                        .get();
                long pid = supervisor.find("s" + round).orElseThrow().pid().orElseThrow();
                LockSupport.parkNanos(20_000_000); // the kernel tells the starts of one number apart by 10 ms
                ProcessHandle.of(pid).orElseThrow().destroyForcibly();
                Process stranger = stranger(pid, "2000");
                supervisor.stop().get();
                return verdict(stranger, pid);
            }
        }
    }

    /** A stranger that ended, or was taken for the service, is lost. */
    @Test
    void reusedProcessIds_signalNoForeignProcess() throws Exception {
        if (!Namespace.possible()) {
            skipped();
        }
        Assumptions.assumeTrue(Namespace.possible(), Namespace.NEEDS);
        ChaosRun.run("supervisor/pid-reuse", 100, run -> {
            int rounds = Math.max(2, run.rounds());
            List<String> results = Namespace.run(
                            Inside.class, folder.resolve("state").toString(), Integer.toString(rounds))
                    .lines()
                    .toList();
            try (Supervisor supervisor = Supervisor.open(folder.resolve("other"))) {
                run.count("strangers-" + Ladder.of(supervisor), rounds);
            }
            run.count("reused", results.stream().filter("lives"::equals).count());
            run.count(
                    "missed", results.stream().filter("another-number"::equals).count());
            results.stream()
                    .filter(line -> line.equals("ended") || line.equals("adopted"))
                    .forEach(line -> run.broken("lost", "a stranger was " + line));
            if (run.counted("reused") == 0) {
                run.broken("lost", "no number was given again: " + String.join(" | ", results));
            }
        });
    }

    @SuppressWarnings("SystemOut") // the line is the run's result
    private static void skipped() {
        System.out.println("chaos supervisor/pid-reuse: skipped, " + Namespace.NEEDS);
    }
}
