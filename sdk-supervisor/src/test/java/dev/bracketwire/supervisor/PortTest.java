// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.supervisor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.bracketwire.supervisor.PortState.Holder;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PortTest {
    @TempDir
    Path folder;

    private static Process foreign(int port) throws Exception {
        var command = new java.util.ArrayList<>(java.util.List.of(HttpService.java()));
        command.addAll(java.util.List.of(HttpService.command(port, "ok")));
        Process process = new ProcessBuilder(command).start();
        assertThat(process.inputReader().readLine()).isEqualTo("listening");
        return process;
    }

    @Test
    void port_withoutListener_isFree() {
        int port = Outside.freePort();
        try (Supervisor supervisor = Supervisor.open(folder.resolve("state"))) {
            assertThat(supervisor.port(port).toString()).isEqualTo("port " + port + " is free");
        }
    }

    @Test
    void port_ofAForeignProcess_isReported_andItIsLeftAlone() throws Exception {
        int port = Outside.freePort();
        Process foreign = foreign(port);
        try (Supervisor supervisor = Supervisor.open(folder.resolve("state"))) {
            assertThat(supervisor.port(port).holder()).isEqualTo(Holder.FOREIGN);
            assertThat(supervisor.port(port).owners())
                    .singleElement()
                    .satisfies(owner -> assertThat(owner.pid()).isEqualTo(foreign.pid()))
                    .satisfies(owner -> assertThat(owner.program()).endsWith("java"))
                    .satisfies(owner -> assertThat(owner.user()).isEqualTo(System.getProperty("user.name")));
            assertThatExceptionOfType(StartException.class)
                    .isThrownBy(() -> supervisor
                            .start(HttpService.spec("api", port, "ok"))
                            .get())
                    .withMessageContaining("port " + port + " is held by pid " + foreign.pid());
            assertThat(foreign.isAlive()).isTrue();
        } finally {
            foreign.destroyForcibly().waitFor();
        }
    }

    @Test
    void port_ofAForeignProcess_isTakenOnlyWhereThePredicateSaysSo() throws Exception {
        int port = Outside.freePort();
        Process foreign = foreign(port);
        try {
            try (Supervisor unwilling = Supervisor.builder(folder.resolve("one"))
                    .endForeign(process -> false)
                    .open()) {
                assertThatExceptionOfType(StartException.class)
                        .isThrownBy(() -> unwilling
                                .start(HttpService.spec("api", port, "ok"))
                                .get());
                assertThat(foreign.isAlive()).isTrue();
            }
            try (Supervisor willing = Supervisor.builder(folder.resolve("two"))
                    .endForeign(process -> process.pid() == foreign.pid())
                    .open()) {
                willing.start(HttpService.spec("api", port, "ok")).get();
                assertThat(foreign.waitFor()).isEqualTo(143);
                assertThat(willing.port(port).holder()).isEqualTo(Holder.OURS);
            }
        } finally {
            foreign.destroyForcibly().waitFor();
        }
    }

    @Test
    void port_heldByThisJvm_isNeverTakenFromIt() throws Exception {
        try (var socket = new java.net.ServerSocket(0);
                Supervisor willing = Supervisor.builder(folder.resolve("state"))
                        .endForeign(process -> true)
                        .open()) {
            assertThatExceptionOfType(StartException.class)
                    .isThrownBy(() -> willing.start(HttpService.spec("api", socket.getLocalPort(), "ok"))
                            .get());
        }
    }

    @Test
    void port_isFreeAfterTheStop_andCanBeTakenAgainAtOnce() {
        int port = Outside.freePort();
        try (Supervisor supervisor = Supervisor.open(folder.resolve("state"))) {
            for (int round = 0; round < 3; round++) {
                supervisor
                        .start(HttpService.spec("api", port, "ok").ready(Probe.http("/")))
                        .get();
                assertThat(supervisor.stop().get().clean()).isTrue();
                assertThat(supervisor.port(port).holder()).isEqualTo(Holder.FREE);
            }
        }
    }

    @Test
    void portOfAnOrphanOfOurs_isFreedByItsOwner_afterACrash() {
        // A listener that its leader left behind belongs to the service, and ends with it.
        int port = Outside.freePort();
        String listener = HttpService.java() + " " + String.join(" ", HttpService.command(port, "ok"));
        try (Supervisor supervisor = Supervisor.open(folder.resolve("state"))) {
            ServiceSpec spec = ServiceSpec.shell("api", "setsid " + listener + " & sleep 1000.25")
                    .port(port)
                    .restart(RestartPolicy.onFailure().backoff(Duration.ofMillis(10), 1, Duration.ofSeconds(1)));
            supervisor.start(spec).get();
            long before = supervisor.find("api").orElseThrow().pid().orElseThrow();
            assertThat(supervisor.processes("api").get(0).note()).isEqualTo("does the work");
            assertThat(supervisor.processes("api").get(0).program()).endsWith("java");

            Outside.output("kill", "-KILL", Long.toString(before));

            Outside.until(
                    "another",
                    () -> supervisor.find("api").orElseThrow().ready()
                            && supervisor.find("api").orElseThrow().pid().orElse(before) != before);
        }
    }
}
