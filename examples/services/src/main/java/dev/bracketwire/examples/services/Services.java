// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.examples.services;

import dev.bracketwire.BracketwireException;
import dev.bracketwire.supervisor.ServiceEvent;
import dev.bracketwire.supervisor.Supervisor;
import dev.bracketwire.supervisor.SupervisorListener;
import java.io.IOException;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;

/** Runs a file of services, and lists, stops, restarts and follows them from another terminal. */
@Command(
        name = "services",
        mixinStandardHelpOptions = true,
        description = "Runs a file of services, and speaks with the one that runs them.")
public final class Services {
    @Spec
    private CommandSpec spec;

    @Option(
            names = "--state",
            scope = ScopeType.INHERIT,
            defaultValue = ".services",
            description = "state directory, one a supervisor (${DEFAULT-VALUE})")
    private Path state;

    private Services() {}

    /** Takes a command and its arguments. */
    public static void main(String[] args) {
        System.exit(new CommandLine(new Services()).execute(args));
    }

    @Command(
            description =
                    "Starts the services of a file, and keeps them until this ends (Ctrl-C, or quit); 2 if one had failed.")
    int run(@Parameters(paramLabel = "FILE") Path file) throws IOException, InterruptedException {
        try (Supervisor supervisor =
                Supervisor.builder(state).listener(printing()).open()) {
            Running running = new Running(supervisor, file);
            try (ServerSocketChannel control = Channel.serve(state.toAbsolutePath(), running)) {
                say("commands are heard at " + control.getLocalAddress());
                running.begin(this::say);
                return running.awaitEnd();
            }
        } catch (BracketwireException e) {
            complain(String.valueOf(e.getMessage()));
            return 1;
        }
    }

    private SupervisorListener printing() {
        return new SupervisorListener() {
            @Override
            public void changed(ServiceEvent event) {
                say(event.status().toString());
            }
        };
    }

    @Command(description = "Lists the services, and why they are as they are.")
    int list() {
        return ask("list", List.of());
    }

    @Command(description = "Stops services, all unless named, and reports what is left; 2 if anything is.")
    int stop(@Parameters(paramLabel = "NAME", arity = "0..*") List<String> names) {
        return ask("stop", names);
    }

    @Command(description = "Restarts services, all unless named but for tasks that are done; 2 if one does not start.")
    int restart(@Parameters(paramLabel = "NAME", arity = "0..*") List<String> names) {
        return ask("restart", names);
    }

    @Command(description = "Reads the file again, and carries out what changed in it; 2 if anything failed.")
    int reload() {
        return ask("reload", List.of());
    }

    @Command(description = "Stops all services, and the supervisor; 2 if anything is left.")
    int quit() {
        return ask("quit", List.of());
    }

    @Command(description = "Prints the last lines of a service, and with -f those that come.")
    int logs(
            @Parameters(paramLabel = "NAME") String name,
            @Option(names = "-n", defaultValue = "20", description = "how many lines (${DEFAULT-VALUE})") int lines,
            @Option(names = "-f", description = "go on") boolean follow) {
        int code = ask("logs", List.of(name, Integer.toString(lines)));
        return code == 0 && follow ? ask("follow", List.of(name)) : code;
    }

    private int ask(String verb, List<String> arguments) {
        List<String> words = new ArrayList<>(List.of(verb));
        words.addAll(arguments == null ? List.of() : arguments);
        return Channel.ask(state.toAbsolutePath(), words, this::say, this::complain);
    }

    private void say(String line) {
        spec.commandLine().getOut().println(line);
        spec.commandLine().getOut().flush();
    }

    private void complain(String line) {
        spec.commandLine().getErr().println(line);
        spec.commandLine().getErr().flush();
    }
}
