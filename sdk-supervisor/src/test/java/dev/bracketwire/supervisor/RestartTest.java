// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.supervisor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.bracketwire.testkit.ManualClock;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class RestartTest extends Supervised {
    private static final RestartPolicy QUICK = RestartPolicy.onFailure()
            .backoff(Duration.ofMillis(5), 2, Duration.ofMillis(50))
            .jitter(0)
            .limit(3, Duration.ofSeconds(60));

    private void kill(String name) {
        Outside.output("kill", "-KILL", Long.toString(status(name).pid().orElseThrow()));
    }

    @Test
    void service_thatIsKilled_isStartedAgain() {
        supervisor.start(ServiceSpec.of("api", "sleep", marker).restart(QUICK)).get();
        long before = status("api").pid().orElseThrow();

        kill("api");

        Outside.until(
                "another", () -> status("api").ready() && status("api").pid().orElse(before) != before);
        Outside.await(marker, 1);
        assertThat(status("api").exit()).isEqualTo("exited with 137 (or was ended by signal 9)");
        assertThat(status("api").starts()).isEqualTo(1);
    }

    @Test
    void service_thatLeavesChildrenBehind_isStartedAgainOnlyWithoutThem() {
        String line = "(setsid sleep " + marker + " &); sleep " + marker;
        supervisor.start(ServiceSpec.shell("api", line).restart(QUICK)).get();
        long before = status("api").pid().orElseThrow();
        Outside.until("both", () -> Outside.processes(marker).size() >= 3);

        kill("api");

        Outside.until(
                "another", () -> status("api").ready() && status("api").pid().orElse(before) != before);
        Outside.until("both", () -> Outside.processes(marker).size() == 3);
    }

    @Test
    void daemon_outlivesItsFirstProcess_andIsRestartedWhenItEnds() {
        supervisor
                .start(ServiceSpec.shell("redis", "setsid sleep " + marker + " & exit 0")
                        .daemonizes()
                        .restart(QUICK))
                .get();
        long before = status("redis").pid().orElseThrow();
        Outside.until("the daemon alone", () -> Outside.processes(marker).equals(List.of(before)));

        kill("redis");

        Outside.until(
                "another",
                () -> status("redis").ready() && status("redis").pid().orElse(before) != before);
        Outside.until("it alone", () -> Outside.processes(marker).size() == 1);
        assertThat(supervisor.stop().get().clean()).isTrue();
    }

    @Test
    void daemon_withoutRemainingProcess_hasFailed() {
        assertThatExceptionOfType(StartException.class)
                .isThrownBy(() -> supervisor
                        .start(ServiceSpec.shell("redis", "exit 0").daemonizes().restart(RestartPolicy.never()))
                        .get())
                .withMessageContaining("exited with 0 before it was ready");
    }

    @Test
    void service_restartsTooOften_failsAndStaysFailed() {

        assertThatExceptionOfType(StartException.class)
                .isThrownBy(() -> supervisor
                        .start(ServiceSpec.shell("api", "exit 4").restart(QUICK).ready(Probe.logLine("never")))
                        .get())
                .withMessageContaining("was started 3 times within 60 s and failed again: exited with 4");

        assertThat(status("api").state()).isEqualTo(ServiceState.FAILED);
        assertThat(events.stream().filter(event -> event.status().state() == ServiceState.STARTING))
                .hasSize(4);
    }

    @Test
    void start_afterFailure_startsTheServiceAgain() {
        ServiceSpec spec = ServiceSpec.shell("api", "test -e " + folder + "/go && exec sleep " + marker + "; exit 1")
                .restart(QUICK)
                .ready(Probe.command("test", "-e", folder + "/go"));
        assertThatExceptionOfType(StartException.class)
                .isThrownBy(() -> supervisor.start(spec).get());
        Outside.output("touch", folder + "/go");

        supervisor.start(spec).get();

        assertThat(status("api").ready()).isTrue();
        assertThat(status("api").starts()).isZero();
    }

    @Test
    void policy_never_failsAtTheFirstEnd() {
        supervisor
                .start(ServiceSpec.of("api", "sleep", marker).restart(RestartPolicy.never()))
                .get();

        kill("api");

        awaitState("api", ServiceState.FAILED);
    }

    @Test
    void exit_withSuccess_completes_unlessPolicyIsAlways() {
        supervisor
                .start(
                        ServiceSpec.shell("done", "sleep 0.2; exit 3").successCodes(0, 3),
                        ServiceSpec.shell("again", "sleep 0.2").restart(QUICK.mode(RestartPolicy.Mode.ALWAYS)))
                .get();

        awaitState("done", ServiceState.COMPLETED);
        awaitState("again", ServiceState.FAILED);
        assertThat(status("again").why()).contains("was started 3 times");
    }

    @Test
    void stop_inBackoff_isAtOnce() {
        supervisor
                .start(ServiceSpec.of("api", "sleep", marker)
                        .restart(QUICK.backoff(Duration.ofSeconds(10), 1, Duration.ofSeconds(10))
                                .limit(3, Duration.ofHours(1))))
                .get();
        kill("api");
        awaitState("api", ServiceState.BACKOFF);

        supervisor.stop("api").get();

        assertThat(status("api").state()).isEqualTo(ServiceState.STOPPED);
    }

    @Test
    void restForOne_startsWhatComesAfterAgain_andDoesNotCountItAsFailure() {
        openWith(builder -> builder.strategy(RestartStrategy.REST_FOR_ONE));
        supervisor
                .start(
                        ServiceSpec.of("db", "sleep", marker).restart(QUICK),
                        ServiceSpec.of("api", "sleep", marker).after("db").restart(RestartPolicy.never()),
                        ServiceSpec.of("web", "sleep", marker).after("api").restart(RestartPolicy.never()),
                        ServiceSpec.of("other", "sleep", marker))
                .get();
        List<Long> before = List.of("api", "web", "other").stream()
                .map(name -> status(name).pid().orElseThrow())
                .toList();

        kill("db");

        Outside.until(
                "the rest is there again",
                () -> status("web").ready()
                        && !before.contains(status("web").pid().orElse(before.get(1)))
                        && status("api").ready()
                        && !before.contains(status("api").pid().orElse(before.get(0))));
        assertThat(status("other").pid().orElseThrow()).isEqualTo(before.get(2));
        Outside.await(marker, 4);
    }

    @Test
    void waits_growByTheirFactorAndResetAfterAStableRun() {
        ManualClock clock = ManualClock.create();
        openWith(builder -> builder.clock(clock));
        RestartPolicy policy = RestartPolicy.onFailure()
                .backoff(Duration.ofSeconds(1), 3, Duration.ofSeconds(60))
                .jitter(0)
                .limit(10, Duration.ofHours(10))
                .stableAfter(Duration.ofSeconds(30));
        supervisor.start(ServiceSpec.of("api", "sleep", marker).restart(policy)).get();

        for (int seconds : new int[] {1, 3, 9}) {
            killAndAwaitBackoff(clock);
            assertThat(status("api").why()).contains("starts again in " + seconds * 1000 + " ms");
            clock.advance(Duration.ofSeconds(seconds).minusMillis(1));
            assertThat(status("api").state()).isEqualTo(ServiceState.BACKOFF);
            clock.advance(Duration.ofMillis(1));
            awaitState("api", ServiceState.READY);
        }
        clock.advance(Duration.ofSeconds(31));
        long before = status("api").pid().orElseThrow();
        kill("api");
        Outside.until("at once", () -> {
            clock.advance(Duration.ofMillis(5)); // for the look at what it left
            return status("api").ready() && status("api").pid().orElse(before) != before;
        });
        killAndAwaitBackoff(clock);
        assertThat(status("api").why()).contains("starts again in 1000 ms");
    }

    private void killAndAwaitBackoff(ManualClock clock) {
        kill("api");
        Outside.until("backoff", () -> {
            if (status("api").state() == ServiceState.EXITED) {
                clock.advance(Duration.ofMillis(5));
            }
            return status("api").state() == ServiceState.BACKOFF;
        });
    }
}
