// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.examples.server;

import dev.bracketwire.Secret;
import dev.bracketwire.examples.tournament.state.StateTables;
import dev.bracketwire.store.Database;
import dev.bracketwire.supervisor.Lifetime;
import dev.bracketwire.supervisor.PortState;
import dev.bracketwire.supervisor.Probe;
import dev.bracketwire.supervisor.ServiceSpec;
import dev.bracketwire.supervisor.StartException;
import dev.bracketwire.supervisor.Supervisor;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;

/**
 * Runs the server: as two supervised services, {@code api} and {@code web}, and those of the organiser; or as one
 * process. If a port is in use by another process, nothing is started, and that process is left alone.
 */
final class Launcher {
    static final String CONTROL = "BRACKETWIRE_CONTROL";
    static final String CONTROL_TOKEN = "BRACKETWIRE_CONTROL_TOKEN";

    private static final Duration CHECK = Duration.ofSeconds(30);
    private static final Duration STOP = Duration.ofSeconds(15);
    private static final Set<String> OWN = Set.of("api", "web");

    private final ServerSettings settings;
    private final @Nullable Path config;
    private final Map<String, String> environment;
    private final PrintWriter out;
    private final CountDownLatch stopped = new CountDownLatch(1);
    private Runnable ready = () -> {};
    private AutoCloseable last = () -> {};

    /**
     * Creates a launcher.
     *
     * @param environment variables for the API beside those of this process
     */
    Launcher(ServerSettings settings, @Nullable Path config, Map<String, String> environment, PrintWriter out) {
        this.settings = settings.on(
                settings.apiPort() == 0 ? freePort() : settings.apiPort(),
                settings.webPort() == 0 ? freePort() : settings.webPort());
        this.config = config;
        this.environment = environment;
        this.out = out;
    }

    /** Runs this once the server is ready. */
    Launcher before(Runnable task) {
        ready = task;
        return this;
    }

    /** Closes this after all other parts, also when the process is told to end. */
    Launcher closing(AutoCloseable part) {
        last = part;
        return this;
    }

    private static int freePort() {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException("no port is free", e);
        }
    }

    /** Runs until the process is asked to end, and returns the exit code. */
    int run(boolean single) throws InterruptedException {
        return single ? inOneProcess() : supervised();
    }

    /** Prints a new link, once it is certain that nothing else runs here: it makes the link before it invalid. */
    private void offerFirstAdmin() {
        try (Database db = ApiNode.database(settings)) {
            db.migrate(StateTables.STEPS).get();
            new Sessions(db, InstantSource.system())
                    .offerFirstAdmin()
                    .ifPresent(code ->
                            say("There is no admin yet. Whoever opens this link within 24 hours becomes the first: "
                                    + settings.address() + "/auth/first-admin/" + code));
        }
    }

    private int inOneProcess() throws InterruptedException {
        String taken = taken(List.of(settings.apiPort(), settings.webPort()));
        if (taken != null) {
            say(taken);
            return TournamentServer.FOREIGN_PORT;
        }
        offerFirstAdmin();
        Parts parts = new Parts();
        parts.add(last);
        try {
            ApiNode api = parts.add(new ApiNode(settings, settings.apiPort(), new SingleProcess()));
            parts.add(new WebServer(URI.create("http://127.0.0.1:" + api.port())))
                    .start(settings.webPort());
            announce();
            untilStopped(parts);
            return 0;
        } finally {
            parts.close();
        }
    }

    private int supervised() throws InterruptedException {
        Parts parts = new Parts();
        parts.add(last);
        try {
            Supervisor supervisor =
                    parts.add(Supervisor.builder(settings.state().resolve("services"))
                            .shutdownHook(false)
                            .open());
            ControlEndpoint control = parts.add(new ControlEndpoint(supervisor, OWN));
            List<String> taken = taken(supervisor);
            if (!taken.isEmpty()) {
                taken.forEach(this::say);
                say("Nothing was started, and the other process was left alone. Stop it, or choose another port.");
                return TournamentServer.FOREIGN_PORT;
            }
            offerFirstAdmin();
            try {
                supervisor.start(specs(control)).get();
            } catch (StartException e) {
                say(String.valueOf(e.getMessage()));
                supervisor.tail("api", 20).forEach(line -> say("  api: " + line));
                return taken(supervisor).isEmpty() ? 1 : TournamentServer.FOREIGN_PORT;
            }
            announce();
            untilStopped(parts);
            return 0;
        } finally {
            parts.close();
        }
    }

    /** Returns a sentence about the first of these ports that is in use; null if all are free. */
    private static @Nullable String taken(List<Integer> ports) {
        for (int port : ports) {
            try (ServerSocket probe = new ServerSocket()) {
                probe.setReuseAddress(true);
                probe.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
            } catch (IOException e) {
                return "port " + port + " is in use. Stop the process that has it, or choose another port.";
            }
        }
        return null;
    }

    private List<String> taken(Supervisor supervisor) {
        List<Integer> ports = new ArrayList<>(List.of(settings.apiPort(), settings.webPort()));
        settings.services().values().forEach(service -> ports.addAll(service.ports()));
        return ports.stream()
                .map(supervisor::port)
                .filter(port -> port.holder() == PortState.Holder.FOREIGN || port.holder() == PortState.Holder.UNKNOWN)
                .map(PortState::toString)
                .toList();
    }

    private List<ServiceSpec> specs(ControlEndpoint control) {
        List<String> arguments = new ArrayList<>(
                List.of("api", "--api-port", "" + settings.apiPort(), "--web-port", "" + settings.webPort()));
        if (config != null) {
            arguments.addAll(List.of("--config", config.toAbsolutePath().toString()));
        }
        ServiceSpec api = java("api", arguments)
                .port(settings.apiPort())
                .environment(CONTROL, control.address().toString())
                .environment(CONTROL_TOKEN, control.token())
                .ready(Probe.http(settings.apiPort(), "/api/health").every(CHECK));
        for (Map.Entry<String, String> variable : environment.entrySet()) {
            api = api.environment(variable.getKey(), Secret.of(variable.getValue()));
        }
        List<ServiceSpec> specs = new ArrayList<>();
        specs.add(api);
        specs.add(java(
                        "web",
                        List.of(
                                "web",
                                "--port",
                                "" + settings.webPort(),
                                "--api",
                                "http://127.0.0.1:" + settings.apiPort()))
                .port(settings.webPort())
                .after("api")
                .ready(Probe.http(settings.webPort(), "/health").every(CHECK)));
        settings.services().forEach((name, service) -> specs.add(own(name, service)));
        return specs;
    }

    private static ServiceSpec java(String name, List<String> arguments) {
        List<String> all = new ArrayList<>(List.of(
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-Xmx256m",
                "-cp",
                System.getProperty("java.class.path"),
                TournamentServer.class.getName()));
        all.addAll(arguments);
        return ServiceSpec.of(
                        name,
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        all.toArray(String[]::new))
                .stopTimeout(STOP)
                .lifetime(Lifetime.BOUND);
    }

    private static ServiceSpec own(String name, ServerSettings.OwnService service) {
        List<String> command = service.command();
        ServiceSpec spec = ServiceSpec.of(
                        name, command.get(0), command.subList(1, command.size()).toArray(String[]::new))
                .after(service.after().toArray(String[]::new))
                .stopTimeout(STOP)
                .lifetime(Lifetime.BOUND);
        spec = service.directory().map(spec::directory).orElse(spec);
        spec = service.health()
                .map(path -> Probe.http(path).every(CHECK))
                .map(spec::ready)
                .orElse(spec);
        for (Map.Entry<String, String> variable : service.environment().entrySet()) {
            spec = spec.environment(variable.getKey(), variable.getValue());
        }
        for (int port : service.ports()) {
            spec = spec.port(port);
        }
        return spec;
    }

    private void announce() {
        say("The page is at " + settings.address() + " (port " + settings.webPort() + "), the API on port "
                + settings.apiPort() + ".");
        ready.run();
    }

    private void say(String text) {
        out.println(text);
        out.flush();
    }

    /** Ends the run, as the end of the process does. */
    void stop() {
        stopped.countDown();
    }

    private void untilStopped(Parts parts) throws InterruptedException {
        Runtime.getRuntime()
                .addShutdownHook(new Thread(
                        () -> {
                            parts.close();
                            stopped.countDown();
                        },
                        "stop"));
        stopped.await();
    }

    /** Parts that are closed once, the last first, when the run or the process ends. */
    private static final class Parts implements AutoCloseable {
        private final Deque<AutoCloseable> open = new ArrayDeque<>();

        synchronized <T extends AutoCloseable> T add(T part) {
            open.push(part);
            return part;
        }

        @Override
        public synchronized void close() {
            while (!open.isEmpty()) {
                try {
                    open.pop().close();
                } catch (Exception e) {
                    LoggerFactory.getLogger(Launcher.class).warn("a part could not be stopped", e);
                }
            }
        }
    }
}
