// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.supervisor.internal.os;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bracketwire.supervisor.Outside;
import dev.bracketwire.supervisor.Ownership;
import dev.bracketwire.supervisor.internal.os.SignalSender.Sent;
import dev.bracketwire.testkit.ManualClock;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TablesTest {
    private static final String REST = " S 12 34 56 0 -1 4 0 0 0 0 0 0 0 0 20 0 1 0 75513 1 2";

    private final ProcTable proc = new ProcTable(Path.of("/proc"));

    private static ProcessRow parsed(String name) {
        return ProcTable.parse(("77 (" + name + ")" + REST).getBytes(StandardCharsets.UTF_8))
                .orElseThrow();
    }

    @ParameterizedTest
    @ValueSource(strings = {"sleep", "my file with\nsp", "a) S 1 2 3", "((", "", "x ) y"})
    void stat_anyProcessName_isParsed(String name) {
        ProcessRow row = parsed(name);

        assertThat(row.name()).isEqualTo(name);
        assertThat(row.id()).isEqualTo(new ProcessId(77, 75513));
        assertThat(row.parent()).isEqualTo(12);
        assertThat(row.group()).isEqualTo(34);
        assertThat(row.session()).isEqualTo(56);
        assertThat(row.state()).isEqualTo('S');
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "77", "77 (x) S 1 2", "x (y)" + REST, "77 )x(" + REST})
    void stat_thatIsNone_isNoRow(String text) {
        assertThat(ProcTable.parse(text.getBytes(StandardCharsets.UTF_8))).isEmpty();
    }

    @Test
    void table_ofThisSystem_agreesWithPs() {
        long self = ProcessHandle.current().pid();

        ProcessRow row = proc.row(self).orElseThrow();

        assertThat(Outside.output("ps", "-o", "ppid=,pgid=,sid=", "-p", Long.toString(self))
                        .strip()
                        .split("\\s+", -1))
                .containsExactly(Long.toString(row.parent()), Long.toString(row.group()), Long.toString(row.session()));
        assertThat(proc.program(row)).endsWith("java");
        assertThat(proc.rows()).contains(proc.row(1).orElseThrow());
        assertThat(proc.boot()).contains("pid:[");
        assertThat(new ProcTable(Path.of("/nowhere")).rows()).isEmpty();
        assertThat(new ProcTable(Path.of("/nowhere")).boot()).isEqualTo("unknown");
    }

    @Test
    void variable_isThatOfTheStart() throws Exception {
        ProcessBuilder builder = new ProcessBuilder("sleep", "1000.75");
        builder.environment().put("A_VARIABLE", "its = value");
        Process process = builder.start();
        try {
            ProcessId id = proc.row(process.pid()).orElseThrow().id();
            Outside.until("exec", () -> proc.variable(id, "A_VARIABLE").equals(Optional.of("its = value")));

            assertThat(proc.variable(id, "A_VARI")).contains("");
            assertThat(new JdkTable().variable(id, "A_VARIABLE")).contains("");
        } finally {
            process.destroyForcibly().waitFor();
        }
        assertThat(proc.variable(new ProcessId(process.pid(), 1), "A_VARIABLE")).isEmpty();
    }

    @Test
    void mark_ofAProcessThatIsJustBecomingAnotherProgram_isAskedForAgain(@TempDir Path folder) throws Exception {
        Path process = Files.createDirectories(folder.resolve("77"));
        Files.writeString(process.resolve("stat"), "77 (sh) S 5 77 77" + " 0".repeat(15) + " 4711 0 0");
        Path environment = Files.createFile(process.resolve("environ"));
        ProcessSnapshots processSnapshots = new ProcessSnapshots(new ProcTable(folder), "MARK");
        ProcessId id = new ProcessId(77, 4711);

        assertThat(processSnapshots.take().settled()).isFalse();
        Files.writeString(environment, "A=b\0MARK=ours\0");
        assertThat(processSnapshots.take().mark(id)).isEqualTo("ours");
        assertThat(processSnapshots.take().settled()).isTrue();

        Files.writeString(process.resolve("stat"), "77 (sh) S 5 77 77" + " 0".repeat(15) + " 4712 0 0");
        Files.writeString(environment, "");
        int looks = 1;
        while (!processSnapshots.take().settled()) {
            looks++;
        }
        assertThat(looks).isBetween(2, 10);
    }

    @Test
    void pidCounter_isTheOneOfTheKernel() {
        Assumptions.assumeTrue(
                Files.isReadable(Path.of("/proc/sys/kernel/ns_last_pid")), "needs the counter of process numbers");
        PidCounter before = proc.pidCounter().orElseThrow();
        long given = Long.parseLong(Outside.output("sh", "-c", "echo $$").strip());
        PidCounter after = proc.pidCounter().orElseThrow();

        assertThat(before.mayGive(given, after)).isTrue();
        assertThat(after.forks()).isGreaterThan(before.forks());
        assertThat(after.highest())
                .isEqualTo(Long.parseLong(
                        Outside.output("cat", "/proc/sys/kernel/pid_max").strip()));
        assertThat(new JdkTable().pidCounter()).isEmpty();
    }

    @Test
    void signal_reachesTheProcess_andNoOtherOfItsNumber() throws Exception {
        Process process = new ProcessBuilder("sleep", "1000.75").start();
        ProcessId id = proc.row(process.pid()).orElseThrow().id();
        SignalSender signalSender = new JdkSignals(proc);

        assertThat(signalSender.send(new ProcessId(id.pid(), id.start() + 1), UnixSignal.KILL))
                .isEqualTo(Sent.GONE);
        assertThat(process.isAlive()).isTrue();
        assertThat(signalSender.send(id, UnixSignal.STOP)).isEqualTo(Sent.SENT);
        Outside.until("halted", () -> proc.row(id.pid()).orElseThrow().halted());
        assertThat(signalSender.send(id, UnixSignal.CONT)).isEqualTo(Sent.SENT);
        assertThat(signalSender.send(id, UnixSignal.USR1)).isEqualTo(Sent.SENT);
        assertThat(process.waitFor()).isEqualTo(128 + UnixSignal.USR1.number());
        assertThat(signalSender.send(id, UnixSignal.TERM)).isEqualTo(Sent.GONE);
    }

    @Test
    void jdkTable_findsAndStopsATree_byDescentAlone() throws Exception {
        String marker = Outside.marker();
        Process process = new ProcessBuilder("sh", "-c", "sleep " + marker + " & sleep " + marker + " & wait").start();
        Outside.until("three", () -> Outside.processes(marker).size() == 3);
        JdkTable table = new JdkTable();
        ProcessId leader = table.row(process.pid()).orElseThrow().id();
        ProcessTree processTree = new ProcessTree("mark", leader, true, null, EnumSet.allOf(Ownership.class));

        List<ProcessRow> members = processTree.members(new ProcessSnapshots(table, "NONE").take());

        assertThat(members.stream().map(row -> row.id().pid())).hasSameElementsAs(Outside.processes(marker));
        assertThat(members.stream().map(table::program).toList()).anyMatch(program -> program.endsWith("sleep"));
        SignalSender signalSender = new JdkSignals(table);
        members.forEach(row -> signalSender.send(row.id(), UnixSignal.KILL));
        process.waitFor();
        Outside.until("gone", () -> Outside.processes(marker).isEmpty());
        assertThat(table.alive(leader)).isFalse();
        assertThat(table.boot()).isNotEmpty();
    }

    @Test
    void tree_whoseSessionNumberWasGivenAgain_isEmpty() {
        // Our own session, led by another than the leader that is looked for.
        ProcessRow self = proc.row(ProcessHandle.current().pid()).orElseThrow();
        ProcessId formerLeader = new ProcessId(self.session(), 1);
        ProcessTree processTree = new ProcessTree("mark", formerLeader, true, null, EnumSet.allOf(Ownership.class));

        assertThat(processTree.members(new ProcessSnapshots(proc, "NONE").take()))
                .isEmpty();
    }

    @Test
    void tree_neverHoldsThisJvm_itsAncestors_orInit() {
        ProcessRow self = proc.row(ProcessHandle.current().pid()).orElseThrow();
        for (ProcessId leader : List.of(
                self.id(),
                proc.row(self.parent()).orElseThrow().id(),
                proc.row(1).orElseThrow().id())) {
            ProcessTree processTree =
                    new ProcessTree("", leader, true, null, EnumSet.of(Ownership.SESSION, Ownership.DESCENDANTS));
            assertThat(processTree.members(new ProcessSnapshots(proc, "NONE").take()))
                    .isEmpty();
        }
    }

    @Test
    void ports_ofThisJvm_areFound() throws Exception {
        long self = ProcessHandle.current().pid();
        try (ServerSocket socket = new ServerSocket(0, 50, InetAddress.getAllByName("::1")[0])) {
            int port = socket.getLocalPort();
            PortTable portTable = new ProcPorts(Path.of("/proc"), System::nanoTime);

            assertThat(portTable.listeners(port, List.of())).isEqualTo(new PortTable.Listeners(true, Set.of(self)));
            assertThat(portTable.listeners(port, List.of(self)).pids()).containsExactly(self);
            assertThat(new BindPorts().listeners(port, List.of()).any()).isTrue();
        }
        assertThat(new BindPorts().listeners(Outside.freePort(), List.of()).any())
                .isFalse();
        assertThat(new ProcPorts(Path.of("/nowhere"), System::nanoTime)
                        .listeners(80, List.of())
                        .any())
                .isFalse();
    }

    @Test
    void hold_isThereAsLongAsTheSocketIs_andNotForOthers() throws Exception {
        PortTable portTable = new ProcPorts(Path.of("/proc"), System::nanoTime);
        long self = ProcessHandle.current().pid();
        SocketHolders socketHolders;
        try (ServerSocket socket = new ServerSocket(0)) {
            int port = socket.getLocalPort();
            socketHolders = portTable.hold(port, List.of(self)).orElseThrow();

            assertThat(portTable.holds(port, socketHolders)).isTrue();
            assertThat(portTable.hold(port, List.of(1L))).isEmpty();
            assertThat(portTable.hold(port, List.of())).isEmpty();
        }
        assertThat(socketHolders.still()).isFalse();
    }

    @Test
    void hold_ofAPortThatAnotherJoined_isNoneFiveMinutesLater(@TempDir Path folder) throws Exception {
        ManualClock clock = ManualClock.create();
        Path table = Files.createDirectories(folder.resolve("net")).resolve("tcp");
        String ours = "   0: 0100007F:1F90 00000000:0000 0A 00000000:00000000 00:00000000 00000000 0 0 4711 1\n";
        String theirs = "   1: 00000000:1F90 00000000:0000 0A 00000000:00000000 00:00000000 00000000 0 0 4712 1\n";
        Files.writeString(table, ours);
        Path descriptors = Files.createDirectories(folder.resolve("77/fd"));
        Files.createSymbolicLink(descriptors.resolve("3"), Path.of("socket:[4711]"));
        PortTable portTable = new ProcPorts(folder, clock);
        SocketHolders socketHolders = portTable.hold(8080, List.of(77L)).orElseThrow();

        Files.writeString(table, ours + theirs);
        clock.advance(Duration.ofSeconds(299));
        assertThat(portTable.holds(8080, socketHolders)).isTrue();
        clock.advance(Duration.ofSeconds(2));
        assertThat(portTable.holds(8080, socketHolders)).isFalse();
        assertThat(portTable.hold(8080, List.of(77L))).isEmpty();
    }

    @Test
    void sockets_ofAMachineWithHundreds_areKnownByTheirPorts(@TempDir Path folder) throws Exception {
        StringBuilder table = new StringBuilder();
        for (int port = 65_236; port <= 65_535; port++) {
            table.append("   0: 0100007F:%04X 00000000:0000 0A 0:0 00:0 0 0 0 %d 1\n"
                    .formatted(port, 4_294_900_000L + port));
        }
        Path file = Files.writeString(folder.resolve("tcp"), table);
        SocketLines sockets = new SocketLines(new byte[512]);
        sockets.add(file);
        sockets.add(folder.resolve("tcp6"));
        sockets.add(Files.writeString(
                folder.resolve("more"),
                "   0: 0:FFFF 0:0 0A 0:0 00:0 0 0 0 7 1\n   1: 0:FFFF 0:0 01 0:0 00:0 0 0 0 8 1"));

        for (int port = 65_236; port < 65_535; port++) {
            assertThat(sockets.on(port)).containsExactly("socket:[" + (4_294_900_000L + port) + "]");
        }
        assertThat(sockets.on(65_535)).containsExactlyInAnyOrder("socket:[4294965535]", "socket:[7]");
        assertThat(sockets.on(65_235)).isEmpty();
    }

    @Test
    void programs_areFoundInAbsoluteFoldersOnly(@TempDir Path folder) throws Exception {
        Path tool = Files.createFile(folder.resolve("tool"));
        tool.toFile().setExecutable(true);

        assertThat(ProgramFinder.find("tool", Path.of("/"), "relative:" + folder))
                .isEqualTo(tool);
        for (String search : new String[] {".", "", null}) {
            assertThat(Optional.ofNullable(search))
                    .satisfies(given -> org.assertj.core.api.Assertions.assertThatExceptionOfType(LaunchException.class)
                            .isThrownBy(() -> ProgramFinder.find("tool", folder, given.orElse(null))));
        }
    }

    @Test
    void cgroups_whereThereAreNone_areNotMade(@TempDir Path folder) throws Exception {
        CgroupFactory none = CgroupFactory.none("for a reason");
        assertThat(none.create("x")).isEmpty();
        assertThat(none.absence()).isEqualTo("for a reason");
        Cgroup gone = new Cgroup(folder.resolve("gone"));
        assertThat(gone.pids()).isEmpty();
        gone.kill();
        gone.remove();
        assertThat(folder).isEmptyDirectory();
    }
}
