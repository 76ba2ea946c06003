// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.supervisor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.bracketwire.Secret;
import dev.bracketwire.testkit.Answer;
import dev.bracketwire.testkit.FakeUpstream;
import dev.bracketwire.testkit.ManualClock;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import javax.net.ssl.HttpsURLConnection;
import javax.net.ssl.SSLSocketFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ProbeTest extends Supervised {
    private final ManualClock clock = ManualClock.create();

    private ServiceSpec sleeper() {
        return ServiceSpec.of("api", "sleep", marker).restart(RestartPolicy.never());
    }

    private String failure(ServiceSpec spec) {
        try {
            supervisor.start(spec).get();
        } catch (StartException e) {
            return String.valueOf(e.getMessage());
        }
        throw new AssertionError("it became ready");
    }

    /** Lets the time of the test pass until something holds. */
    private void pass(String what, BooleanSupplier holds) {
        Outside.until(what, () -> {
            clock.advance(Duration.ofMillis(20));
            return holds.getAsBoolean();
        });
    }

    /** Waits until a start waits for this reason, lets its time be over, and gives the message of its failure. */
    private String failureInTime(ServiceSpec spec, String reason) {
        openWith(builder -> builder.clock(clock));
        var started = supervisor.start(spec.startTimeout(Duration.ofHours(1))).start();
        pass(
                reason,
                () -> supervisor
                        .find(spec.name())
                        .filter(now -> now.why().contains(reason))
                        .isPresent());
        clock.advance(Duration.ofHours(1));
        pass("it has failed", started::isDone);
        assertThatExceptionOfType(ExecutionException.class)
                .isThrownBy(started::get)
                .withMessageContaining("was not ready within")
                .withMessageContaining(reason);
        return status(spec.name()).why();
    }

    @Test
    void http_replyOfAnyForm_isReady() {
        String[] modes = {"ok", "loop", "huge", "ipv6"};
        List<Integer> ports =
                Stream.of(modes).map(mode -> Outside.freePort()).distinct().toList();
        assertThat(ports).hasSameSizeAs(modes);
        Function<Integer, Probe> probe = port -> Probe.http(port, "/health?key=canary")
                .every(Duration.ofMillis(20))
                .timeout(Duration.ofSeconds(5));
        ServiceSpec spec = HttpService.spec("api", ports, modes);
        for (int port : ports) {
            supervisor.start(spec.ready(probe.apply(port))).get();
            if (port == ports.get(0)) {
                assertThat(status("api").why()).startsWith("GET /health").contains("answered");
            }
            probes.clear();
            Outside.until("it is asked twice", () -> probes.size() > 1);
            assertThat(probes)
                    .allMatch(SupervisorListener.Probed::passed)
                    .allSatisfy(probed -> assertThat(probed.detail())
                            .startsWith("GET /health")
                            .contains("answered"));
            assertThat(supervisor.port(port).holder()).isEqualTo(PortState.Holder.OURS);
        }
        assertThat(status("api").toString() + probes).doesNotContain("canary");
    }

    @ParameterizedTest
    @CsvSource({
        "http, silent, was not answered within 200 ms",
        "http, slow, was not answered within 200 ms",
        "http, error, answered 503",
        "https, silent, was not answered within 200 ms",
        "https, slow, was not answered within 200 ms"
    })
    void http_thatIsNotAnswered_fails(String scheme, String mode, String why) throws IOException {
        try (ServerSocket server = HttpService.listen(0, mode)) {
            int port = server.getLocalPort();
            Probe probe = (scheme.equals("https") ? Probe.https(port, "/health") : Probe.http(port, "/health"))
                    .timeout(Duration.ofMillis(200));

            var started = supervisor.start(sleeper().ready(probe)).start();

            Outside.until(
                    why,
                    () -> probes.stream()
                            .anyMatch(probed ->
                                    !probed.passed() && probed.detail().contains(why)));
            supervisor.stop().get();
            assertThat(started).isCompletedExceptionally();
        }
    }

    @Test
    void http_withHeaders_sendsThemAndHidesTheirValues() {
        try (FakeUpstream upstream = FakeUpstream.start()) {
            upstream.on("GET", "/health").answers(Answer.of(200));
            Probe probe = Probe.http(upstream.uri().getPort(), "/health").header("X-Key", Secret.of("canary"));

            supervisor.start(sleeper().ready(probe)).get();

            assertThat(upstream.received().get(0).header("X-Key")).contains("canary");
            assertThat(probe + status("api").toString() + probes).doesNotContain("canary");
        }
    }

    @Test
    void https_untrustedCertificate_fails() {
        try (FakeUpstream upstream = FakeUpstream.startTls()) {
            upstream.on("GET", "/health").answers(Answer.of(200));
            var started = supervisor
                    .start(sleeper().ready(Probe.https(upstream.uri().getPort(), "/health")))
                    .start();

            Outside.until("it was asked twice", () -> probes.size() > 1);

            assertThat(probes).noneMatch(SupervisorListener.Probed::passed);
            assertThat(upstream.received()).isEmpty();
            assertThat(started).isNotDone();
        }
    }

    @Test
    void https_withCertificateTheJvmTrusts_isReady() {
        SSLSocketFactory before = HttpsURLConnection.getDefaultSSLSocketFactory();
        try (FakeUpstream upstream = FakeUpstream.startTls()) {
            upstream.on("GET", "/health").answers(Answer.of(200));
            HttpsURLConnection.setDefaultSSLSocketFactory(
                    upstream.tls().sslContext().getSocketFactory());

            supervisor
                    .start(sleeper().ready(Probe.https(upstream.uri().getPort(), "/health")))
                    .get();

            assertThat(status("api").why()).contains("answered 200");
        } finally {
            HttpsURLConnection.setDefaultSSLSocketFactory(before);
        }
    }

    @Test
    void answer_ofAForeignListener_doesNotCount() throws IOException {
        try (ServerSocket foreign = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
            int port = foreign.getLocalPort();
            assertThat(failure(sleeper().port(port).ready(Probe.tcp())))
                    .contains("port " + port + " is held by pid "
                            + ProcessHandle.current().pid());
        }
    }

    @Test
    void answer_ofAListenerThatCameFirst_doesNotCount() throws IOException {
        int port = Outside.freePort();
        Path go = folder.resolve("go");
        ServiceSpec spec = ServiceSpec.shell("api", "while [ ! -e go ]; do sleep 0.02; done; exec sleep " + marker)
                .directory(folder)
                .port(port)
                .ready(Probe.tcp())
                .restart(RestartPolicy.never())
                .startTimeout(Duration.ofHours(1));
        openWith(builder -> builder.clock(clock));
        var started = supervisor.start(spec).start();
        Outside.until("starting", () -> !supervisor.processes("api").isEmpty());
        try (ServerSocket foreign = new ServerSocket(port, 50, InetAddress.getLoopbackAddress())) {
            Files.createFile(go);
            pass("it is seen", () -> status("api").why().contains("and not by this service alone"));
            clock.advance(Duration.ofHours(1));
            pass("it has failed", started::isDone);
            assertThatExceptionOfType(ExecutionException.class)
                    .isThrownBy(started::get)
                    .withMessageContaining("and not by this service alone");
            assertThat(foreign.isClosed()).isFalse();
        }
    }

    @Test
    void port_withoutProbe_waitsForTheServicesOwnListener() {
        int port = Outside.freePort();

        supervisor.start(HttpService.spec("api", port, "ok")).get();

        assertThat(status("api").why()).isEqualTo("listens on [" + port + "]");
    }

    @Test
    void tcp_portWithoutListener_fails() {
        assertThat(failureInTime(sleeper().ready(Probe.tcp(Outside.freePort())), "Connection refused"))
                .contains("Connection refused");
    }

    @Test
    void exit_duringTheStart_endsTheWaitAtOnce() {
        // No time passes but what the test lets pass, which ends long before the start timeout.
        openWith(builder -> builder.clock(clock));
        var started = supervisor
                .start(ServiceSpec.shell("api", "sleep 0.2; exit 9")
                        .ready(Probe.logLine("never"))
                        .startTimeout(Duration.ofDays(1))
                        .restart(RestartPolicy.never()))
                .start();
        Instant before = clock.instant();
        pass("it has failed", started::isDone);

        assertThat(status("api").why()).contains("exited with 9 before it was ready");
        assertThat(clock.instant()).isBefore(before.plus(Duration.ofDays(1)));
    }

    @Test
    void exitWithSuccess_beforeItIsReady_isAFailure() {
        assertThat(failure(ServiceSpec.shell("api", "exit 0")
                        .ready(Probe.logLine("never"))
                        .restart(RestartPolicy.never())))
                .contains("exited with 0 before it was ready");
    }

    @Test
    void logLine_onEitherStream_alsoInPieces_isFound() {
        ServiceSpec spec = ServiceSpec.shell(
                        "api", "printf 'rea' >&2; sleep 0.3; printf 'dy\\377 now\\n' >&2; exec sleep " + marker)
                .ready(Probe.logLine(Pattern.compile("^ready.*now$")));

        supervisor.start(spec).get();

        assertThat(status("api").why()).isEqualTo("printed the line that was waited for");
    }

    @Test
    void logLine_ofAnEarlierRun_doesNotCount() throws IOException {
        ServiceSpec spec = ServiceSpec.shell("api", "test -e ready && echo ready; exec sleep " + marker)
                .directory(folder)
                .ready(Probe.logLine("ready"))
                .restart(RestartPolicy.never());
        Path flag = Files.createFile(folder.resolve("ready"));
        supervisor.start(spec).get();
        supervisor.stop().get();
        Files.delete(flag);

        assertThat(failureInTime(spec, "has not printed the line")).contains("has not printed the line");
    }

    @Test
    void logLine_withPatternThatNeverEnds_givesUpOnTheLine() {
        ServiceSpec spec = ServiceSpec.shell("api", "echo " + "a".repeat(4000) + "; exec sleep " + marker)
                .ready(Probe.logLine(Pattern.compile("(a+)+b")).timeout(Duration.ofMillis(100)))
                .restart(RestartPolicy.never());

        assertThat(failureInTime(spec, "make it simpler")).contains("make it simpler");
    }

    @Test
    void logLine_ofTenMegabytesWithoutEnd_costsNoMemory() {
        ServiceSpec spec = ServiceSpec.shell(
                        "api", "head -c 10000000 /dev/zero | tr '\\0' x; echo; echo ready; exec sleep " + marker)
                .ready(Probe.logLine("ready"));

        supervisor.start(spec).get();

        assertThat(status("api").ready()).isTrue();
    }

    @Test
    void command_thatHangs_isEndedWithAllItStarted() {
        Probe probe = Probe.command("sh", "-c", "(setsid sleep " + marker + " &); sleep " + marker)
                .timeout(Duration.ofMillis(300));

        ServiceSpec spec = ServiceSpec.of("api", "sleep", "1000.5").ready(probe).restart(RestartPolicy.never());
        assertThat(failureInTime(spec, "command sh took longer than 300 ms")).contains("took longer than 300 ms");
        pass("the probe's tree is gone", () -> Outside.processes(marker).isEmpty());
    }

    @Test
    void command_thatCannotBeRun_saysSo() {
        assertThat(failureInTime(sleeper().ready(Probe.command("no-such-program")), "no program no-such-program"))
                .contains("no program no-such-program");
    }

    @Test
    void readiness_thatFails_makesUnhealthy_andThenReadyAgain() throws IOException {
        Path flag = Files.createFile(folder.resolve("flag"));
        Probe probe = Probe.command("test", "-e", flag.toString())
                .every(Duration.ofMillis(20))
                .timeout(Duration.ofSeconds(5))
                .failures(2);
        supervisor.start(sleeper().ready(probe)).get();
        var pid = status("api").pid();

        Files.delete(flag);
        Outside.until("unhealthy", () -> status("api").state() == ServiceState.UNHEALTHY);
        Files.createFile(flag);
        Outside.until("ready", () -> status("api").ready());

        assertThat(status("api").pid()).isEqualTo(pid);
        assertThat(probes).anyMatch(probe1 -> probe1.purpose().equals("startup") && probe1.passed());
        assertThat(probes).anyMatch(probe1 -> probe1.purpose().equals("ready") && !probe1.passed());
    }

    @Test
    void longProbes_areAskedOncePerPeriod_andNotAllAtOnce() throws IOException {
        ManualClock clock = ManualClock.create();
        List<String> asked = new CopyOnWriteArrayList<>();
        try (ServerSocket answering = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
                ByHand many = new ByHand(
                        Supervisor.builder(folder.resolve("many"))
                                .clock(clock)
                                .listener(new SupervisorListener() {
                                    @Override
                                    public void probed(Probed probe) {
                                        asked.add(probe.service());
                                    }
                                })
                                .open(),
                        clock)) {
            Probe every = Probe.tcp(answering.getLocalPort()).every(Duration.ofSeconds(30));
            many.supervisor()
                    .start(IntStream.range(0, 12)
                            .mapToObj(i ->
                                    ServiceSpec.of("api" + i, "sleep", marker).live(every))
                            .toList())
                    .get();

            List<Integer> byThen = new ArrayList<>();
            for (int tenth = 1; tenth <= 22; tenth++) {
                clock.advance(Duration.ofSeconds(3));
                clock.awaitPending(12 + 1, Duration.ofSeconds(30)); // the look at the logs too
                byThen.add(asked.size());
            }

            Map<String, Long> times =
                    asked.stream().collect(Collectors.groupingBy(name -> name, Collectors.counting()));
            assertThat(times).hasSize(12);
            assertThat(times.values()).allSatisfy(count -> assertThat(count).isBetween(2L, 3L));
            assertThat(byThen).anySatisfy(some -> assertThat(some).isBetween(1, 11));
        }
    }

    @Test
    void liveness_thatFails_restarts() throws IOException {
        Path flag = Files.createFile(folder.resolve("flag"));
        Probe probe = Probe.command("test", "-e", flag.toString())
                .every(Duration.ofMillis(20))
                .timeout(Duration.ofSeconds(5))
                .failures(2);
        supervisor
                .start(sleeper().live(probe).restart(RestartPolicy.onFailure()))
                .get();
        long before = status("api").pid().orElseThrow();

        Files.delete(flag);
        Outside.until("in back-off", () -> {
            ServiceStatus now = status("api");
            return now.state() == ServiceState.BACKOFF && now.why().contains("its liveness probe failed 2 times");
        });
        Files.createFile(flag);

        Outside.until(
                "another", () -> status("api").ready() && status("api").pid().orElse(before) != before);
    }

    @Test
    void startupProbe_runsBeforeReadiness() throws IOException {
        Path flag = folder.resolve("flag");
        supervisor
                .start(ServiceSpec.shell("api", "sleep 0.2; touch flag; exec sleep " + marker)
                        .directory(folder)
                        .startup(Probe.command("test", "-e", flag.toString()).timeout(Duration.ofSeconds(5)))
                        .live(Probe.command("false").every(Duration.ofHours(1))))
                .get();

        assertThat(probes).extracting(SupervisorListener.Probed::purpose).containsOnly("startup");
    }

    @Test
    void header_ofAProbeWithoutHttp_isRefused() {
        org.assertj.core.api.Assertions.assertThatIllegalStateException()
                .isThrownBy(() -> Probe.tcp().header("a", Secret.of("b")));
        org.assertj.core.api.Assertions.assertThatIllegalArgumentException().isThrownBy(() -> Probe.http("health"));
        assertThat(Probe.tcp().relaxed().every()).isEqualTo(Duration.ofSeconds(30));
    }
}
