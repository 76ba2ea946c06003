// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.supervisor;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Orders given while another one is under way. */
class OverlappingCommandsTest extends Supervised {
    /** It has to be killed, and that not before a while is over. */
    private ServiceSpec stubborn() {
        return ServiceSpec.shell("api", "trap '' TERM; echo up; sleep " + marker)
                .stopTimeout(Duration.ofSeconds(2))
                .ready(Probe.logLine("up"));
    }

    @Test
    void start_duringTheStop_startsItOnceAllIsGone() {
        supervisor.start(stubborn()).get();
        long before = status("api").pid().orElseThrow();
        CompletableFuture<StopReport> stopped = supervisor.stop("api").start();
        awaitState("api", ServiceState.STOPPING);

        supervisor.start(stubborn()).get();

        assertThat(stopped.join().clean()).isTrue();
        assertThat(status("api").ready()).isTrue();
        assertThat(status("api").pid().orElseThrow()).isNotEqualTo(before);
        Outside.await("sleep " + marker, 2); // the shell and its sleep
    }

    @Test
    void stop_duringARestart_leavesTheServiceStopped() {
        supervisor.start(stubborn()).get();
        CompletableFuture<List<ServiceStatus>> restarted =
                supervisor.restart("api").start();
        awaitState("api", ServiceState.STOPPING);

        assertThat(supervisor.stop("api").get().clean()).isTrue();

        assertThat(restarted).isCompletedExceptionally();
        assertThat(status("api").state()).isEqualTo(ServiceState.STOPPED);
        assertThat(Outside.processes(marker)).isEmpty();
    }

    @Test
    void restart_whileItWaits_waitsOn_andStartsOne() {
        ServiceSpec db = ServiceSpec.shell(
                        "db", "until [ -e go ]; do sleep 0.02; done; echo up; sleep 1000 # " + marker)
                .directory(folder)
                .ready(Probe.logLine("up"));
        ServiceSpec api = ServiceSpec.of("api", "sleep", marker).after("db");
        CompletableFuture<List<ServiceStatus>> started =
                supervisor.start(db, api).start();
        awaitState("api", ServiceState.WAITING);

        CompletableFuture<List<ServiceStatus>> restarted =
                supervisor.restart("api").start();
        assertThat(status("api").state()).isEqualTo(ServiceState.WAITING);
        Outside.output("touch", folder.resolve("go").toString());

        assertThat(started.join()).hasSize(2);
        assertThat(restarted.join().get(0).ready()).isTrue();
        assertThat(supervisor.processes("api")).hasSize(1);
    }

    @Test
    void restart_from32ThreadsAtOnce_leavesOne() throws InterruptedException {
        supervisor.start(ServiceSpec.of("api", "sleep", marker)).get();
        List<Thread> threads = IntStream.range(0, 32)
                .mapToObj(i -> new Thread(() -> supervisor.restart("api").get()))
                .toList();

        threads.forEach(Thread::start);
        for (Thread thread : threads) {
            thread.join();
        }

        assertThat(status("api").ready()).isTrue();
        Outside.await(marker, 1);
    }

    @Test
    void stop_policyAlways_doesNotRestart() {
        supervisor
                .start(
                        ServiceSpec.of("api", "sleep", marker)
                                .restart(RestartPolicy.always().stableAfter(Duration.ofMillis(1))),
                        ServiceSpec.of("other", "sleep", marker))
                .get();

        assertThat(supervisor.stop("api").get().clean()).isTrue();

        supervisor.restart("other").get();
        assertThat(status("api").state()).isEqualTo(ServiceState.STOPPED);
        Outside.await(marker, 1);
    }

    @Test
    void stopped_service_staysSo_whenTheNextSupervisorOpens() {
        ServiceSpec kept = ServiceSpec.of("kept", "sleep", marker).lifetime(Lifetime.INDEPENDENT);
        supervisor
                .start(kept, ServiceSpec.of("stopped", "sleep", marker).lifetime(Lifetime.INDEPENDENT))
                .get();
        supervisor.stop("stopped").get();

        openWith(builder -> builder);

        assertThat(supervisor.find("stopped")).isEmpty();
        assertThat(status("kept").ready()).isTrue();
        Outside.await(marker, 1);
        supervisor.stop().get();
    }
}
