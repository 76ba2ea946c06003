// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.supervisor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.File;
import java.io.FileInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What happens where the machine runs out of something. */
class ShortageTest {
    @TempDir
    Path folder;

    private final String marker = Outside.marker();

    /** Where the state directory is the only thing on a file system of half a megabyte. */
    static final class FullDisk {
        private FullDisk() {}

        @SuppressWarnings("SystemOut") // what the test reads
        public static void main(String[] args) throws IOException {
            Path disk = Path.of(args[0]);
            ServiceSpec running = ServiceSpec.of("running", "sleep", args[1]);
            ServiceSpec late = ServiceSpec.of("late", "sleep", args[1]);
            try (Supervisor supervisor = Supervisor.open(disk.resolve("state"))) {
                supervisor.start(running).get();
                Outside.output("dd", "if=/dev/zero", "of=" + disk.resolve("filler"), "bs=4096");
                try {
                    supervisor.start(late).get();
                    System.out.println("started on a full disk");
                } catch (StartException e) {
                    System.out.println("refused: " + e.getMessage());
                }
                System.out.println(
                        "stopped: " + supervisor.stop("running").get().clean());
                Files.delete(disk.resolve("filler"));
                System.out.println(
                        "later: " + supervisor.start(late).get().get(0).ready());
            }
            System.out.println("left: " + Outside.processes("sleep " + args[1]));
        }
    }

    @Test
    void fullDisk_startIsRefusedWithAReason_andStopWorks() throws IOException {
        assertThat(onASmallDisk(FullDisk.class))
                .contains("refused: ")
                .containsIgnoringCase("no space left")
                .contains("stopped: true", "later: true", "left: []");
    }

    /** Where what a service prints fills the disk. */
    static final class FullLog {
        private FullLog() {}

        @SuppressWarnings("SystemOut") // what the test reads
        public static void main(String[] args) throws IOException {
            Path disk = Path.of(args[0]);
            Path log = disk.resolve("state/logs/api.log");
            try (Supervisor supervisor = Supervisor.open(disk.resolve("state"))) {
                supervisor
                        .start(ServiceSpec.shell("api", "while :; do seq 1 200; sleep 0.01; done; : " + args[1])
                                .logs(Logs.pump()))
                        .get();
                ServiceStatus before = supervisor.statuses().get(0);
                printInVain(disk);
                long full = log.toFile().length();
                Files.delete(disk.resolve("filler"));
                Outside.until("it goes on", () -> log.toFile().length() > full);
                System.out.println(
                        "the same: " + supervisor.statuses().get(0).pid().equals(before.pid()));
                printInVain(disk);
                System.out.println("stopped: " + supervisor.stop().get().clean());
            }
        }

        @SuppressWarnings("SystemOut") // what the test reads
        private static void printInVain(Path disk) {
            File log = disk.resolve("state/logs/api.log").toFile();
            Outside.output("dd", "if=/dev/zero", "of=" + disk.resolve("filler"), "bs=4096");
            long full = log.length();
            long begun = System.nanoTime();
            Outside.until("it prints in vain", () -> System.nanoTime() - begun > 500_000_000L);
            System.out.println("grew: " + (log.length() > full + 4096));
        }
    }

    @Test
    void fullDisk_underALog_losesLines_andNoService() throws IOException {
        assertThat(onASmallDisk(FullLog.class))
                .containsSubsequence("cannot be written", "grew: false", "the same: true")
                .containsSubsequence("goes on", "cannot be written", "grew: false", "stopped: true")
                .containsSubsequence("goes on", "ended; the last", "bytes of it were lost");
    }

    private String onASmallDisk(Class<?> program) throws IOException {
        Assumptions.assumeTrue(Namespace.possible(), Namespace.NEEDS);
        Path disk = Files.createDirectory(folder.resolve("disk"));
        return Namespace.run(
                "mount -t tmpfs -o size=512k,mode=700 tmpfs \"$1\" && shift && \"$@\"; exit $?",
                disk.toString(),
                HttpService.java(),
                "-cp",
                System.getProperty("java.class.path"),
                program.getName(),
                disk.toString(),
                marker);
    }

    /** With so few descriptors that its own files take the last. */
    static final class NoDescriptors {
        private NoDescriptors() {}

        @SuppressWarnings("SystemOut") // what the test reads
        public static void main(String[] args) throws IOException {
            try (Supervisor supervisor = Supervisor.open(Path.of(args[0]))) {
                // Each way once before, as a class cannot be loaded without a descriptor either.
                ServiceSpec first = ServiceSpec.of("first", "sleep", args[1]);
                supervisor.start(first).get();
                supervisor.stop().get();
                supervisor.start(first).get();
                say(supervisor, ServiceSpec.of("absent", "no-such-program"));
                List<FileInputStream> taken = new ArrayList<>();
                try {
                    while (true) {
                        taken.add(new FileInputStream("/dev/null"));
                    }
                } catch (IOException e) {
                    System.out.println("all " + taken.size() + " taken");
                }
                say(supervisor, ServiceSpec.of("late", "sleep", args[1]).restart(RestartPolicy.never()));
                for (FileInputStream one : taken) {
                    one.close();
                }
                supervisor.start(ServiceSpec.of("late", "sleep", args[1])).get();
                System.out.println("stopped: " + supervisor.stop().get().clean());
            }
        }

        @SuppressWarnings("SystemOut") // what the test reads
        private static void say(Supervisor supervisor, ServiceSpec spec) {
            try {
                supervisor.start(spec).get();
                System.out.println("started " + spec.name());
            } catch (StartException e) {
                System.out.println("refused: " + e.getMessage());
            }
        }
    }

    @Test
    void start_noDescriptorsLeft_isRefusedAndOthersRun() {
        String said = Outside.output(
                "sh",
                "-c",
                "ulimit -n 200; exec \"$@\"",
                "sh",
                HttpService.java(),
                "-XX:-MaxFDLimit",
                "-cp",
                System.getProperty("java.class.path"),
                NoDescriptors.class.getName(),
                folder.resolve("state").toString(),
                marker);

        assertThat(said).contains("taken", "refused: service late", "Too many open files", "stopped: true");
        assertThat(Outside.processes("sleep " + marker)).isEmpty();
    }

    /** Within a limit that lets so many more tasks be, until a start is refused for this reason. */
    static final class NoTasks {
        private NoTasks() {}

        @SuppressWarnings("SystemOut") // what the test reads
        public static void main(String[] args) throws IOException {
            Path limit = Path.of(args[2]);
            try (Supervisor supervisor = Supervisor.open(Path.of(args[0]))) {
                // Each way once before: what runs keeps the threads that wait for it.
                ServiceSpec first = ServiceSpec.of("first", "sleep", args[1]).restart(RestartPolicy.never());
                supervisor.start(first).get();
                String refusal = "";
                for (int i = 0; refusal.isEmpty() && i < 50; i++) {
                    // One more each time: threads of the JVM come and go.
                    ServiceSpec late =
                            ServiceSpec.of("late" + i, "sleep", args[1]).restart(RestartPolicy.never());
                    int there = Integer.parseInt(
                            Files.readString(limit.resolve("pids.current")).strip());
                    Files.writeString(limit.resolve("pids.max"), Integer.toString(there + Integer.parseInt(args[3])));
                    try {
                        supervisor.start(late).get();
                    } catch (StartException e) {
                        String reason = String.valueOf(e.getMessage());
                        refusal = reason.contains(args[4]) ? reason : "";
                        System.out.println("refused: " + e.getMessage());
                    }
                    if (refusal.isEmpty()) {
                        Files.writeString(limit.resolve("pids.max"), "max");
                    }
                }
                long pid = supervisor.find("first").orElseThrow().pid().orElseThrow();
                // Nor is there room for a thread when it has made room itself.
                Files.writeString(limit.resolve("pids.max"), "1");
                ProcessHandle.of(pid).orElseThrow().destroyForcibly();
                Outside.until(
                        "its end is known",
                        () -> supervisor.find("first").orElseThrow().state() == ServiceState.FAILED);
                Files.writeString(limit.resolve("pids.max"), "max");
                int running = supervisor.statuses().stream()
                        .mapToInt(status -> status.ready() ? 1 : 0)
                        .sum();
                System.out.println(
                        "unknown: " + (Outside.processes("sleep " + args[1]).size() - running));
            }
            System.out.println("left: " + Outside.processes("sleep " + args[1]));
        }
    }

    @Test
    void start_noThreadCanBeMade_leavesNoUnknownProcessAndReportsExits() throws IOException {
        assertThat(withRoomFor(1, "thread")).contains("could not be watched", "unknown: 0", "left: []");
    }

    @Test
    void start_noProcessCanBeMade_isRefusedWithAReasonAndReportsExits() throws IOException {
        assertThat(withRoomFor(0, "temporarily unavailable"))
                .contains("temporarily unavailable", "unknown: 0", "left: []");
    }

    private String withRoomFor(int tasks, String reason) throws IOException {
        Path limits = Path.of("/sys/fs/cgroup/pids");
        Assumptions.assumeTrue(Files.isWritable(limits.resolve("cgroup.procs")), "needs a pids cgroup to be written");
        Path limit = Files.createDirectory(limits.resolve("bracketwire-test-" + marker));
        try {
            return Outside.output(
                    "sh",
                    "-c",
                    "echo 0 > " + limit + "/cgroup.procs; exec \"$@\"",
                    "sh",
                    HttpService.java(),
                    "-cp",
                    System.getProperty("java.class.path"),
                    NoTasks.class.getName(),
                    folder.resolve("state").toString(),
                    marker,
                    limit.toString(),
                    Integer.toString(tasks),
                    reason);
        } finally {
            Outside.output("rmdir", limit.toString());
        }
    }

    @Test
    void start_argumentTooLong_isRefusedWithAReason() {
        try (Supervisor supervisor = Supervisor.open(folder.resolve("state"))) {
            assertThatExceptionOfType(StartException.class)
                    .isThrownBy(() -> supervisor
                            .start(ServiceSpec.of("api", "echo", "x".repeat(1 << 20)))
                            .get())
                    .withMessageContaining("refused to start")
                    .satisfies(e -> assertThat(e.getMessage()).hasSizeLessThan(500));
        }
    }

    @Test
    void forkBomb_underALimit_isStopped() throws IOException {
        Path limits = Path.of("/sys/fs/cgroup/pids");
        Assumptions.assumeTrue(Files.isWritable(limits.resolve("cgroup.procs")), "needs a pids cgroup to be written");
        Path limit = Files.createDirectory(limits.resolve("bracketwire-test-" + marker));
        try (Supervisor supervisor = Supervisor.open(folder.resolve("state"))) {
            Files.writeString(limit.resolve("pids.max"), "150");
            // In Perl, as a shell that may not fork ends, and a bomb of those may come to its own end.
            ServiceSpec bomb = ServiceSpec.shell(
                            "bomb",
                            "echo 0 > " + limit + "/cgroup.procs; echo up; trap '' TERM; " + Outside.perl()
                                    + " -e 'while (1) { fork; select(undef, undef, undef, 0.05) }' & exec sleep 1000")
                    .stopTimeout(Duration.ofMillis(300))
                    .ready(Probe.logLine("up"));
            supervisor.start(bomb).get();
            Outside.until("it has grown", () -> supervisor.processes("bomb").size() > 100);

            StopReport report = supervisor.stop("bomb").get();

            assertThat(report.clean()).as(report.toString()).isTrue();
            assertThat(Files.readString(limit.resolve("cgroup.procs"))).isBlank();
        } finally {
            Outside.output("rmdir", limit.toString());
        }
    }

    @Test
    void serviceThatTheKernelKills_asMemoryRanOut_hasFailed_andSaysHowItEnded() throws IOException {
        Path limits = Path.of("/sys/fs/cgroup/memory");
        Assumptions.assumeTrue(Files.isWritable(limits.resolve("cgroup.procs")), "needs a memory cgroup to be written");
        Path limit = Files.createDirectory(limits.resolve("bracketwire-test-" + marker));
        try (Supervisor supervisor = Supervisor.open(folder.resolve("state"))) {
            Files.writeString(limit.resolve("memory.limit_in_bytes"), "20000000");
            ServiceSpec greedy = ServiceSpec.shell(
                            "greedy",
                            "echo 0 > " + limit + "/cgroup.procs; echo up; sleep 0.2; exec " + Outside.perl()
                                    + " -e 'push @all, \"x\" x 1000000 while 1' " + marker)
                    .restart(RestartPolicy.never())
                    .ready(Probe.logLine("up"));
            supervisor.start(greedy).get();
            Outside.until("it is killed", () -> supervisor.statuses().get(0).state() == ServiceState.FAILED);

            assertThat(supervisor.statuses().get(0).toString()).contains("137");
            assertThat(Files.readString(limit.resolve("memory.failcnt")).strip())
                    .isNotEqualTo("0");
            assertThat(Outside.processes(marker)).isEmpty();
        } finally {
            Outside.output("rmdir", limit.toString());
        }
    }
}
