// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.supervisor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class StopTest extends Supervised {
    private static final Duration SHORT = Duration.ofMillis(300);

    /** For what is killed beside what ends in time. */
    private static final Duration SOME = Duration.ofSeconds(2);

    /** How many services of a chain ignore the signal, and the stop timeout of each. */
    static final int CHAIN = 3;

    static final Duration EACH = Duration.ofSeconds(1);

    /** For what is to end in time, on a busy machine too. */
    private static final Duration LONG = Duration.ofSeconds(20);

    /** Starts a line of shell in which each {@code SLEEP} is a sleep of the marker, and waits for so many of them. */
    private void start(String line, int sleepers, UnaryOperator<ServiceSpec> more) {
        ServiceSpec spec = ServiceSpec.shell("tree", line.replace("SLEEP", "sleep " + marker))
                .stopTimeout(SHORT);
        supervisor.start(more.apply(spec)).get();
        Outside.until("its processes", () -> sleepers() == sleepers);
    }

    private long sleepers() {
        return Outside.output("ps", "-eo", "stat=,args=")
                .lines()
                .filter(line -> line.matches("[^Z]\\S*\\s+sleep " + marker))
                .count();
    }

    private StopReport stop() {
        StopReport report = supervisor.stop("tree").get();
        assertThat(Outside.processes(marker)).isEmpty();
        assertThat(report.clean()).as(report.toString()).isTrue();
        assertThat(status("tree").state()).isEqualTo(ServiceState.STOPPED);
        return report;
    }

    @ParameterizedTest
    @EnumSource(Ownership.class)
    void stop_ofLeaderAndChildren_leavesNothing_byEachMeansAlone(Ownership means) {
        openWith(builder -> builder.ownership(means));
        start("SLEEP & SLEEP & SLEEP & wait", 3, spec -> spec.stopTimeout(LONG));

        assertThat(stop().services().get(0).killed()).isZero();
    }

    @RepeatedTest(3)
    void stop_ofLeaderThatForksADaemonAndEnds_bySessionAlone_leavesNothing() {
        assumeThat(Path.of("/proc/sys/kernel/ns_last_pid"))
                .as("the counter of process numbers")
                .isReadable();
        openWith(builder -> builder.ownership(Ownership.SESSION));
        start("trap '(SLEEP &); exit 0' TERM; SLEEP & wait", 1, spec -> spec.stopTimeout(LONG));

        stop();
    }

    @ParameterizedTest
    @EnumSource(
            value = Ownership.class,
            names = {"CGROUP", "TOKEN"})
    void stop_ofDaemonsThatForkedTwiceWithTheirOwnSession_leavesNothing(Ownership means) {
        openWith(builder -> builder.ownership(means));
        assumeThat(Ladder.has(supervisor, means))
                .as("whether there is a " + means)
                .isTrue();
        start("(setsid sh -c 'SLEEP & SLEEP' &); SLEEP", 3, spec -> spec);

        stop();
    }

    @Test
    void stop_ofDaemonWithTheMarkOfAnother_byMarksAlone_leavesIt() {
        openWith(builder -> builder.ownership(Ownership.TOKEN));
        start("(BRACKETWIRE_RUN=another setsid sleep " + marker + " &); SLEEP", 2, spec -> spec);
        try {
            assertThat(supervisor.stop("tree").get().clean()).isTrue();

            assertThat(sleepers()).isEqualTo(1);
        } finally {
            Outside.processes(marker).forEach(pid -> Outside.output("kill", "-KILL", Long.toString(pid)));
            Outside.await(marker, 0);
        }
    }

    @Test
    void stop_daemonClearedItsEnvironment_endsIt() {
        assumeThat(Ladder.has(supervisor, Ownership.CGROUP))
                .as("whether there is a cgroup")
                .isTrue();
        start("(env -i setsid sleep " + marker + " &); SLEEP", 2, spec -> spec);

        stop();
    }

    @Test
    void stop_ofMembersThatIgnoreTheSignal_killsThem() {
        start("(trap '' TERM; SLEEP) & (trap '' TERM; SLEEP) & SLEEP", 3, spec -> spec.stopTimeout(SOME));

        StopReport report = stop();

        assertThat(report.services().get(0).killed()).isEqualTo(2);
        assertThat(report.services().get(0).took()).isGreaterThanOrEqualTo(SOME);
    }

    @Test
    void stop_ofLeaderThatLeavesFirst_waitsForItsTree() {
        start("(trap '' TERM; SLEEP) & SLEEP", 2, spec -> spec.stopTimeout(SOME));

        assertThat(stop().services().get(0).killed()).isEqualTo(1);
    }

    @Test
    void stop_ofMemberThatForksWhenAsked_endsTheNewOneToo() {
        start(
                "trap '(setsid sleep " + marker + " &); exit 0' TERM; echo ready; while :; do sleep 0.05; done",
                0,
                spec -> spec.ready(Probe.logLine("ready")));

        stop();
    }

    @Test
    void stop_suspendedProcess_isResumedToReceiveTheSignal() {
        start("SLEEP", 1, spec -> spec.stopTimeout(Duration.ofSeconds(20)));
        long pid = status("tree").pid().orElseThrow();
        Outside.output("kill", "-STOP", Long.toString(pid));
        Outside.until(
                "halted",
                () -> Outside.output("ps", "-o", "stat=", "-p", Long.toString(pid))
                        .startsWith("T"));

        assertThat(stop().services().get(0).killed()).isZero();
    }

    @Test
    void stop_zombieWithoutReaper_doesNotWaitForIt() {
        // The shell that was replaced by sleep never asks for its child's exit code.
        start("sh -c 'exit 0' & exec SLEEP", 1, spec -> spec.stopTimeout(Duration.ofMinutes(2)));

        assertThat(stop().services().get(0).took()).isLessThan(Duration.ofMinutes(1));
    }

    @ParameterizedTest
    @EnumSource(
            value = StopSignal.class,
            names = {"INT", "HUP", "QUIT", "USR1"})
    void stop_withSignalOfItsOwn_sendsThat(StopSignal signal) {
        start(
                "trap 'echo asked; exit 0' " + signal + "; echo ready; while :; do sleep 0.05; done",
                0,
                spec -> spec.stopSignal(signal).stopTimeout(LONG).ready(Probe.logLine("ready")));

        assertThat(stop().services().get(0).killed()).isZero();

        assertThat(supervisor.tail("tree", 5)).contains("asked");
    }

    @Test
    void stop_signalsMainOnly_leavesTheRestToIt() {
        start(
                "(trap 'echo child asked; exit' TERM; while :; do sleep 0.05; done) & "
                        + "trap 'echo main asked; exit 0' TERM; echo ready; while :; do sleep 0.05; done",
                0,
                spec -> spec.stopSignalToMainOnly().stopTimeout(SOME).ready(Probe.logLine("ready")));
        Outside.until("both", () -> supervisor.processes("tree").size() >= 3);

        StopReport report = stop();

        assertThat(report.services().get(0).killed()).isPositive();
        assertThat(supervisor.tail("tree", 5)).contains("main asked").doesNotContain("child asked");
    }

    @Test
    void stop_withCommand_runsItFirst() {
        start(
                "while [ ! -e stop ]; do sleep 0.05; done; echo asked by file",
                0,
                spec -> spec.directory(folder)
                        .stopCommand("sh", "-c", "touch stop; sleep 1")
                        .stopTimeout(Duration.ofSeconds(20)));

        stop();

        assertThat(supervisor.tail("tree", 5)).containsExactly("asked by file");
    }

    @Test
    void stop_withCommandThatCannotBeRun_stopsAllTheSame() {
        start("SLEEP", 1, spec -> spec.stopCommand("no-such-program"));

        stop();
    }

    @Test
    void stop_ofServiceThatPrintsAtItsEnd_keepsTheLines() {
        start(
                "trap 'echo last words; exit 7' TERM; echo ready; while :; do sleep 0.05; done",
                0,
                spec -> spec.stopTimeout(LONG).ready(Probe.logLine("ready")));

        stop();

        assertThat(supervisor.tail("tree", 1)).containsExactly("last words");
        assertThat(status("tree").exit()).isEqualTo("exited with 7");
    }

    @Test
    void stop_ofManyAtOnce_keepsEachExitCode() {
        String line = "trap 'exit 7' TERM; echo ready; while :; do sleep 0.05; done # " + marker;
        List<ServiceSpec> many = IntStream.range(0, 40)
                .mapToObj(
                        i -> ServiceSpec.shell("s" + i, line).stopTimeout(LONG).ready(Probe.logLine("ready")))
                .toList();
        supervisor.start(many).get();

        assertThat(supervisor.stop().get().clean()).isTrue();

        assertThat(supervisor.statuses()).extracting(ServiceStatus::exit).containsOnly("exited with 7");
    }

    @Test
    void stop_twiceAtOnce_isOneStop() {
        start("SLEEP", 1, spec -> spec);

        var first = supervisor.stop("tree").start();
        var second = supervisor.stop("tree").start();

        assertThat(first.join().clean()).isTrue();
        assertThat(second.join().clean()).isTrue();
        assertThat(supervisor.stop("tree").get().clean()).isTrue();
    }

    @Test
    void stop_ofForeignProcessInTheSameFolder_leavesIt() throws Exception {
        Process foreign = new ProcessBuilder("sleep", marker).start();
        try {
            start("SLEEP", 2, spec -> spec);

            supervisor.stop("tree").get();

            assertThat(Outside.processes(marker)).containsExactly(foreign.pid());
        } finally {
            foreign.destroyForcibly().waitFor();
        }
    }

    @Test
    void stop_ofDependency_stopsWhatComesAfterItFirst() {
        supervisor
                .start(
                        ServiceSpec.of("db", "sleep", marker),
                        ServiceSpec.of("api", "sleep", marker).after("db"),
                        ServiceSpec.of("web", "sleep", marker).after("api"),
                        ServiceSpec.of("other", "sleep", marker))
                .get();

        StopReport report = supervisor.stop("db").get();

        assertThat(report.services()).extracting(StopReport.Stopped::service).containsExactly("web", "api", "db");
        assertThat(status("other").ready()).isTrue();
    }

    /** Services that ignore the signal, each after another. */
    static List<ServiceSpec> stubbornChain(String marker) {
        List<ServiceSpec> chain = new ArrayList<>();
        for (int i = 0; i < CHAIN; i++) {
            ServiceSpec spec =
                    ServiceSpec.shell("s" + i, "trap '' TERM; sleep " + marker).stopTimeout(EACH);
            chain.add(i == 0 ? spec : spec.after("s" + (i - 1)));
        }
        return chain;
    }

    @Test
    void close_behindAServiceThatIgnoresTheSignal_leavesEachDependencyItsOwnTime() {
        // All have the same timeout, so the first level uses up as much time as any other has.
        Duration each = Duration.ofSeconds(4);
        String end = "trap 'sleep 0.3; touch $NAME.whole; exit 0' TERM; echo up; while :; do sleep 0.05; done; ";
        String deaf = "trap '' TERM; echo up; sleep ";
        supervisor
                .start(Stream.of(
                                ServiceSpec.shell("db", end + marker),
                                ServiceSpec.shell("api", end + marker).after("db"),
                                ServiceSpec.shell("web", deaf + marker).after("api"),
                                ServiceSpec.shell("job", deaf + marker).after("db"))
                        .map(spec -> spec.environment("NAME", spec.name())
                                .directory(folder)
                                .stopTimeout(each)
                                .ready(Probe.logLine("up")))
                        .toList())
                .get();

        supervisor.close();

        assertThat(folder.resolve("api.whole")).exists();
        assertThat(folder.resolve("db.whole")).exists();
        assertThat(Outside.processes(marker)).isEmpty();
    }

    @Test
    void close_ofManyThatIgnoreTheSignal_givesEachItsTime_andEnds() {
        String line = "trap '' TERM; echo up; sleep " + marker;
        Duration each = Duration.ofSeconds(1);
        List<ServiceSpec> chain = List.of(
                ServiceSpec.shell("a", line),
                ServiceSpec.shell("b", line).after("a"),
                ServiceSpec.shell("c", line).after("b"));
        supervisor
                .start(chain.stream()
                        .map(spec -> spec.stopTimeout(each).ready(Probe.logLine("up")))
                        .toList())
                .get();

        supervisor.close();

        for (ServiceSpec spec : chain) {
            assertThat(events.stream()
                            .filter(event -> event.status().name().equals(spec.name())
                                    && event.before() == ServiceState.STOPPING)
                            .map(ServiceEvent::stayed))
                    .singleElement()
                    .satisfies(stayed -> assertThat(stayed).isGreaterThanOrEqualTo(each));
        }
        assertThat(Outside.processes(marker)).isEmpty();
    }

    @Test
    void stop_withACommandThatEndsAtOnce_leavesTheServiceTheRestOfItsTime() {
        start(
                "trap '' TERM; echo ready; SLEEP",
                1,
                spec -> spec.stopCommand("true").stopTimeout(SOME).ready(Probe.logLine("ready")));

        StopReport report = stop();

        assertThat(report.services().get(0).took()).isGreaterThanOrEqualTo(SOME.minusMillis(500));
    }

    @Test
    void closed_supervisor_saysSo() {
        supervisor.close();
        supervisor.close();

        org.assertj.core.api.Assertions.assertThatIllegalStateException()
                .isThrownBy(() -> supervisor
                        .start(ServiceSpec.of("late", "sleep", marker))
                        .get())
                .withMessageContaining("is closed");
        assertThat(List.of(supervisor.statuses())).isNotEmpty();
    }
}
