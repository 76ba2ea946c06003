// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.supervisor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.bracketwire.supervisor.PortState.Holder;
import dev.bracketwire.supervisor.internal.log.LogFile;
import dev.bracketwire.testkit.ManualClock;
import java.io.FileInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.function.LongSupplier;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FaultTest {
    private static final String LISTENER = """
            use IO::Socket::INET;
            my $s = IO::Socket::INET->new(LocalAddr => "127.0.0.1", LocalPort => $ARGV[0], Listen => 5, ReusePort => 1) or die;
            $| = 1; print "listening\\n"; while (my $c = $s->accept()) { close($c); }
            """;

    @TempDir
    Path folder;

    private final String marker = Outside.marker();

    private Process listener(Path perl, int port) throws IOException {
        Path script = Files.writeString(folder.resolve("listener.pl"), LISTENER);
        Process process =
                new ProcessBuilder(perl.toString(), script.toString(), Integer.toString(port), marker).start();
        assertThat(process.inputReader().readLine()).isEqualTo("listening");
        return process;
    }

    private static Path perl() {
        Path perl = Path.of("/usr/bin/perl");
        Assumptions.assumeTrue(Files.isExecutable(perl), "there is no perl here");
        return perl;
    }

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
    void fullDisk_refusesAStartInWords_andKeepsNobodyFromStopping() throws IOException {
        Assumptions.assumeTrue(Namespace.possible(), Namespace.NEEDS);
        Path disk = Files.createDirectory(folder.resolve("disk"));

        String said = Namespace.run(
                "mount -t tmpfs -o size=512k,mode=700 tmpfs \"$1\" && shift && \"$@\"; exit $?",
                disk.toString(),
                HttpService.java(),
                "-cp",
                System.getProperty("java.class.path"),
                FullDisk.class.getName(),
                disk.toString(),
                marker);

        assertThat(said)
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
                List<Long> pids = Outside.processes(args[1]);
                Outside.output("dd", "if=/dev/zero", "of=" + disk.resolve("filler"), "bs=4096");
                long full = log.toFile().length();
                long begun = System.nanoTime();
                Outside.until("it prints in vain", () -> System.nanoTime() - begun > 1_000_000_000L);
                System.out.println("grew: " + (log.toFile().length() > full + 4096));
                Files.delete(disk.resolve("filler"));
                Outside.until("it goes on", () -> log.toFile().length() > full + 100);
                System.out.println("the same: " + Outside.processes(args[1]).containsAll(pids));
                System.out.println("stopped: " + supervisor.stop().get().clean());
            }
        }
    }

    @Test
    void fullDisk_underALog_losesLines_andNoService() throws IOException {
        Assumptions.assumeTrue(Namespace.possible(), Namespace.NEEDS);
        Path disk = Files.createDirectory(folder.resolve("disk"));

        String said = Namespace.run(
                "mount -t tmpfs -o size=512k,mode=700 tmpfs \"$1\" && shift && \"$@\"; exit $?",
                disk.toString(),
                HttpService.java(),
                "-cp",
                System.getProperty("java.class.path"),
                FullLog.class.getName(),
                disk.toString(),
                marker);

        assertThat(said).contains("grew: false", "cannot be written", "goes on", "the same: true", "stopped: true");
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
    void descriptorsThatRanOut_refuseAStart_andNothingElse() {
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

    @Test
    void argumentThatIsTooLong_isRefusedInWords() {
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
    void portOfTwoListeners_namesBoth() throws Exception {
        int port = Outside.freePort();
        Process one = listener(perl(), port);
        Process two = listener(perl(), port);
        try (Supervisor supervisor = Supervisor.open(folder.resolve("state"))) {
            assertThat(supervisor.port(port).holder()).isEqualTo(Holder.FOREIGN);
            assertThat(supervisor.port(port).owners())
                    .extracting(ProcessInfo::pid)
                    .containsExactlyInAnyOrder(one.pid(), two.pid());
        } finally {
            one.destroyForcibly().waitFor();
            two.destroyForcibly().waitFor();
        }
    }

    @Test
    void holderThatHoldsPortsForOthers_isLeftAlone_whateverThePredicateSays() throws Exception {
        int port = Outside.freePort();
        Path proxy = Files.copy(perl(), folder.resolve("docker-proxy"));
        Outside.output("chmod", "700", proxy.toString());
        Process holder = listener(proxy, port);
        try (Supervisor willing = Supervisor.builder(folder.resolve("state"))
                .endForeign(process -> true)
                .open()) {
            assertThatExceptionOfType(StartException.class)
                    .isThrownBy(() -> willing.start(
                                    ServiceSpec.of("api", "sleep", marker).port(port))
                            .get())
                    .withMessageContaining("docker-proxy");
            assertThat(holder.isAlive()).isTrue();
        } finally {
            holder.destroyForcibly().waitFor();
        }
    }

    @Test
    void stateDirectory_ofAnotherUser_isRefused() throws IOException {
        Assumptions.assumeTrue(System.getProperty("user.name").equals("root"), "needs root");
        Path other = Files.createDirectory(folder.resolve("other"));
        Outside.output("chmod", "700", other.toString());
        Outside.output("chown", "65534", other.toString());

        assertThatExceptionOfType(StateException.class)
                .isThrownBy(() -> Supervisor.open(other))
                .withMessageContaining("belongs to");
    }

    @Test
    void forkBomb_underALimit_isStopped() throws IOException {
        Path limits = Path.of("/sys/fs/cgroup/pids");
        Assumptions.assumeTrue(Files.isWritable(limits.resolve("cgroup.procs")), "needs a pids cgroup to be written");
        Path limit = Files.createDirectory(limits.resolve("bracketwire-test-" + marker));
        try (Supervisor supervisor = Supervisor.open(folder.resolve("state"))) {
            Files.writeString(limit.resolve("pids.max"), "150");
            ServiceSpec bomb = ServiceSpec.shell(
                            "bomb",
                            "echo 0 > " + limit + "/cgroup.procs; echo up; trap '' TERM;"
                                    + " bomb() { while :; do bomb & sleep 0.05; done; }; bomb 2>/dev/null & exec sleep 1000")
                    .stopTimeout(Duration.ofMillis(300))
                    .ready(Probe.logLine("up"));
            supervisor.start(bomb).get();
            // A shell that may not fork ends, so how many there are near the limit nobody knows.
            Outside.until("it has grown", () -> supervisor.processes("bomb").size() > 30);

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
                            "echo 0 > " + limit + "/cgroup.procs; echo up; sleep 0.2; exec " + perl()
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

    @Test
    void portOfConnectionsThatLinger_isFree() throws IOException {
        int port;
        try (ServerSocket server = new ServerSocket(0, 5, InetAddress.getLoopbackAddress());
                Socket client = new Socket(server.getInetAddress(), server.getLocalPort())) {
            port = server.getLocalPort();
            server.accept().close(); // who closes first keeps the port in TIME_WAIT
            assertThat(client.getInputStream().read()).isEqualTo(-1);
        }
        String lingering = String.format(":%04X ", port);
        Assumptions.assumeTrue(
                Outside.output("cat", "/proc/net/tcp", "/proc/net/tcp6")
                        .lines()
                        .anyMatch(line -> line.contains(lingering) && line.contains(" 06 ")),
                "nothing lingers here");

        try (Supervisor supervisor = Supervisor.open(folder.resolve("state"))) {
            assertThat(supervisor.port(port).holder()).isEqualTo(Holder.FREE);
            assertThat(supervisor
                            .start(HttpService.spec("api", port, "ok"))
                            .get()
                            .get(0)
                            .ready())
                    .isTrue();
        }
    }

    /** A service that notes each time it is asked. */
    public static final class Asked implements OtherJvm.Specs {
        /** Made by name. */
        public Asked() {}

        @Override
        public List<ServiceSpec> apply(String notes) {
            return List.of(ServiceSpec.of("asked", "sleep", "1000")
                    .ready(Probe.command("sh", "-c", "echo x >> " + notes).every(Duration.ofMillis(200))));
        }
    }

    @Test
    void supervisorThatIsHalted_andGoesOn_makesUpForNothing() throws IOException {
        Path notes = folder.resolve("notes");
        try (OtherJvm jvm = OtherJvm.start(folder.resolve("state"), Asked.class, notes.toString())) {
            jvm.awaitReady();
            Outside.until("it is asked", () -> notes.toFile().length() > 6);
            Outside.output("kill", "-STOP", Long.toString(jvm.pid()));
            Outside.until(
                    "it is halted",
                    () -> Outside.output("ps", "-o", "stat=", "-p", Long.toString(jvm.pid()))
                            .startsWith("T"));
            long before = notes.toFile().length() / 2;
            long halted = System.nanoTime();
            Outside.until("some time", () -> System.nanoTime() - halted > 5_000_000_000L);
            assertThat(notes.toFile().length() / 2).isBetween(before, before + 1);
            long begun = System.nanoTime();
            Outside.output("kill", "-CONT", Long.toString(jvm.pid()));
            Outside.until("it is asked again", () -> notes.toFile().length() / 2 > before + 5);

            long asked = notes.toFile().length() / 2 - before;
            long periods = (System.nanoTime() - begun) / 200_000_000L;
            // One of before may have been under way, and one is due at once.
            assertThat(asked).isLessThanOrEqualTo(periods + 3);
            assertThat(jvm.end()).isEqualTo(143);
        }
        assertThat(Outside.processes(notes.toString())).isEmpty();
    }

    /** A wall clock that is set while everything else goes on. */
    private static final class Stepped extends ScheduledThreadPoolExecutor implements InstantSource, LongSupplier {
        private volatile Duration off = Duration.ZERO;

        Stepped() {
            super(1);
        }

        @Override
        public Instant instant() {
            return Instant.now().plus(off);
        }

        @Override
        public long getAsLong() {
            return System.nanoTime();
        }
    }

    @Test
    void wallClock_thatIsSet_changesNothing() throws IOException {
        Path notes = folder.resolve("notes");
        Stepped clock = new Stepped();
        try (Supervisor supervisor =
                Supervisor.builder(folder.resolve("state")).clock(clock).open()) {
            Probe asked = Probe.command("sh", "-c", "echo x >> " + notes).every(Duration.ofMillis(100));
            supervisor
                    .start(ServiceSpec.of("api", "sleep", marker).ready(asked).live(asked))
                    .get();
            List<Long> before = Outside.processes("sleep " + marker);
            for (Duration step : List.of(Duration.ofHours(1), Duration.ofHours(-1), Duration.ofDays(-3650))) {
                clock.off = step;
                long seen = notes.toFile().length();
                Outside.until("it is asked again", () -> notes.toFile().length() > seen + 8);
            }

            assertThat(supervisor.statuses().get(0).state()).isEqualTo(ServiceState.READY);
            assertThat(Outside.processes("sleep " + marker)).isEqualTo(before);
            assertThat(supervisor.stop().get().clean()).isTrue();
        } finally {
            clock.shutdownNow();
        }
    }

    @Test
    void logFile_thatSomebodyDeletes_isThereAgainAfterTheNextRotation() throws IOException {
        try (Supervisor supervisor = Supervisor.open(folder.resolve("state"))) {
            Path log = folder.resolve("state/logs/api.log");
            supervisor
                    .start(ServiceSpec.shell("api", "while :; do echo line; sleep 0.01; done")
                            .logs(Logs.pump().size(10_000)))
                    .get();
            Outside.until("it writes", () -> log.toFile().length() > 0);
            Files.delete(log);

            Outside.until("it is there again", () -> log.toFile().length() > 0);
            assertThat(supervisor.stop().get().clean()).isTrue();
        }
    }

    @Test
    void log_thatIsTooOld_isRotated_whateverItsSize() throws IOException {
        Path log = folder.resolve("api.log");
        ManualClock clock = ManualClock.create();
        LogFile file = new LogFile(log, Logs.file().age(Duration.ofHours(1)), clock);
        file.prepare();
        Files.writeString(log, "one\ntwo\nhalf");

        file.rotate(false);
        assertThat(folder.resolve("api.log.1")).doesNotExist();
        clock.advance(Duration.ofMinutes(61));
        file.rotate(false);

        assertThat(folder.resolve("api.log.1")).hasContent("one\ntwo\n");
    }
}
