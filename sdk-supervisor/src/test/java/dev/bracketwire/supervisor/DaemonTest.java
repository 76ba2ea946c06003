// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.supervisor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutionException;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;

/** Daemons without a cgroup, as every ordinary user has them. */
class DaemonTest extends Supervised {
    /** Leaves its session and has none of the environment that it was started with. */
    private final String hidden = "env -i setsid sleep " + marker;

    @BeforeEach
    void useNoCgroup() {
        openWith(builder -> builder.ownership(Ownership.TOKEN, Ownership.SESSION, Ownership.DESCENDANTS));
    }

    private static Path program(String path) {
        Path program = Path.of(path);
        Assumptions.assumeTrue(Files.isExecutable(program), "needs " + path);
        return program;
    }

    /** The processes that are the sleep itself, without the shells that name it. */
    private List<Long> sleepers() {
        return Outside.output("pgrep", "-fx", "sleep " + marker)
                .lines()
                .map(Long::valueOf)
                .toList();
    }

    private ServiceSpec daemon(String line) {
        return ServiceSpec.shell("daemon", line).daemonizes().restart(RestartPolicy.never());
    }

    /** Starts a daemon whose process is the sleep of the marker, and stops it. */
    private void assertOwned(String line) {
        supervisor.start(daemon(line)).get();

        Outside.until("the daemon", () -> sleepers().size() == 1);
        assertThat(sleepers()).containsExactly(status("daemon").pid().orElseThrow());
        assertThat(supervisor.stop().get().clean()).isTrue();
        assertThat(Outside.processes(marker)).isEmpty();
    }

    @RepeatedTest(3)
    void daemon_thatHidesFromItsFirstProcess_isOwned() {
        assertOwned(hidden + " & exit 0");
    }

    @Test
    void daemon_whoseFirstProcessLivesOnForAWhile_isOwned() {
        assertOwned(hidden + " & sleep 0.2; exit 0");
    }

    @Test
    void daemon_thatClosesEachDescriptorWhileItsFirstProcessLives_isOwned() {
        String started = "until pgrep -fx 'sleep " + marker + "'; do sleep 0.02; done; sleep 0.5; exit 0";
        assertOwned("exec 9>&-; " + hidden + " & " + started);
    }

    @Test
    void daemon_behindAProcessThatEndsAfterTheFirst_isFollowed() throws IOException {
        Path flag = folder.resolve("flag");
        var started = supervisor
                .start(daemon("setsid sh -c '" + hidden + " & sleep 0.3' & exit 0")
                        .ready(Probe.command("test", "-e", flag.toString())))
                .start();
        Outside.until("the daemon", () -> sleepers().size() == 1);
        long last = sleepers().get(0);
        Outside.until("it is followed", () -> status("daemon").pid().orElse(0) == last);
        Files.createFile(flag);

        assertThat(started.join()).allMatch(ServiceStatus::ready);
        assertThat(supervisor.stop().get().clean()).isTrue();
    }

    @Test
    void start_foreignProcessTakesThePort_isNotTakenForTheDaemonAndIsNamedByStop() throws Exception {
        int port = Outside.freePort();
        Path go = folder.resolve("go");
        var started = supervisor
                .start(daemon("until [ -e go ]; do sleep 0.02; done; exit 0")
                        .directory(folder)
                        .port(port))
                .start();
        Outside.until("its first process", () -> !supervisor.processes("daemon").isEmpty());
        ProcessBuilder builder = new ProcessBuilder(HttpService.java());
        builder.command().addAll(List.of(HttpService.command(port, "ok")));
        Process stranger = builder.start();
        try {
            assertThat(stranger.inputReader().readLine()).isEqualTo("listening");
            Files.createFile(go);

            String named = "port " + port + " is held by pid " + stranger.pid();
            assertThatExceptionOfType(ExecutionException.class)
                    .isThrownBy(started::get)
                    .withMessageContaining("exited with 0 before it was ready")
                    .withMessageContaining(named);
            StopReport report = supervisor.stop().get();
            assertThat(report.clean()).isFalse();
            assertThat(report.toString()).contains(named);
            assertThat(stranger.isAlive()).isTrue();
        } finally {
            stranger.destroyForcibly().waitFor();
        }
        assertThat(supervisor.stop().get().clean()).isTrue();
    }

    @RepeatedTest(5)
    void redis_thatBecomesADaemon_isOwnedAtEachStart() {
        Path redis = program("/usr/bin/redis-server");
        int port = Outside.freePort();
        String[] arguments = {"--port", port + "", "--daemonize", "yes", "--dir", folder + "", "--logfile", "log"};
        supervisor
                .start(ServiceSpec.of("redis", redis.toString(), arguments)
                        .port(port)
                        .daemonizes()
                        .restart(RestartPolicy.never()))
                .get();

        assertThat(supervisor.port(port).holder()).isEqualTo(PortState.Holder.OURS);
        assertThat(supervisor.stop().get().clean()).isTrue();
        assertThat(supervisor.port(port).holder()).isEqualTo(PortState.Holder.FREE);
    }

    @RepeatedTest(3)
    void nginx_thatBecomesADaemon_isOwnedAtEachStart_andItsMasterIsTheMainProcess() throws IOException {
        Path nginx = program("/usr/sbin/nginx");
        int port = Outside.freePort();
        Path conf = Files.writeString(folder.resolve("nginx.conf"), """
                worker_processes 3; pid FOLDER/nginx.pid; error_log stderr; events { worker_connections 64; }
                http {
                    access_log off;
                    client_body_temp_path FOLDER/a; proxy_temp_path FOLDER/b; fastcgi_temp_path FOLDER/c;
                    uwsgi_temp_path FOLDER/d; scgi_temp_path FOLDER/e;
                    server { listen 127.0.0.1:PORT; location / { return 200 "ok"; } }
                }
                """.replace("FOLDER", folder.toString())
                .replace("PORT", port + ""));
        supervisor
                .start(ServiceSpec.of("nginx", nginx.toString(), "-e", "stderr", "-p", folder + "", "-c", conf + "")
                        .port(port)
                        .ready(Probe.http("/"))
                        .stopSignal(StopSignal.QUIT)
                        .stopTimeout(Duration.ofMinutes(1))
                        .daemonizes()
                        .restart(RestartPolicy.never()))
                .get();

        assertThat(Files.readString(folder.resolve("nginx.pid")).strip())
                .isEqualTo(status("nginx").pid().orElseThrow() + "");
        Outside.until("its workers", () -> supervisor.processes("nginx").size() == 4);
        StopReport report = supervisor.stop().get();
        assertThat(report.clean()).isTrue();
        assertThat(report.services().get(0).killed()).isZero();
    }

    static final class Hidden implements OtherJvm.Specs {
        @Override
        public List<ServiceSpec> apply(String marker) {
            return List.of(ServiceSpec.shell("daemon", "env -i setsid sleep " + marker + " & exit 0")
                    .daemonizes());
        }
    }

    @Test
    void daemon_ofASupervisorThatWasKilled_isAdopted() {
        supervisor.close();
        try (OtherJvm other = OtherJvm.start(folder.resolve("state"), Hidden.class, marker)) {
            other.awaitReady();
            Outside.until("the daemon", () -> sleepers().size() == 1);
            other.kill();
        }
        List<Long> before = sleepers();

        useNoCgroup();

        assertThat(status("daemon").adopted()).isTrue();
        assertThat(status("daemon").pid()).hasValue(before.get(0));
        assertThat(supervisor.stop().get().clean()).isTrue();
    }
}
