// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.examples.server;

import dev.bracketwire.BracketwireException;
import dev.bracketwire.ConfigurationException;
import dev.bracketwire.Secret;
import dev.bracketwire.examples.tournament.Permission;
import dev.bracketwire.examples.tournament.TournamentApp;
import dev.bracketwire.examples.tournament.state.Grant;
import dev.bracketwire.examples.tournament.state.Person;
import dev.bracketwire.examples.tournament.state.SqlSession;
import dev.bracketwire.examples.tournament.state.StateTables;
import dev.bracketwire.store.Database;
import java.io.PrintWriter;
import java.net.URI;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Starts the tournament server. */
@Command(
        name = "tournament-server",
        mixinStandardHelpOptions = true,
        description = "Runs tournaments behind a page: demo tries it, serve runs it with your settings.")
public final class TournamentServer {
    static final int WRONG_SETTINGS = 2;
    static final int FOREIGN_PORT = 3;

    @Spec
    private @Nullable CommandSpec spec;

    TournamentServer() {}

    /** Takes a command and its options. */
    public static void main(String[] arguments) {
        System.exit(commandLine().execute(arguments));
    }

    static CommandLine commandLine() {
        CommandLine line = new CommandLine(new TournamentServer()).setCaseInsensitiveEnumValuesAllowed(true);
        line.setExecutionExceptionHandler((failure, command, parsed) -> {
            if (failure instanceof BracketwireException) {
                command.getErr().println(failure.getMessage());
                return failure instanceof ConfigurationException ? WRONG_SETTINGS : 1;
            }
            throw failure;
        });
        return line;
    }

    /** Options that several commands have. */
    static final class Where {
        @Option(
                names = "--config",
                paramLabel = "FILE",
                description = "settings; without it, from TOURNAMENT_ variables")
        @Nullable
        Path config;

        @Option(names = "--api-port", paramLabel = "PORT", description = "the port of the API; 0 for any free one")
        @Nullable
        Integer apiPort;

        @Option(names = "--web-port", paramLabel = "PORT", description = "the port of the page; 0 for any free one")
        @Nullable
        Integer webPort;

        ServerSettings settings() {
            return ServerSettings.read(config, ports());
        }

        Map<String, Object> ports() {
            Map<String, Object> set = new LinkedHashMap<>();
            if (apiPort != null) {
                set.put("apiPort", apiPort);
            }
            if (webPort != null) {
                set.put("webPort", webPort);
            }
            return set;
        }
    }

    @Command(mixinStandardHelpOptions = true, description = "Runs the server until it is stopped.")
    int serve(
            @CommandLine.Mixin Where where,
            @Option(names = "--single", description = "everything in one process, without a supervisor") boolean single)
            throws InterruptedException {
        return new Launcher(where.settings(), where.config, Map.of(), out()).run(single);
    }

    @Command(mixinStandardHelpOptions = true, description = "Tries the server with made-up data: no key, no network.")
    int demo(
            @CommandLine.Mixin Where where,
            @Option(names = "--single", description = "everything in one process, without a supervisor") boolean single,
            @Option(
                            names = "--state",
                            paramLabel = "DIR",
                            description = "keeps the data there; without it nothing is kept")
                    @Nullable
                    Path state)
            throws InterruptedException {
        try (Demo demo = Demo.start(where.ports(), state)) {
            return new Launcher(demo.settings(), null, demo.environment(), out())
                    .before(() -> demo.announce(out()))
                    .closing(demo)
                    .run(single);
        }
    }

    @Command(
            mixinStandardHelpOptions = true,
            description = "Prints a new token for a terminal or a bot. It is shown once.")
    int token(
            @CommandLine.Mixin Where where,
            @Option(names = "--name", required = true, description = "the name of the token") String name,
            @Option(names = "--for-others", description = "lets it act for other people, as a bot does")
                    boolean forOthers,
            @Option(names = "--level", description = "grants its person VIEWER, ORGANISER or ADMIN for everything")
                    @Nullable
                    Permission level) {
        try (Database db = ApiNode.database(where.settings())) {
            db.migrate(StateTables.STEPS).get();
            Sessions sessions = new Sessions(db, InstantSource.system());
            out().println(sessions.createToken(name, person(db, name, level).id(), forOthers));
            return 0;
        }
    }

    private static Person person(Database db, String name, @Nullable Permission level) {
        Person person = new Person(dev.bracketwire.examples.tournament.state.RandomIds.person(), name, null);
        return db.write(connection -> {
                    SqlSession sql = new SqlSession(db, connection);
                    sql.update("INSERT INTO ${people} (id, name) VALUES (?, ?)", person.id(), person.name());
                    if (level != null) {
                        sql.update(
                                "INSERT INTO ${grants} (person, scope, level) VALUES (?, ?, ?)",
                                person.id(),
                                Grant.EVERYTHING,
                                level);
                    }
                    return person;
                })
                .get();
    }

    @Command(
            mixinStandardHelpOptions = true,
            description = "Looks whether the settings are complete and the database can be reached.")
    int check(@CommandLine.Mixin Where where) {
        ServerSettings settings = where.settings();
        try (Database db = ApiNode.database(settings)) {
            boolean answers = db.read(connection -> connection.isValid(5)).get();
            out().println("The settings are complete, and the database " + (answers ? "answers." : "does not answer."));
            return answers ? 0 : 1;
        }
    }

    @Command(hidden = true, description = "Runs the API alone.")
    int api(@CommandLine.Mixin Where where) throws InterruptedException {
        ServerSettings settings = where.settings();
        String control = System.getenv(Launcher.CONTROL);
        if (control == null) {
            try (ApiNode node = new ApiNode(settings, settings.apiPort(), new SingleProcess())) {
                return untilStopped("api on 127.0.0.1:" + node.port(), node);
            }
        }
        try (RemoteServices services = new RemoteServices(URI.create(control), Secret.env(Launcher.CONTROL_TOKEN));
                ApiNode node = new ApiNode(settings, settings.apiPort(), services)) {
            return untilStopped("api on 127.0.0.1:" + node.port(), node);
        }
    }

    @Command(hidden = true, description = "Runs the page alone.")
    int web(@Option(names = "--port", required = true) int port, @Option(names = "--api", required = true) URI api)
            throws InterruptedException {
        try (WebServer server = new WebServer(api)) {
            return untilStopped("web on 127.0.0.1:" + server.start(port), server);
        }
    }

    private int untilStopped(String text, AutoCloseable part) throws InterruptedException {
        out().println(text);
        CountDownLatch stopped = new CountDownLatch(1);
        Runtime.getRuntime()
                .addShutdownHook(new Thread(
                        () -> {
                            try {
                                part.close();
                            } catch (Exception e) {
                                out().println("not closed: " + e.getMessage());
                            }
                            stopped.countDown();
                        },
                        "stop"));
        stopped.await();
        return 0;
    }

    private PrintWriter out() {
        return Objects.requireNonNull(spec, "picocli sets it").commandLine().getOut();
    }

    /** Opens an application on a database, without work in the background, to prepare data. */
    static TournamentApp quiet(Database db, dev.bracketwire.riot.ign.Identities identities, ServerSettings settings) {
        return ApiNode.scheduling(
                        TournamentApp.builder(db, identities)
                                .webhooks(WebhookKeys.of(settings), settings.webhooks()::allow)
                                .withoutBackgroundWork(),
                        settings)
                .open();
    }
}
