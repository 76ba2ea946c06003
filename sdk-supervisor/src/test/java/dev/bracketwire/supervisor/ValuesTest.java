// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.supervisor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bracketwire.supervisor.PortState.Holder;
import dev.bracketwire.supervisor.StopReport.Stopped;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ValuesTest {
    private final ProcessInfo python = new ProcessInfo(4711, "/usr/bin/python3", "ann", "");

    @Test
    void toString_ofPorts_isASentence() {
        assertThat(new PortState(80, Holder.OURS, List.of(python)))
                .hasToString("port 80 is held by the service itself: pid 4711 (/usr/bin/python3 of ann)");
        assertThat(new PortState(80, Holder.FOREIGN, List.of(python, python.note("x"))))
                .hasToString(
                        "port 80 is held by pid 4711 (/usr/bin/python3 of ann), pid 4711 (/usr/bin/python3 of ann): x");
        assertThat(new PortState(80, Holder.UNKNOWN, List.of()).toString()).contains("may not see");
    }

    @Test
    void toString_ofReports_namesTheSurvivors() {
        Stopped good = new Stopped("api", List.of(), List.of(), 0, Duration.ofMillis(12));
        Stopped bad = new Stopped(
                "web",
                List.of(python.note("this user may not signal it")),
                List.of(new PortState(80, Holder.FOREIGN, List.of(python))),
                2,
                Duration.ofSeconds(20));
        StopReport report = new StopReport(List.of(good, bad));

        assertThat(report.clean()).isFalse();
        assertThat(report.survivors()).hasSize(1);
        assertThat(report)
                .hasToString("api stopped after 12 ms\nweb NOT stopped within 20000 ms, 2 killed; left: pid 4711"
                        + " (/usr/bin/python3 of ann): this user may not signal it; port 80 is held by pid 4711"
                        + " (/usr/bin/python3 of ann)");
    }

    @Test
    void statuses_areOneLine() {
        ServiceStatus status = new ServiceStatus(
                "api", ServiceState.READY, Instant.EPOCH, "was started", true, OptionalLong.of(7), 0, "", Map.of());

        assertThat(status).hasToString("api READY since 1970-01-01T00:00:00Z, pid 7, adopted: was started");
        assertThat(ServiceState.BACKOFF.running()).isFalse();
        assertThat(ServiceState.FAILED.settled()).isTrue();
        assertThat(ServiceState.STARTING.settled()).isFalse();
    }

    @Test
    void capabilities_sayWhatHoldsAndWhy(@TempDir Path folder) {
        try (Supervisor all = Supervisor.open(folder.resolve("all"));
                Supervisor few = Supervisor.builder(folder.resolve("few"))
                        .ownership(Ownership.DESCENDANTS)
                        .shutdownHook(false)
                        .executor(java.util.concurrent.ForkJoinPool.commonPool())
                        .open()) {
            assertThat(all.capabilities().holds("token")).isTrue();
            assertThat(all.capabilities().holds("session")).isTrue();
            assertThat(few.capabilities().holds("cgroup")).isFalse();
            assertThat(few.capabilities().holds("token")).isFalse();
            assertThat(few.capabilities().holds("anything")).isFalse();
            assertThat(few.capabilities().toString()).contains("no  cgroup: cgroups are not to be used");
        }
    }

    @Test
    void specs_keepTheirValues() {
        ServiceSpec spec = ServiceSpec.of("api", "run", "fast")
                .data("team", "blue")
                .successCodes(0, 7)
                .logs(Logs.pump().age(Duration.ofDays(1)))
                .lifetime(Lifetime.BOUND);

        assertThat(spec.data()).containsEntry("team", "blue");
        assertThat(spec.command()).containsExactly("run", "fast");
        assertThat(spec.successCodes()).containsExactlyInAnyOrder(0, 7);
        assertThat(spec.ready()).isEmpty();
        assertThat(spec.port(1).startup()).contains(Probe.listening());
        assertThat(spec.startup()).isEmpty();
    }
}
