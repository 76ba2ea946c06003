// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.supervisor.internal.os;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bracketwire.supervisor.Ownership;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Asks trees about a made-up process table: 70 is older than the leader 77; 80, 81 and 82 are strangers to it. */
class OwnershipProofTest {
    private static final String MARK = "0123456789ab/api/4123456789abcdef";
    private static final ProcessId LEADER = new ProcessId(77, 1000);

    @TempDir
    Path proc;

    private void process(long pid, long parent, long session, long start, String environment) throws IOException {
        Path folder = Files.createDirectories(proc.resolve(Long.toString(pid)));
        String line = pid + " (x) S " + parent + " " + session + " " + session + " 0".repeat(15) + " " + start + " 0 0";
        Files.writeString(folder.resolve("stat"), line);
        Files.writeString(folder.resolve("environ"), environment);
    }

    private void strangers() throws IOException {
        process(1, 0, 1, 1, "A=b\0");
        process(70, 1, 70, 900, "A=b\0");
        process(80, 1, 80, 1200, "A=b\0");
        process(81, 1, 81, 1200, "RUN=\0");
        process(82, 1, 82, 1200, "RUN=0123456789ab/web/4123456789abcdef\0");
    }

    private List<Long> members(String mark, @Nullable ProcessId leader, @Nullable Cgroup cgroup) {
        ProcessTree processTree = new ProcessTree(mark, leader, true, cgroup, EnumSet.allOf(Ownership.class));
        return pids(processTree);
    }

    private List<Long> pids(ProcessTree processTree) {
        return processTree.members(new ProcessSnapshots(new ProcTable(proc), "RUN").take()).stream()
                .map(row -> row.id().pid())
                .sorted()
                .toList();
    }

    private Cgroup cgroup(String pids) throws IOException {
        Path folder = Files.createDirectories(proc.resolve("cgroup"));
        Files.writeString(folder.resolve("cgroup.procs"), pids);
        Files.writeString(folder.resolve("cgroup.kill"), "");
        return new Cgroup(folder);
    }

    @Test
    void members_markThatIsEmptyOrMalformed_areNone() throws IOException {
        strangers();
        for (String mark : List.of(
                "",
                "/",
                "//",
                "null",
                "0123456789ab",
                "0123456789ab/api/",
                "0123456789ab//4123456789abcdef",
                "0123456789ab/api/4123456789abcde",
                "0123456789AB/api/4123456789abcdef",
                "0123456789ab/api/4123456789abcdef\n",
                "0123456789ab/api/4123456789abcdef/other")) {
            process(90, 1, 90, 1300, "RUN=" + mark + "\0");
            assertThat(members(mark, null, null)).as(mark).isEmpty();
        }
        process(90, 1, 90, 1300, "RUN=" + MARK + "\0");
        assertThat(members(MARK, null, null)).containsExactly(90L);
        process(91, 1, 91, 1300, "RUN=" + MARK + "/probe\0");
        assertThat(members(MARK + "/probe", null, null)).containsExactly(91L);
    }

    @Test
    void members_leaderThatIsIncompleteOrAnother_areNone() throws IOException {
        strangers();
        for (ProcessId leader : List.of(
                new ProcessId(80, 1199),
                new ProcessId(80, 0),
                new ProcessId(80, -1),
                new ProcessId(0, 0),
                new ProcessId(1, 1),
                new ProcessId(-1, 1200),
                new ProcessId(Long.MAX_VALUE, 1200))) {
            assertThat(members(MARK, leader, null)).as(leader.toString()).isEmpty();
        }
    }

    @Test
    void members_sessionOfTheLeader_areOursAsLongAsItsNumberNamesIt() throws IOException {
        strangers();
        process(77, 1, 77, 1000, "");
        process(78, 1, 77, 1100, "OVERWRITTEN");
        assertThat(members(MARK, LEADER, null)).containsExactly(77L, 78L);

        process(77, 1, 77, 1150, "A=b\0");
        assertThat(members(MARK, LEADER, null)).as("another has the number").isEmpty();
    }

    private void counter(long last, long forks) throws IOException {
        Files.createDirectories(proc.resolve("sys/kernel"));
        Files.writeString(proc.resolve("sys/kernel/ns_last_pid"), last + "\n");
        Files.writeString(proc.resolve("sys/kernel/pid_max"), "32768\n");
        Files.writeString(proc.resolve("stat"), "cpu 1 2 3\nprocesses " + forks + "\nprocs_running 1\n");
    }

    private void ends(long pid) throws IOException {
        Files.deleteIfExists(proc.resolve(pid + "/stat"));
    }

    /** The leader is seen alive, forks 91, which forks 92, and ends, and so does 91, before the next snapshot. */
    private ProcessTree leaderThatEndsUnseen(long last, long forks) throws IOException {
        strangers();
        ends(92);
        process(77, 1, 77, 1000, "");
        counter(90, 5000);
        ProcessTree processTree = new ProcessTree(MARK, LEADER, true, null, EnumSet.of(Ownership.SESSION));
        assertThat(pids(processTree)).containsExactly(77L);
        ends(77);
        process(92, 1, 77, 1100, "");
        counter(last, forks);
        return processTree;
    }

    @Test
    void members_forkedByALeaderThatEndedBetweenTwoSnapshots_areOurs() throws IOException {
        assertThat(pids(leaderThatEndsUnseen(92, 5002))).containsExactly(92L);
    }

    @Test
    void members_sessionWhoseNumberMayHaveBeenGivenAgain_areNone() throws IOException {
        for (long[] counter : new long[][] {{77, 5010}, {89, 5010}, {92, 5000 + 32768}, {92, 4999}}) {
            assertThat(pids(leaderThatEndsUnseen(counter[0], counter[1])))
                    .as("last %d, forks %d", counter[0], counter[1])
                    .isEmpty();
        }
        ProcessTree processTree = leaderThatEndsUnseen(92, 5002);
        Files.delete(proc.resolve("sys/kernel/ns_last_pid"));
        assertThat(pids(processTree)).as("no counter").isEmpty();
    }

    @Test
    void members_sessionWhoseNumberWasSeenWithAnother_staysNone() throws IOException {
        ProcessTree processTree = leaderThatEndsUnseen(92, 5002);
        process(77, 1, 77, 1150, "A=b\0");
        assertThat(pids(processTree)).isEmpty();
        ends(77);
        assertThat(pids(processTree)).isEmpty();
    }

    @Test
    void members_emptySnapshotBetweenTwoForks_doesNotLoseTheSession() throws IOException {
        ProcessTree processTree = leaderThatEndsUnseen(92, 5002);
        ends(92);
        assertThat(pids(processTree)).isEmpty();
        process(93, 1, 77, 1101, "");
        counter(93, 5003);
        assertThat(pids(processTree)).containsExactly(93L);
    }

    @Test
    void members_leaderThatEndedBeforeTheFirstSnapshot_leavesItsSessionToTheSupervisorThatStartedIt()
            throws IOException {
        strangers();
        process(92, 1, 77, 1100, "");
        counter(92, 5003);
        for (ProcessId leader : List.of(LEADER, new ProcessId(77, 0))) {
            ProcessTree recorded = new ProcessTree(MARK, leader, true, null, EnumSet.of(Ownership.SESSION));
            ProcessTree started = new ProcessTree(MARK, leader, true, null, EnumSet.of(Ownership.SESSION));
            started.started(new PidCounter(60, 5000, 32768));

            assertThat(pids(recorded)).as("a record alone").isEmpty();
            assertThat(pids(started)).containsExactly(92L);
        }
    }

    @Test
    void members_olderThanTheLeader_areNone() throws IOException {
        strangers();
        process(77, 1, 77, 1000, "");
        process(70, 77, 77, 900, "RUN=" + MARK + "\0");

        assertThat(members(MARK, LEADER, null)).containsExactly(77L);
    }

    @Test
    void members_cgroupOfTheRunAlone_areOurs_andItMayBeKilled() throws IOException {
        strangers();
        process(77, 1, 77, 1000, "");
        process(79, 1, 79, 1100, "");
        ProcessTree processTree =
                new ProcessTree(MARK, LEADER, true, cgroup("77\n79\n"), EnumSet.allOf(Ownership.class));

        assertThat(pids(processTree)).containsExactly(77L, 79L);
        processTree.killCgroup();
        assertThat(proc.resolve("cgroup/cgroup.kill")).hasContent("1");
    }

    @Test
    void members_cgroupWithAnExcludedProcess_provesNothing_andIsNotKilled() throws IOException {
        strangers();
        process(77, 1, 77, 1000, "");
        process(79, 1, 79, 1100, "");
        long self = ProcessHandle.current().pid();
        process(self, 1, self, 1100, "");
        for (String stranger : List.of("70", "1", "0", Long.toString(self))) {
            ProcessTree processTree = new ProcessTree(
                    MARK, LEADER, true, cgroup("77\n79\n" + stranger + "\n"), EnumSet.allOf(Ownership.class));

            assertThat(pids(processTree)).as(stranger).containsExactly(77L);
            processTree.killCgroup();
            assertThat(proc.resolve("cgroup/cgroup.kill")).as(stranger).isEmptyFile();
        }
    }

    @Test
    void recorded_processOfEqualStart_isOurs_andNoOther() throws IOException {
        strangers();
        ProcessTree processTree = new ProcessTree(MARK, null, false, null, EnumSet.allOf(Ownership.class));
        processTree.recorded(new ProcessId(80, 1200));
        processTree.recorded(new ProcessId(81, 1199));
        processTree.recorded(new ProcessId(1, 1));

        assertThat(pids(processTree)).containsExactly(80L);
    }

    @Test
    void record_membersOutsideTheSession_areHandedOver() throws IOException {
        strangers();
        process(77, 1, 77, 1000, "");
        process(79, 77, 79, 1100, "");
        ProcessTree processTree = new ProcessTree(MARK, LEADER, true, null, EnumSet.allOf(Ownership.class));
        Set<ProcessId> heard = new HashSet<>();
        processTree.record(apart -> {
            heard.clear();
            heard.addAll(apart);
        });

        pids(processTree);
        assertThat(heard).containsExactly(new ProcessId(79, 1100));
        process(79, 1, 79, 1100, "");
        assertThat(pids(processTree)).as("its parent has ended").containsExactly(77L, 79L);
        assertThat(heard).containsExactly(new ProcessId(79, 1100));
    }

    @Test
    void cgroups_recordedPathOfAnotherForm_isNone() throws IOException {
        CgroupFactory cgroupFactory = CgroupFactory.find();
        String name = CgroupFactory.name(MARK);
        Assumptions.assumeTrue(
                cgroupFactory.absence().isEmpty(), "no cgroup may be made here: " + cgroupFactory.absence());
        Cgroup made = cgroupFactory.create(name).orElseThrow();
        try {
            String path = made.folder().toString();
            String parent = path.substring(0, path.length() - name.length() - 1);
            assertThat(CgroupFactory.recorded(path, MARK)).isPresent();
            String elsewhere = Files.createDirectory(proc.resolve(name)).toString();
            for (String other : new String[] {
                null,
                "",
                "/",
                "\0",
                parent,
                path + "/",
                path + "/..",
                parent + "/./" + name,
                parent + "//" + name,
                parent + "/nowhere/../" + name,
                path.substring(0, path.length() - 1),
                name,
                elsewhere
            }) {
                assertThat(CgroupFactory.recorded(other, MARK)).as(other).isEmpty();
            }
            assertThat(CgroupFactory.recorded(path, MARK.replace("api", "web"))).isEmpty();
            assertThat(CgroupFactory.recorded(path, "")).isEmpty();
        } finally {
            made.remove();
        }
    }
}
