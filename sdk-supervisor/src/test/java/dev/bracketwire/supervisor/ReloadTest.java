// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.supervisor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bracketwire.Outcome;
import dev.bracketwire.Plan;
import dev.bracketwire.Report;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class ReloadTest extends Supervised {
    private final ServiceSpec db = ServiceSpec.of("db", "sleep", marker);
    private final ServiceSpec api = ServiceSpec.of("api", "sleep", marker).after("db");
    private final ServiceSpec web = ServiceSpec.of("web", "sleep", marker).after("api");

    private long pid(String name) {
        return status(name).pid().orElseThrow();
    }

    @Test
    void reload_restartsOnlyWhatChanged() {
        supervisor.start(db, api, web).get();
        long dbPid = pid("db");
        long apiPid = pid("api");
        ServiceSpec changed = api.environment("LEVEL", "debug");
        ServiceSpec updated = db.stopTimeout(Duration.ofSeconds(3));
        ServiceSpec fresh = ServiceSpec.of("mail", "sleep", marker);

        Plan<ServiceChange> plan =
                supervisor.planReload(List.of(updated, changed, fresh)).get();
        assertThat(plan.changes().map(ServiceChange::toString))
                .containsExactly("stop web", "update db", "restart api", "start mail");
        Report<ServiceChange> report = plan.apply().get().orThrow();

        assertThat(report.complete()).isTrue();
        assertThat(pid("db")).isEqualTo(dbPid);
        assertThat(pid("api")).isNotEqualTo(apiPid);
        assertThat(supervisor.statuses()).extracting(ServiceStatus::name).containsExactly("api", "db", "mail");
        assertThat(supervisor.planReload(List.of(updated, changed, fresh)).get().isEmpty())
                .isTrue();
    }

    @Test
    void reload_ofAnArgumentOfAProbe_asksTheNewOne() {
        Probe there = Probe.command("test", "-e", folder.toString());
        Probe gone = Probe.command("test", "-e", folder.resolve("gone").toString());
        ServiceSpec spec = ServiceSpec.of("api", "sleep", marker);
        supervisor.start(spec.ready(there.every(Duration.ofMillis(50)))).get();
        long pid = pid("api");

        Plan<ServiceChange> plan = supervisor
                .planReload(List.of(spec.ready(gone.every(Duration.ofMillis(50)))))
                .get();
        assertThat(plan.changes().map(ServiceChange::toString)).containsExactly("update api");
        plan.apply().get().orThrow();

        awaitState("api", ServiceState.UNHEALTHY);
        assertThat(pid("api")).isEqualTo(pid);
    }

    @Test
    void reload_ofWhatChangedMeanwhile_isStale() {
        supervisor.start(db).get();
        Plan<ServiceChange> plan =
                supervisor.planReload(List.of(db.environment("A", "1"))).get();
        supervisor.reload(List.of(db.environment("A", "2"))).get().orThrow();

        Report<ServiceChange> report = plan.apply().get();

        assertThat(report.count(dev.bracketwire.Outcome.Status.STALE)).isEqualTo(1);
    }

    @Test
    void reload_startsWhatIsStopped() {
        supervisor.start(db).get();
        supervisor.stop("db").get();

        supervisor.reload(List.of(db)).get().orThrow();

        assertThat(status("db").ready()).isTrue();
    }

    @Test
    void reload_thatDropsADependency_stopsOnlyThat() {
        supervisor.start(db, api, web).get();
        long apiPid = pid("api");
        long webPid = pid("web");
        ServiceSpec alone = ServiceSpec.of("api", "sleep", marker);

        Plan<ServiceChange> plan = supervisor.planReload(List.of(alone, web)).get();
        assertThat(plan.changes().map(ServiceChange::toString)).containsExactly("stop db", "update api");
        plan.apply().get().orThrow();

        assertThat(pid("api")).isEqualTo(apiPid);
        assertThat(pid("web")).isEqualTo(webPid);
        assertThat(supervisor.statuses()).extracting(ServiceStatus::name).containsExactly("api", "web");
    }

    /** A task that adds a line to a file each time it runs. */
    private ServiceSpec task(String name) {
        return ServiceSpec.shell(name, "echo ran >> " + name + ".runs")
                .directory(folder)
                .oneShot();
    }

    private List<String> runs(String name) {
        try {
            return Files.readAllLines(folder.resolve(name + ".runs"));
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void oneShot_thatCompleted_runsAgainOnlyWhenItChangesOrIsNamedByARestart() {
        ServiceSpec migrate = task("migrate").after("db");
        ServiceSpec late = api.after("migrate");
        supervisor.start(db, migrate, late).get();

        ServiceSpec changed = db.environment("LEVEL", "debug");
        supervisor
                .reload(List.of(changed, migrate, late.environment("A", "1")))
                .get()
                .orThrow();
        supervisor.start(changed, migrate, late.environment("A", "1")).get();
        supervisor.start(late.environment("A", "2")).get();
        supervisor.restart("db").get();
        supervisor.restart().get();
        supervisor.stop("db").get();
        supervisor.start(late.environment("A", "2")).get();
        supervisor.stop().get();
        assertThat(status("migrate").state()).isEqualTo(ServiceState.COMPLETED);
        supervisor
                .reload(List.of(changed, migrate.stopTimeout(Duration.ofSeconds(3)), late))
                .get()
                .orThrow();
        assertThat(runs("migrate")).hasSize(1);

        supervisor
                .reload(List.of(changed, migrate.environment("B", "1"), late))
                .get()
                .orThrow();
        assertThat(runs("migrate")).hasSize(2);
        supervisor.restart("migrate").get();
        assertThat(runs("migrate")).hasSize(3);
    }

    @Test
    void reload_withOneBadService_startsAllButItsDependents_andNamesIt() {
        ServiceSpec bad =
                ServiceSpec.shell("bad", "exit 3").ready(Probe.logLine("never")).restart(RestartPolicy.never());
        List<ServiceSpec> specs = List.of(
                bad,
                ServiceSpec.of("blocked", "sleep", marker).after("bad"),
                db,
                api,
                task("migrate").after("api"));

        Report<ServiceChange> report = supervisor.reload(specs).get();

        assertThat(status("api").ready()).isTrue();
        assertThat(status("migrate").state()).isEqualTo(ServiceState.COMPLETED);
        assertThat(report.complete()).isFalse();
        assertThat(report.problems().map(Outcome::toString))
                .satisfiesExactlyInAnyOrder(
                        first -> assertThat(first)
                                .startsWith("failed: start bad")
                                .contains("exited with 3"),
                        second -> assertThat(second)
                                .startsWith("failed: start blocked")
                                .contains("its dependency bad has failed"));
        assertThat(supervisor.planReload(specs).get().changes().map(ServiceChange::toString))
                .containsExactly("start bad", "start blocked");
    }

    /** Each is ready only once the other has begun. */
    private ServiceSpec meeting(String name, String other) {
        return ServiceSpec.shell(
                        name,
                        "touch " + name + ".there; until [ -e " + other + ".there ]; do sleep 0.02; done; echo met;"
                                + " exec sleep " + marker)
                .directory(folder)
                .startTimeout(Duration.ofSeconds(15))
                .restart(RestartPolicy.never())
                .ready(Probe.logLine("met"));
    }

    @Test
    void reload_ofIndependentServices_startsThemAtTheSameTime() {
        supervisor
                .reload(List.of(meeting("left", "right"), meeting("right", "left")))
                .get()
                .orThrow();

        assertThat(status("left").ready()).isTrue();
        assertThat(status("right").ready()).isTrue();
    }

    @Test
    void reload_thatGivesAPortToAnother_startsThatOnceThePortIsFree() {
        int port = Outside.freePort();
        supervisor.reload(List.of(HttpService.spec("old", port, "old"))).get().orThrow();

        supervisor
                .reload(List.of(HttpService.spec("fresh", port, "fresh")))
                .get()
                .orThrow();

        assertThat(status("fresh").ready()).isTrue();
        assertThat(supervisor.find("old")).isEmpty();
    }

    @Test
    void reload_ofAnotherWayToStop_endsTheOldRunByItsOwn() {
        ServiceSpec old = ServiceSpec.shell(
                        "api",
                        "trap 'echo interrupted > asked; exit 0' USR1; echo up; while :; do sleep 0.05; done; "
                                + marker)
                .directory(folder)
                .stopCommand("sh", "-c", "touch asked")
                .ready(Probe.logLine("up"));
        supervisor.start(old).get();

        supervisor.reload(List.of(ServiceSpec.of("api", "sleep", marker))).get().orThrow();

        assertThat(folder.resolve("asked")).exists();
    }

    @Test
    void reload_underRestForOne_plansAndRestartsTheDependentsOfWhatItReplaces() {
        openWith(builder -> builder.strategy(RestartStrategy.REST_FOR_ONE));
        ServiceSpec migrate = task("migrate").after("db");
        supervisor.start(db, migrate, api, web).get();
        Map<String, Long> before = pids();

        Plan<ServiceChange> plan = supervisor
                .planReload(List.of(db.environment("A", "1"), migrate, api, web))
                .get();
        assertThat(plan.changes().map(ServiceChange::toString))
                .containsExactly("restart db", "restart api", "restart web");
        plan.apply().get().orThrow();

        assertThat(pids()).hasSize(3).doesNotContainValue(before.get("web")).doesNotContainValue(before.get("api"));
        assertThat(runs("migrate")).hasSize(1);
    }

    private Map<String, Long> pids() {
        return Stream.of("db", "api", "web").collect(Collectors.toMap(name -> name, this::pid));
    }

    @Test
    void stop_duringAReload_leavesTheServiceStopped() {
        Path go = folder.resolve("go");
        ServiceSpec slow = ServiceSpec.shell(
                        "db",
                        "trap 'while [ ! -e go ]; do sleep 0.02; done; exit 0' TERM; echo up; while :; do sleep"
                                + " 0.05; done; " + marker)
                .directory(folder)
                .ready(Probe.logLine("up"));
        supervisor.start(slow).get();
        var reloaded = supervisor.reload(List.of(slow.environment("A", "1"))).start();
        awaitState("db", ServiceState.STOPPING);

        var stopped = supervisor.stop("db").start();
        Outside.output("touch", go.toString());

        assertThat(stopped.join().clean()).isTrue();
        assertThat(reloaded.join().problems().map(Outcome::toString))
                .singleElement()
                .asString()
                .contains("was stopped before it was ready");
        assertThat(status("db").state()).isEqualTo(ServiceState.STOPPED);
    }

    @Test
    void reload_deadlinePasses_namesTheUnfinishedAndContinues() {
        ServiceSpec slow = ServiceSpec.shell(
                        "slow", "until [ -e go ]; do sleep 0.02; done; echo up; exec sleep " + marker)
                .directory(folder)
                .ready(Probe.logLine("up"));

        Report<ServiceChange> report = supervisor
                .planReload(List.of(slow))
                .get()
                .apply()
                .within(Duration.ofMillis(200))
                .get();

        assertThat(report.outcomes().map(Outcome::toString))
                .containsExactly("unknown: start slow (it was not done when the time was over, and goes on)");
        Outside.output("touch", folder.resolve("go").toString());
        awaitState("slow", ServiceState.READY);
    }

    @Test
    void oneShot_thatIsStoppedWhenItsWorkIsDone_staysCompleted() {
        // What it left behind takes its time to end, so the stop comes between its exit and its end.
        ServiceSpec migrate = ServiceSpec.shell(
                        "migrate",
                        "echo ran >> migrate.runs; (trap 'while [ ! -e go ]; do sleep 0.02; done; exit 0' TERM;"
                                + " touch left; while :; do sleep 0.05; done; " + marker
                                + ") & until [ -e left ]; do sleep 0.02; done")
                .directory(folder)
                .oneShot();
        var started = supervisor.start(migrate).start();
        awaitState("migrate", ServiceState.EXITED);

        var stopped = supervisor.stop("migrate").start();
        Outside.output("touch", folder.resolve("go").toString());

        assertThat(stopped.join().clean()).isTrue();
        started.handle((all, failure) -> "").join();
        awaitState("migrate", ServiceState.COMPLETED);
        supervisor.start(migrate).get();
        assertThat(runs("migrate")).hasSize(1);
    }
}
