// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.supervisor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bracketwire.Plan;
import dev.bracketwire.Report;
import java.time.Duration;
import java.util.List;
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
}
