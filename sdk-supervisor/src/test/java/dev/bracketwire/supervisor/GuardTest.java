// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.supervisor;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Kills supervisors of bound services that cannot be found by their environment. */
@ExtendWith(Apart.class)
class GuardTest {
    private static final String ALL = "CGROUP,TOKEN,SESSION,DESCENDANTS";
    private static final String WITHOUT_CGROUP = "TOKEN,SESSION,DESCENDANTS";

    @TempDir
    Path folder;

    private final String marker = Outside.marker();

    @AfterEach
    void nothingIsLeft() {
        Outside.until("nothing is left", () -> Outside.processes(marker).isEmpty());
        try (Supervisor next = Supervisor.open(folder.resolve("state"))) { // removes the cgroups
            assertThat(next.stop().get().clean()).isTrue();
        }
    }

    private OtherJvm supervisor(Class<? extends OtherJvm.Specs> specs, String argument, String means) {
        return OtherJvm.start(folder.resolve("state"), specs, argument, "-Dtest.ownership=" + means);
    }

    /** A leader that wiped its environment, a child that did, and a child of that one in a session of its own. */
    static final class Wiped implements OtherJvm.Specs {
        @Override
        public List<ServiceSpec> apply(String marker) {
            return List.of(
                    ServiceSpec.of("leader", "env", "-i", "sleep", marker).lifetime(Lifetime.BOUND),
                    ServiceSpec.shell(
                                    "children",
                                    "env -i sleep " + marker + " & env -i setsid sleep " + marker + " & exec sleep "
                                            + marker)
                            .lifetime(Lifetime.BOUND),
                    ServiceSpec.shell("orphan", "(env -i sleep " + marker + " &); exec env -i sleep " + marker)
                            .logs(Logs.pump()));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {ALL, WITHOUT_CGROUP})
    void guard_servicesThatClearTheirEnvironment_endWithACrashedSupervisor(String means) {
        try (OtherJvm other = supervisor(Wiped.class, marker, means)) {
            other.awaitReady();
            Outside.await(marker, 6);
            other.kill();
        }
        Outside.await(marker, 0);
    }

    @Test
    void guard_replaced_passesItsRecordsToTheNext() throws IOException {
        try (OtherJvm other = supervisor(Wiped.class, marker, WITHOUT_CGROUP)) {
            other.awaitReady();
            Outside.await(marker, 6);
            String guard = "BRACKETWIRE_BOUND="
                    + Files.readString(folder.resolve("state/id")).strip();
            long pid = Outside.processes(guard).get(0);
            long begun = System.nanoTime();
            Outside.until("it has been there for a while", () -> System.nanoTime() - begun > 1_200_000_000L);
            Outside.output("kill", "-KILL", Long.toString(pid));
            Outside.until(
                    "another",
                    () -> !Outside.processes(guard).isEmpty()
                            && !Outside.processes(guard).contains(pid));
            other.kill();
        }
        Outside.await(marker, 0);
    }

    /** A child that wiped its environment and ignores TERM, of a leader that ends by it. */
    static final class Deaf implements OtherJvm.Specs {
        @Override
        public List<ServiceSpec> apply(String marker) {
            return List.of(ServiceSpec.shell("deaf", "(trap '' TERM; exec env -i /bin/sleep " + marker + ") & wait")
                    .lifetime(Lifetime.BOUND));
        }
    }

    @Test
    void guard_childThatIgnoresTerm_isKilledAlsoWhenItsLeaderHasEnded() {
        try (OtherJvm other = supervisor(Deaf.class, marker, WITHOUT_CGROUP)) {
            other.awaitReady();
            Outside.until(
                    "the child",
                    () -> Outside.output("ps", "-eo", "args=").lines().anyMatch(("/bin/sleep " + marker)::equals));
            other.kill();
        }
        Outside.await(marker, 0);
    }

    @Test
    void guard_doesNotRead_supervisorDoesNotBlock() throws IOException {
        List<ServiceSpec> specs = IntStream.range(0, 12)
                .mapToObj(
                        i -> ServiceSpec.of("s".repeat(60) + i, "sleep", marker).lifetime(Lifetime.BOUND))
                .toList();
        Path state = folder.resolve("state");
        Supervisor supervisor = Supervisor.builder(state)
                .ownership(Ownership.TOKEN, Ownership.SESSION, Ownership.DESCENDANTS)
                .open();
        supervisor.start(specs).within(Duration.ofSeconds(30)).get();
        String guard = Long.toString(Outside.processes("BRACKETWIRE_BOUND="
                        + Files.readString(state.resolve("id")).strip())
                .get(0));
        Outside.output("kill", "-STOP", guard);
        try {
            for (int i = 0; i < 20; i++) { // more than a pipe holds
                supervisor.restart().within(Duration.ofSeconds(10)).get();
            }
            CompletableFuture<Void> closing = CompletableFuture.runAsync(supervisor::close);
            assertThat(closing).succeedsWithin(Duration.ofSeconds(30));
        } finally {
            Outside.output("kill", "-CONT", guard);
        }
        Outside.until("the guard has ended", () -> !Files.exists(Path.of("/proc/" + guard)));
    }

    /** A daemon without mark and session, whose parent ends once a file is there. It holds a port, so it is looked at. */
    static final class Hidden implements OtherJvm.Specs {
        @Override
        public List<ServiceSpec> apply(String argument) {
            String[] words = argument.split(" ", -1);
            String listen = "use IO::Socket; my $s = IO::Socket::INET->new(Listen => 5, LocalAddr => \"127.0.0.1\","
                    + " LocalPort => " + words[1] + ") or die; sleep 1000; # " + words[0];
            String line = "(env -i setsid /usr/bin/perl -e '" + listen + "' & while ! [ -e " + words[2]
                    + " ]; do sleep 0.01; done) & exec sleep " + words[0];
            return List.of(ServiceSpec.shell("hidden", line)
                    .port(Integer.parseInt(words[1]))
                    .lifetime(Lifetime.BOUND));
        }
    }

    @Test
    void guard_daemonThatShowsNothing_butWasSeen_endsWithACrashedSupervisor() throws IOException {
        Outside.perl();
        Path go = folder.resolve("go");
        String argument = marker + " " + Outside.freePort() + " " + go;
        try (OtherJvm other = supervisor(Hidden.class, argument, WITHOUT_CGROUP)) {
            other.awaitReady();
            Files.createFile(go);
            Outside.await(marker, 2); // the shell between them has ended
            other.kill();
        }
        Outside.await(marker, 0);
    }

    /** Children of services that end at once are strangers to the guard, as are those that only look alike. */
    static final class Mixed implements OtherJvm.Specs {
        @Override
        public List<ServiceSpec> apply(String marker) {
            return List.of(
                    ServiceSpec.of("bound", "env", "-i", "sleep", marker).lifetime(Lifetime.BOUND),
                    ServiceSpec.of("free", "env", "-i", "sleep", marker + "1").lifetime(Lifetime.INDEPENDENT),
                    ServiceSpec.of("supervised", "sleep", marker + "1"),
                    ServiceSpec.of("task", "env", "-i", "true").oneShot().lifetime(Lifetime.BOUND));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {ALL, WITHOUT_CGROUP})
    void guard_endsNoForeignProcessAndNoOtherLifetime(String means) throws Exception {
        List<Process> strangers = new ArrayList<>();
        for (String line :
                List.of("exec sleep ", "exec env -i sleep ", "exec setsid sleep ", "sleep 1000 & exec sleep ")) {
            ProcessBuilder builder = new ProcessBuilder("sh", "-c", line + marker + "2");
            builder.environment().put("BRACKETWIRE_BOUND", "");
            strangers.add(builder.start());
        }
        try (OtherJvm other = supervisor(Mixed.class, marker, means)) {
            other.awaitReady();
            Outside.await(marker, 7);
            String guard = "BRACKETWIRE_BOUND="
                    + Files.readString(folder.resolve("state/id")).strip();
            other.kill();
            Outside.until(
                    "the guard has done its work",
                    () -> Outside.processes(guard).isEmpty());
            assertThat(Outside.processes(marker)).hasSize(6);
            assertThat(strangers).allMatch(Process::isAlive);
        } finally {
            Outside.processes(marker).forEach(pid -> Outside.output("kill", "-KILL", Long.toString(pid)));
        }
    }

    /** The lines that the supervisor writes, damaged: none of them may prove anything. */
    @Test
    void guard_recordsTruncatedEmptyOrForeign_areIgnored() throws Exception {
        // Through a real supervisor they cannot be; so the same shell gets them from here.
        Process stranger = new ProcessBuilder("sleep", marker).start();
        String script;
        try {
            try (OtherJvm other = supervisor(Mixed.class, marker + "9", WITHOUT_CGROUP)) {
                other.awaitReady();
                String mark = "BRACKETWIRE_BOUND="
                        + Files.readString(folder.resolve("state/id")).strip();
                long pid = Outside.processes(mark).get(0);
                script = Stream.of(Files.readString(Path.of("/proc/" + pid + "/cmdline"))
                                .split("\0", -1))
                        .filter(word -> word.contains("while read"))
                        .findFirst()
                        .orElseThrow();
                other.end();
            }
            String pid = Long.toString(stranger.pid());
            String stat = Files.readString(Path.of("/proc/" + pid + "/stat"));
            String start = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1)[19];
            String whole = "member " + pid + " " + start;
            String damaged = String.join(
                    "\n",
                    "",
                    "member",
                    "member " + pid,
                    "member " + pid + " ",
                    "member " + pid + " 0",
                    "member " + pid + " " + start + "0",
                    "member  " + start,
                    "member * *",
                    "session",
                    "session " + pid + " 0",
                    "session  " + start,
                    "session 0 0",
                    "session 1 1",
                    "session * *",
                    "cgroup",
                    "cgroup 0",
                    "cgroup 0 /",
                    "cgroup 0 /proc",
                    whole); // cut before the end of its line
            String own = "BRACKETWIRE_BOUND=nobody\n";
            for (String text : List.of(own + damaged, "", own, own.strip(), whole + "\n", "x" + own + whole + "\n")) {
                assertThat(guarded(script, text)).as(text).isZero();
                assertThat(stranger.isAlive()).as(text).isTrue();
            }
            assertThat(guarded(script, own + whole + "\n")).isZero();
            assertThat(stranger.waitFor(10, TimeUnit.SECONDS))
                    .as("the whole note proves it")
                    .isTrue();
        } finally {
            stranger.destroyForcibly().waitFor();
            Outside.processes(marker).forEach(left -> Outside.output("kill", "-KILL", Long.toString(left)));
        }
    }

    /** Lets the shell read these notes, and gives its exit code. */
    private int guarded(String script, String notes) throws Exception {
        Path file = Files.writeString(folder.resolve("notes"), notes);
        Process guard = new ProcessBuilder("sh", "-c", script, "BRACKETWIRE_BOUND=nobody", "0", file.toString())
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        guard.getOutputStream().close();
        return guard.waitFor();
    }

    static final class Nginx implements OtherJvm.Specs {
        @Override
        public List<ServiceSpec> apply(String argument) {
            return List.of(ServiceSpec.of("nginx", "/usr/sbin/nginx", "-p", argument, "-c", argument + "/nginx.conf")
                    .lifetime(Lifetime.BOUND));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {ALL, WITHOUT_CGROUP})
    void guard_nginx_endsWithACrashedSupervisor(String means) throws IOException {
        Assumptions.assumeTrue(Files.isExecutable(Path.of("/usr/sbin/nginx")), "there is no nginx here");
        Path place = Files.createDirectories(folder.resolve("nginx-" + marker));
        Files.writeString(
                place.resolve("nginx.conf"),
                "daemon off; worker_processes 3; pid %s/pid; error_log %s/error;".formatted(place, place)
                        + "events {} http { access_log off; server { listen 127.0.0.1:%d; } }"
                                .formatted(Outside.freePort()));
        try (OtherJvm other = supervisor(Nginx.class, place.toString(), means)) {
            other.awaitReady();
            Outside.until("the master and its workers", () -> family(place).size() == 4);
            List<String> all = family(place);
            other.kill();
            Outside.until(
                    "nginx has ended",
                    () -> Outside.output("ps", "-o", "stat=", "-p", String.join(",", all))
                            .lines()
                            .allMatch(state -> state.startsWith("Z")));
        }
    }

    /** The numbers of the master, which shows its folder, and of the workers, which do not. */
    private static List<String> family(Path place) {
        List<String> all = new ArrayList<>();
        for (long master : Outside.processes(place + "/nginx.conf")) {
            all.add(Long.toString(master));
            Outside.output("ps", "-o", "pid=", "--ppid", Long.toString(master))
                    .lines()
                    .map(String::strip)
                    .forEach(all::add);
        }
        return all;
    }

    static final class Redis implements OtherJvm.Specs {
        @Override
        public List<ServiceSpec> apply(String argument) {
            String[] words = argument.split(" ", -1);
            return List.of(ServiceSpec.of("redis", "/usr/bin/redis-server", "--port", words[0], "--dir", words[1])
                    .port(Integer.parseInt(words[0]))
                    .lifetime(Lifetime.BOUND));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {ALL, WITHOUT_CGROUP})
    void guard_redis_endsWithACrashedSupervisor(String means) throws IOException {
        Assumptions.assumeTrue(Files.isExecutable(Path.of("/usr/bin/redis-server")), "there is no redis here");
        int port = Outside.freePort();
        String shown = "redis-server *:" + port;
        try (OtherJvm other = supervisor(Redis.class, port + " " + folder, means)) {
            other.awaitReady();
            assertThat(Outside.processes(shown)).hasSize(1);
            other.kill();
        }
        Outside.await(shown, 0);
    }
}
