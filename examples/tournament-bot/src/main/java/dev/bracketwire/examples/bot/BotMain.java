// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.examples.bot;

import dev.bracketwire.BracketwireException;
import dev.bracketwire.ConfigurationException;
import dev.bracketwire.Secret;
import dev.bracketwire.examples.tournament.Caller;
import dev.bracketwire.examples.tournament.CommandDesk;
import dev.bracketwire.examples.tournament.Face;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.io.PrintWriter;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/**
 * Starts the Discord bot or a terminal, on a server of tournaments or on a database.
 *
 * <p>Beside a server, the bot takes the messages and the wishes for roles that wait in the server's outbox, and reports each
 * outcome. It needs a token that acts for others and may do everything, which {@code tournament-server token --name bot
 * --for-others --level ADMIN} makes.
 */
@Command(
        name = "tournament-bot",
        mixinStandardHelpOptions = true,
        description = "Runs the Discord bot, or with --console a terminal with the same commands.",
        exitCodeListHeading = "Exit codes:%n",
        exitCodeList = {
            "0:The last command was carried out.",
            "2:The words are no command, or a setting is missing.",
            "3:The last command was refused, or its plan was not confirmed.",
            "4:The last command failed."
        })
public final class BotMain implements Callable<Integer> {
    @Spec
    private @Nullable CommandSpec spec;

    @Option(names = "--console", description = "runs a terminal")
    private boolean console;

    @Option(
            names = {"-c", "--command"},
            paramLabel = "LINE",
            description =
                    "with --console: runs this command and ends; may be repeated, and stops at the first not done")
    private List<String> lines;

    @Option(names = "--yes", description = "with -c: confirms plans")
    private boolean yes;

    @Option(
            names = "--as",
            paramLabel = "NAME",
            description = "with --console on a database: the person who runs commands")
    private @Nullable String person;

    @Option(
            names = "--server",
            paramLabel = "URL",
            description = "the server of tournaments, such as http://127.0.0.1:3000")
    private @Nullable URI server;

    @Option(names = "--config", paramLabel = "FILE", description = "the file of settings; see bot.example.json")
    private @Nullable Path config;

    private final Map<String, String> environment;

    BotMain(Map<String, String> environment) {
        this.environment = environment;
        this.lines = List.of();
    }

    /** Runs the bot or the terminal, and ends with its code. */
    public static void main(String[] args) {
        System.exit(commandLine(System.getenv()).execute(args));
    }

    static CommandLine commandLine(Map<String, String> environment) {
        return new CommandLine(new BotMain(environment));
    }

    private CommandLine commandLine() {
        return Objects.requireNonNull(spec, "picocli sets it").commandLine();
    }

    @Override
    public Integer call() throws Exception {
        PrintWriter err = commandLine().getErr();
        try {
            BotSettings settings =
                    BotSettings.read(Optional.ofNullable(config), Optional.ofNullable(server), environment);
            if (settings.server().isEmpty() && settings.database().isEmpty()) {
                throw new BotSettings.MissingException(
                        "Name the server by --server URL, or a database by database in the settings.");
            }
            return console ? console(settings) : bot(settings);
        } catch (BotSettings.MissingException | ConfigurationException e) {
            err.println(e.getMessage());
            return Console.USAGE;
        } catch (BracketwireException e) {
            err.println("It could not start: " + e.getMessage());
            return Console.FAILED;
        }
    }

    private int console(BotSettings settings) {
        if (settings.server().isPresent()) {
            try (RemoteDesk desk = RemoteDesk.create(settings.server().get(), token(settings))) {
                return console(desk, ConsoleAccounts.ofToken());
            }
        }
        try (LocalApplication local = LocalApplication.open(settings)) {
            return console(local.app(), ConsoleAccounts.of(local.app()));
        }
    }

    private int console(CommandDesk desk, ConsoleAccounts accounts) {
        PrintWriter out = commandLine().getOut();
        Caller visitor = Caller.visitor(Face.TERMINAL);
        if (lines.isEmpty()) {
            BufferedReader in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
            Console asking = Console.asking(desk, accounts, visitor, out, in, false);
            return person == null || asking.run("as \"" + person + "\"") == Console.DONE ? asking.run() : Console.USAGE;
        }
        Console script = Console.ofScript(desk, accounts, visitor, out, yes);
        int code = person == null ? Console.DONE : script.run("as \"" + person + "\"");
        for (int i = 0; i < lines.size() && code == Console.DONE; i++) {
            code = script.run(lines.get(i));
        }
        return code;
    }

    private int bot(BotSettings settings) throws InterruptedException {
        Secret discord = settings.discordToken()
                .orElseThrow(() ->
                        new BotSettings.MissingException("The bot has no token. Create a bot on Discord's page for"
                                + " developers, and put its token into TOURNAMENT_DISCORD_TOKEN."));
        if (settings.server().isPresent()) {
            token(settings);
        }
        CountDownLatch end = new CountDownLatch(1);
        CountDownLatch closed = new CountDownLatch(1);
        Runtime.getRuntime().addShutdownHook(new Thread(() -> end(end, closed), "bot-end"));
        try (BotProcess process = BotProcess.start(settings, JdaDiscord.connect(discord))) {
            commandLine().getOut().println("The bot is online. Ctrl-C ends it" + process.note() + ".");
            commandLine().getOut().flush();
            end.await();
        } finally {
            closed.countDown();
        }
        return Console.DONE;
    }

    /** Ends the bot and waits for it, since the JVM does not. */
    private static void end(CountDownLatch end, CountDownLatch closed) {
        end.countDown();
        try {
            closed.await(15, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static Secret token(BotSettings settings) {
        return settings.token()
                .orElseThrow(() ->
                        new BotSettings.MissingException("The token of the server is missing. Make one on its machine"
                                + " by tournament-server token --name NAME, and put it into TOURNAMENT_TOKEN."));
    }
}
