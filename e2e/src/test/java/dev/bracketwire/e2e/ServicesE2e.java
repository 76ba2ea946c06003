// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bracketwire.supervisor.PortState.Holder;
import dev.bracketwire.supervisor.Probe;
import dev.bracketwire.supervisor.ProcessInfo;
import dev.bracketwire.supervisor.RestartPolicy;
import dev.bracketwire.supervisor.ServiceSpec;
import dev.bracketwire.supervisor.StopReport;
import dev.bracketwire.supervisor.StopSignal;
import dev.bracketwire.supervisor.Supervisor;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Services that people run, each with habits of its own: all of them are ready, come back after kill -9, and end whole. */
class ServicesE2e {
    @TempDir
    Path folder;

    private Supervisor supervisor;
    private int port;

    @BeforeEach
    void open() throws IOException {
        try (ServerSocket free = new ServerSocket(0)) {
            port = free.getLocalPort();
        }
        supervisor = Supervisor.open(folder.resolve("state"));
    }

    @AfterEach
    void close() {
        supervisor.close();
    }

    private static String output(String... command) {
        try {
            Process process =
                    new ProcessBuilder(command).redirectErrorStream(true).start();
            String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            process.waitFor();
            return text;
        } catch (IOException e) {
            throw new AssertionError(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }

    private static Path program(String name, String... places) {
        for (String place : places) {
            if (Files.isExecutable(Path.of(place, name))) {
                return Path.of(place, name);
            }
        }
        for (String place : System.getenv("PATH").split(":", -1)) {
            if (Files.isExecutable(Path.of(place, name))) {
                return Path.of(place, name);
            }
        }
        Assumptions.abort("there is no " + name + " here; .ci/run installs it");
        throw new AssertionError();
    }

    private static void until(String what, BooleanSupplier holds) {
        long begun = System.nanoTime();
        while (!holds.getAsBoolean()) {
            assertThat(Duration.ofNanos(System.nanoTime() - begun)).as(what).isLessThan(Duration.ofMinutes(1));
            LockSupport.parkNanos(20_000_000);
        }
    }

    private long pid() {
        return supervisor.find("service").orElseThrow().pid().orElse(-1);
    }

    /** As ps sees them, which is no part of the supervisor. */
    private static boolean alive(List<Long> pids) {
        return pids.stream()
                .map(pid ->
                        output("ps", "-o", "stat=", "-p", Long.toString(pid)).strip())
                .anyMatch(state -> !state.isEmpty() && !state.startsWith("Z"));
    }

    /** Starts it, kills what does the work, waits for the next, and stops that; gives the processes it had. */
    private List<ProcessInfo> play(ServiceSpec spec) {
        supervisor
                .start(spec.port(port)
                        .startTimeout(Duration.ofMinutes(2))
                        .restart(RestartPolicy.always().backoff(Duration.ofMillis(50), 2, Duration.ofSeconds(5))))
                .get();
        assertThat(supervisor.port(port).holder()).isEqualTo(Holder.OURS);
        List<ProcessInfo> first = supervisor.processes("service");
        long before = pid();
        output("kill", "-KILL", Long.toString(before));
        until(
                "another",
                () -> pid() > 0
                        && pid() != before
                        && supervisor.find("service").orElseThrow().ready());
        assertThat(alive(first.stream().map(ProcessInfo::pid).toList())).isFalse();
        List<ProcessInfo> second = supervisor.processes("service");

        StopReport report = supervisor.stop("service").get();

        assertThat(report.clean()).as(report.toString()).isTrue();
        assertThat(alive(second.stream().map(ProcessInfo::pid).toList())).isFalse();
        assertThat(supervisor.port(port).holder()).isEqualTo(Holder.FREE);
        return second;
    }

    @Test
    void nginx_withItsWorkers_endsWhole() throws IOException {
        Path nginx = program("nginx", "/usr/sbin");
        Path conf = Files.writeString(folder.resolve("nginx.conf"), """
                daemon off; worker_processes 3; pid FOLDER/nginx.pid; error_log stderr;
                events { worker_connections 64; }
                http {
                    access_log off;
                    client_body_temp_path FOLDER/a; proxy_temp_path FOLDER/b; fastcgi_temp_path FOLDER/c;
                    uwsgi_temp_path FOLDER/d; scgi_temp_path FOLDER/e;
                    server { listen 127.0.0.1:PORT; location / { return 200 "ok"; } }
                }
                """.replace("FOLDER", folder.toString())
                .replace("PORT", Integer.toString(port)));

        List<ProcessInfo> processes = play(ServiceSpec.of(
                        "service", nginx.toString(), "-e", "stderr", "-p", folder.toString(), "-c", conf.toString())
                .ready(Probe.http("/")));

        assertThat(processes).hasSize(4);
    }

    @Test
    void redis_thatMakesItselfADaemonAndHidesItsEnvironment_endsWhole() {
        Path redis = program("redis-server", "/usr/bin");

        List<ProcessInfo> processes = play(ServiceSpec.of(
                        "service",
                        redis.toString(),
                        "--port",
                        Integer.toString(port),
                        "--daemonize",
                        "yes",
                        "--dir",
                        folder.toString(),
                        "--logfile",
                        folder.resolve("redis.log").toString())
                .daemonizes());

        assertThat(processes).hasSize(1);
    }

    @Test
    void postgres_ofAnotherUserBehindAWrapper_isStoppedFast() throws IOException {
        // Debian keeps it in a folder of its version, outside of PATH.
        Path initdb = program(
                "initdb",
                output("sh", "-c", "ls -d /usr/lib/postgresql/*/bin 2>/dev/null")
                        .split("\n", -1));
        Path postgres = initdb.resolveSibling("postgres");
        boolean root = System.getProperty("user.name").equals("root");
        Path data = Files.createDirectories(folder.resolve("data"));
        String user = root ? "postgres" : System.getProperty("user.name");
        if (root) {
            // The folder of a test is for its user only, and postgres refuses to be root.
            output("chmod", "a+x", folder.toString());
            output("chown", user, data.toString());
        }
        List<String> as = root ? List.of("runuser", "-u", user, "--") : List.of("env");
        output(words(as, initdb.toString(), "-D", data.toString(), "-A", "trust", "-N"));
        assertThat(data.resolve("PG_VERSION")).exists();
        String[] command = words(
                as.subList(1, as.size()),
                postgres.toString(),
                "-D",
                data.toString(),
                "-p",
                Integer.toString(port),
                "-h",
                "127.0.0.1",
                "-k",
                data.toString());

        List<ProcessInfo> processes = play(ServiceSpec.of("service", as.get(0), command)
                .stopSignal(StopSignal.INT)
                .stopTimeout(Duration.ofSeconds(60))
                .ready(Probe.command(
                                initdb.resolveSibling("pg_isready").toString(),
                                "-q",
                                "-h",
                                "127.0.0.1",
                                "-p",
                                Integer.toString(port))
                        .timeout(Duration.ofSeconds(10))));

        assertThat(processes.size()).isGreaterThan(4);
        assertThat(String.join("\n", supervisor.tail("service", 50))).contains("fast shutdown");
    }

    private static String[] words(List<String> first, String... more) {
        List<String> all = new ArrayList<>(first);
        all.addAll(List.of(more));
        return all.toArray(String[]::new);
    }

    @Test
    void npm_withShellAndNodeBehindIt_isKnownByTheProcessThatListens() throws IOException {
        Path npm = program("npm");
        Files.writeString(folder.resolve("package.json"), """
                {"name": "web", "private": true, "scripts": {"start": "node server.js"}}
                """);
        Files.writeString(folder.resolve("server.js"), """
                require("http").createServer((q, r) => r.end("ok")).listen(PORT, "127.0.0.1");
                """.replace("PORT", Integer.toString(port)));

        List<ProcessInfo> processes = play(ServiceSpec.of("service", npm.toString(), "start")
                .directory(folder)
                .ready(Probe.http("/")));

        assertThat(processes.size()).isGreaterThan(1);
        assertThat(processes.get(0).note()).isEqualTo("does the work");
        assertThat(processes.get(0).program()).endsWith("node");
    }

    @Test
    void java_withAShutdownHook_runsIt() throws IOException {
        Path source = Files.writeString(folder.resolve("Api.java"), """
                import com.sun.net.httpserver.HttpServer;
                import java.net.InetSocketAddress;
                class Api {
                    public static void main(String[] args) throws Exception {
                        Runtime.getRuntime().addShutdownHook(new Thread(() -> System.out.println("goodbye")));
                        HttpServer server = HttpServer.create(new InetSocketAddress("127.0.0.1", Integer.parseInt(args[0])), 0);
                        server.createContext("/health", call -> { call.sendResponseHeaders(200, -1); call.close(); });
                        server.start();
                    }
                }
                """);
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();

        play(ServiceSpec.of("service", java, source.toString(), Integer.toString(port))
                .ready(Probe.http("/health")));

        assertThat(supervisor.tail("service", 1)).containsExactly("goodbye");
    }
}
