// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.supervisor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.bracketwire.ConfigurationException;
import dev.bracketwire.ConfigurationException.Problem;
import dev.bracketwire.DeadlineException;
import dev.bracketwire.Secret;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.concurrent.CompletionException;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class StartTest extends Supervised {
    private ServiceSpec sleeper(String name) {
        return ServiceSpec.of(name, "sleep", marker);
    }

    private List<String> ready() {
        return events.stream()
                .filter(event -> event.status().ready())
                .map(event -> event.status().name())
                .toList();
    }

    @Test
    void start_ofDependencies_followsTheirOrder() {
        supervisor
                .start(
                        sleeper("web").after("api", "cache"),
                        sleeper("api").after("db"),
                        sleeper("cache"),
                        sleeper("db"))
                .get();

        assertThat(ready()).containsSubsequence("db", "api", "web").containsSubsequence("cache", "web");
    }

    @Test
    void start_afterOneShot_waitsUntilItHasCompleted() {
        supervisor
                .start(
                        ServiceSpec.shell("migrate", "sleep 0.3; touch done")
                                .directory(folder)
                                .oneShot(),
                        ServiceSpec.shell("api", "test -e done && exec sleep " + marker)
                                .directory(folder)
                                .after("migrate"))
                .get();

        assertThat(status("migrate").state()).isEqualTo(ServiceState.COMPLETED);
        assertThat(status("api").ready()).isTrue();
    }

    @Test
    void start_ofStoppedDependency_startsItToo() {
        supervisor.start(sleeper("db"), sleeper("api").after("db")).get();
        supervisor.stop().get();

        supervisor.start(sleeper("api").after("db")).get();

        assertThat(status("db").ready()).isTrue();
    }

    @Test
    void start_afterDependencyThatFails_failsAndNamesIt() {
        assertThatExceptionOfType(StartException.class)
                .isThrownBy(() -> supervisor
                        .start(
                                ServiceSpec.shell("db", "exit 3")
                                        .ready(Probe.logLine("never"))
                                        .restart(RestartPolicy.never()),
                                sleeper("api").after("db"))
                        .get())
                .withMessageContaining("exited with 3 before it was ready");

        awaitState("api", ServiceState.FAILED);
        assertThat(status("api").why()).contains("its dependency db has failed").contains("exited with 3");
    }

    @Test
    void start_ofSeveral_continuesAfterFailuresAndNamesEach() {
        ServiceSpec bad =
                ServiceSpec.shell("bad", "exit 3").ready(Probe.logLine("never")).restart(RestartPolicy.never());
        ServiceSpec slow = ServiceSpec.shell(
                        "slow", "until [ -e go ]; do sleep 0.02; done; echo up; exec sleep " + marker)
                .directory(folder)
                .ready(Probe.logLine("up"));
        var started = supervisor
                .start(
                        bad,
                        sleeper("blocked").after("bad"),
                        ServiceSpec.of("absent", "no-such-program"),
                        slow,
                        sleeper("good").after("slow"))
                .start();
        awaitState("blocked", ServiceState.FAILED);
        awaitState("absent", ServiceState.FAILED);
        assertThat(started).isNotDone();
        Outside.output("touch", folder.resolve("go").toString());

        assertThat(started.handle((all, failure) -> failure).join())
                .isInstanceOfSatisfying(
                        StartException.class,
                        e -> assertThat(e.failures())
                                .containsOnlyKeys("bad", "blocked", "absent")
                                .hasEntrySatisfying(
                                        "bad", why -> assertThat(why).contains("exited with 3")))
                .hasMessageContaining("3 of 5 services did not start")
                .hasMessageContaining("its dependency bad has failed")
                .hasMessageContaining("no program no-such-program");
        assertThat(status("slow").ready()).isTrue();
        assertThat(status("good").ready()).isTrue();
    }

    @Test
    void start_afterADependencyThatWasTakenOver_leavesThatRunning() {
        ServiceSpec db = sleeper("db").lifetime(Lifetime.INDEPENDENT);
        supervisor.start(db).get();
        openWith(builder -> builder);
        var pid = status("db").pid();

        supervisor.start(sleeper("api").after("db")).get();
        assertThatExceptionOfType(StartException.class)
                .isThrownBy(() -> supervisor.restart().get())
                .withMessageContaining("service db: was taken over");

        assertThat(status("db").pid()).isEqualTo(pid);
        assertThat(status("api").ready()).isTrue();
        supervisor.start(db).get();
        supervisor.restart("db").get();
        assertThat(status("db").pid()).isNotEqualTo(pid);
        supervisor.stop().get();
    }

    @Test
    void start_ofWhatRuns_leavesItRunning() {
        supervisor.start(sleeper("api")).get();
        var pid = status("api").pid();

        supervisor.start(sleeper("api")).get();

        assertThat(status("api").pid()).isEqualTo(pid);
        Outside.await(marker, 1);
    }

    @Test
    void start_from32ThreadsAtOnce_isOneStart() throws Exception {
        List<Thread> threads = IntStream.range(0, 32)
                .mapToObj(i -> new Thread(() -> supervisor.start(sleeper("api")).get()))
                .toList();
        threads.forEach(Thread::start);
        for (Thread thread : threads) {
            thread.join();
        }

        Outside.await(marker, 1);
    }

    @Test
    void restart_givesAnotherProcess() {
        supervisor.start(sleeper("api")).get();
        var pid = status("api").pid();

        supervisor.restart("api").get();

        assertThat(status("api").pid()).isNotEqualTo(pid);
        Outside.await(marker, 1);
    }

    @Test
    void specs_invalidValues_areAllReported() {
        assertThatExceptionOfType(ConfigurationException.class)
                .isThrownBy(() -> supervisor
                        .start(
                                sleeper("a").after("b", "nobody").port(0),
                                sleeper("b")
                                        .after("c")
                                        .stopTimeout(Duration.ZERO)
                                        .environment("X=Y", "z"),
                                sleeper("c").after("a").ready(Probe.http("/")).live(Probe.logLine("x")),
                                sleeper("d e")
                                        .port(8123)
                                        .logs(Logs.pump().size(1))
                                        .lifetime(Lifetime.INDEPENDENT),
                                sleeper("f")
                                        .port(8123)
                                        .restart(RestartPolicy.onFailure().limit(50, Duration.ofSeconds(1))),
                                sleeper("f"),
                                sleeper("g").port(8124).oneShot().startTimeout(Duration.ofSeconds(-1)),
                                ServiceSpec.of("h", "")
                                        .startup(Probe.tcp(70_000).failures(0)))
                        .get())
                .satisfies(e -> assertThat(e.problems().stream().map(Problem::path))
                        .contains(
                                "a.port",
                                "a.after",
                                "b.stopTimeout",
                                "b.environment",
                                "c.ready",
                                "c.live",
                                "d e.name",
                                "d e.logs",
                                "f",
                                "f.restart",
                                "g.ready",
                                "g.startTimeout",
                                "h.command",
                                "h.startup",
                                "after")
                        .doesNotContain("c.startup"))
                .withMessageContaining("a after b after c after a")
                .withMessageContaining("which is no service")
                .withMessageContaining("can never trip");
        assertThat(supervisor.statuses()).isEmpty();
    }

    private static ServiceSpec patient(ServiceSpec spec, Duration span) {
        Probe probe = Probe.tcp(spec.ports().get(0)).every(span).timeout(span);
        RestartPolicy policy = RestartPolicy.onFailure()
                .backoff(Duration.ofMillis(1), 2, span)
                .limit(5, span)
                .stableAfter(span);
        return spec.startTimeout(span)
                .stopTimeout(span)
                .ready(probe)
                .live(probe)
                .logs(Logs.file().age(span))
                .restart(policy);
    }

    @Test
    void durations_tooLong_areCutToACentury() {
        ServiceSpec spec = patient(HttpService.spec("api", Outside.freePort(), "ok"), ChronoUnit.FOREVER.getDuration());
        assertThat(spec.stopTimeout()).isEqualTo(Duration.ofDays(36_500));

        supervisor.start(spec).get();
        long before = status("api").pid().orElseThrow();
        Outside.output("kill", "-KILL", Long.toString(before));
        Outside.until(
                "another", () -> status("api").ready() && status("api").pid().orElse(before) != before);

        assertThat(supervisor.stop().get().clean()).isTrue();
    }

    @Test
    void ports_ofTwoServices_mustDiffer() {
        assertThatExceptionOfType(ConfigurationException.class)
                .isThrownBy(() -> supervisor
                        .start(sleeper("a").port(8123), sleeper("b").port(8123))
                        .get())
                .withMessageContaining("b.port 8123 is that of a too");
    }

    private String refusal(ServiceSpec spec) {
        try {
            supervisor.start(spec.environment("HUSH", "canary-value")).get();
        } catch (StartException e) {
            assertThat(status(spec.name()).state()).isEqualTo(ServiceState.FAILED);
            assertThat(e.getMessage()).doesNotContain("canary");
            return String.valueOf(e.getMessage());
        }
        throw new AssertionError("it started");
    }

    @Test
    void start_ofWhatCannotBeRun_failsAtOnceAndSaysWhy() throws IOException {
        Path plain = Files.writeString(folder.resolve("plain"), "echo x");
        Path broken = Files.createFile(
                folder.resolve("broken"),
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        Files.writeString(broken, "#!/no/such/interpreter\n");

        assertThat(refusal(ServiceSpec.of("a", "no-such-program", "canary")))
                .contains("no program no-such-program in PATH");
        assertThat(refusal(ServiceSpec.of("b", "/no/such/file", "canary")))
                .contains("there is no program /no/such/file");
        assertThat(refusal(ServiceSpec.of("c", plain.toString()))).contains("is not executable");
        assertThat(refusal(ServiceSpec.of("d", folder.toString()))).contains("is a directory");
        assertThat(refusal(ServiceSpec.of("e", "sleep", "1").directory(folder.resolve("gone"))))
                .contains("there is no directory");
        assertThat(refusal(ServiceSpec.of("f", "sleep", "1".repeat(200_000)))).contains("refused to start");
        assertThat(refusal(ServiceSpec.of("g", broken.toString()).oneShot().restart(RestartPolicy.never())))
                .contains("exited with 12");
    }

    @Test
    void start_thatFailsBeforeThereIsAProcess_leavesNothingBehind() throws IOException {
        Path absent = folder.resolve("absent");
        ServiceSpec spec = sleeper("api").environment("TOKEN", Secret.file(absent));

        assertThatExceptionOfType(StartException.class)
                .isThrownBy(() -> supervisor.start(spec.logs(Logs.pump())).get())
                .withMessageContaining("absent");
        Path log = Files.createDirectories(log("api.log"));
        assertThatExceptionOfType(StartException.class)
                .isThrownBy(() -> supervisor.start(sleeper("api")).get())
                .withMessageContaining("api.log");

        assertThat(folder.resolve("state/services/api.json")).doesNotExist();
        String id = Files.readString(folder.resolve("state/id")).strip();
        // What others remove meanwhile is named on its other stream.
        assertThat(Outside.output("sh", "-c", "find /sys/fs/cgroup -name 'bracketwire-" + id + "-*' 2>/dev/null"))
                .isEmpty();
        Files.delete(log);
        Files.writeString(absent, "there");
        supervisor.start(spec).get();
    }

    @Test
    void start_ofRelativeProgram_looksInTheServicesDirectoryAndNotInOurs() throws IOException {
        Path script = Files.createFile(
                folder.resolve("run.sh"),
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        Files.writeString(script, "#!/bin/sh\nexec sleep " + marker + "\n");

        supervisor.start(ServiceSpec.of("here", "./run.sh").directory(folder)).get();

        Outside.until("it became what it is", () -> Outside.processes(marker).size() == 1);
    }

    @Test
    void environment_reachesTheService_andSecretsStayHidden() throws IOException {
        ServiceSpec spec = ServiceSpec.shell("env", "echo $PLAIN $HIDDEN; exec sleep " + marker)
                .environment("PLAIN", "plain")
                .environment("HIDDEN", Secret.of("canary"))
                .ready(Probe.logLine("plain"));

        supervisor.start(spec).get();

        assertThat(supervisor.tail("env", 1)).containsExactly("plain canary");
        assertThat(Files.readString(folder.resolve("state/services/env.json"))).doesNotContain("canary", "exec sleep");
        assertThat(spec.toString() + supervisor.statuses() + events + supervisor.processes("env"))
                .doesNotContain("canary")
                .doesNotContain(marker);
    }

    @Test
    void start_deadlinePasses_callFailsAndTheStartContinues() {
        ServiceSpec slow = ServiceSpec.shell("slow", "sleep 1; echo up; exec sleep " + marker)
                .ready(Probe.logLine("up"));

        assertThatExceptionOfType(DeadlineException.class)
                .isThrownBy(() ->
                        supervisor.start(slow).within(Duration.ofMillis(50)).get());

        Outside.until("it is ready", () -> status("slow").ready());
    }

    @Test
    void stop_whileItWaits_releasesIt() {
        var started = supervisor
                .start(
                        ServiceSpec.of("db", "sleep", marker).ready(Probe.logLine("never")),
                        sleeper("api").after("db"))
                .start();
        awaitState("db", ServiceState.STARTING);
        awaitState("api", ServiceState.WAITING);

        assertThat(supervisor.stop("api").get().clean()).isTrue();

        assertThat(status("api").state()).isEqualTo(ServiceState.STOPPED);
        assertThat(status("db").state()).isEqualTo(ServiceState.STARTING);
        supervisor.stop("db").get();
        assertThatExceptionOfType(CompletionException.class)
                .isThrownBy(started::join)
                .withMessageContaining("service api: was stopped before it was ready");
    }

    @Test
    void close_duringTheStart_leavesNoProcess() {
        List<ServiceSpec> many =
                IntStream.range(0, 12).mapToObj(i -> sleeper("s" + i)).toList();
        var started = supervisor.start(many).start();

        supervisor.close();

        started.handle((all, failure) -> "").join();
        assertThat(Outside.processes(marker)).isEmpty();
    }

    @Test
    void listener_thatThrowsAndCallsBack_changesNothing() {
        Supervisor second = Supervisor.builder(folder.resolve("second"))
                .listener(new SupervisorListener() {
                    @Override
                    public void changed(ServiceEvent event) {
                        throw new IllegalStateException("listener");
                    }
                })
                .open();
        try (second) {
            assertThat(second.start(sleeper("api")).get()).hasSize(1);
        }
    }

    @Test
    void stop_fromListenerDuringTheStart_stops() {
        Supervisor[] second = new Supervisor[1];
        second[0] = Supervisor.builder(folder.resolve("second"))
                .listener(new SupervisorListener() {
                    @Override
                    public void changed(ServiceEvent event) {
                        if (event.status().state() == ServiceState.STARTING) {
                            second[0].stop("api").start();
                        }
                    }
                })
                .open();
        try (Supervisor it = second[0]) {
            it.start(sleeper("api")).start();
            Outside.until(
                    "stopped",
                    () -> it.find("api")
                            .filter(status -> status.state() == ServiceState.STOPPED
                                    && !status.why().isEmpty())
                            .isPresent());
            assertThat(Outside.processes(marker)).isEmpty();
        }
    }

    @Test
    void start_unknownName_isRefused() {
        org.assertj.core.api.Assertions.assertThatIllegalArgumentException()
                .isThrownBy(() -> supervisor.stop("nobody").get())
                .withMessageContaining("no service nobody");
        org.assertj.core.api.Assertions.assertThatIllegalArgumentException()
                .isThrownBy(() -> supervisor.tail("nobody", 3));
    }
}
