// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.supervisor;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;

/** A supervisor in a JVM of its own, to be killed: {@code SPECS-CLASS DIRECTORY...} starts the specs and waits. */
public final class OtherJvm implements AutoCloseable {
    private static final String ARGUMENT = "SPECS_ARGUMENT";

    private final Process process;
    private final BufferedReader out;

    private OtherJvm(Process process) {
        this.process = process;
        this.out = process.inputReader(StandardCharsets.UTF_8);
    }

    /** Gives specs for an argument; a class, so that the other JVM can make it. */
    public interface Specs extends Function<String, List<ServiceSpec>> {}

    /** Starts it, and gives it back at once. */
    static OtherJvm start(Path state, Class<? extends Specs> specs, String argument, String... options) {
        return start(List.of(state), specs, List.of(argument), options);
    }

    /** The same with a supervisor for each directory, whose specs have an argument of their own. */
    static OtherJvm start(List<Path> states, Class<? extends Specs> specs, List<String> arguments, String... options) {
        List<String> command = new ArrayList<>(
                List.of(HttpService.java(), "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Xmx64m", "-Xshare:auto"));
        command.addAll(Arrays.asList(options));
        command.addAll(
                List.of("-cp", System.getProperty("java.class.path"), OtherJvm.class.getName(), specs.getName()));
        states.forEach(state -> command.add(state.toString()));
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().put(ARGUMENT, String.join("\n", arguments)); // not among the words that ps shows
        try {
            return new OtherJvm(builder.start());
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    long pid() {
        return process.pid();
    }

    /** Waits until its services are ready, and gives what it says then. */
    String awaitReady() {
        StringBuilder seen = new StringBuilder();
        try {
            for (String line = out.readLine(); line != null; line = out.readLine()) {
                if (line.startsWith("ready ")) {
                    return line;
                }
                seen.append(line).append('\n');
            }
        } catch (IOException e) {
            throw new AssertionError(e);
        }
        throw new AssertionError("it ended: " + seen);
    }

    /** Kills it without a word. */
    void kill() {
        process.destroyForcibly();
        await();
    }

    /** Asks it to end, and gives its exit code. */
    int end() {
        process.toHandle().destroy();
        return await();
    }

    /** Waits for its end. */
    int await() {
        try {
            return process.waitFor();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }

    @Override
    public void close() {
        kill();
    }

    @SuppressWarnings("SystemOut") // what the test waits for
    public static void main(String[] args) throws Exception {
        Specs specs = Class.forName(args[0])
                .asSubclass(Specs.class)
                .getDeclaredConstructor()
                .newInstance();
        String[] arguments = System.getenv(ARGUMENT).split("\n", -1);
        String means = System.getProperty("test.ownership");
        List<Supervisor> supervisors = new ArrayList<>(); // as long as they can be reached, they are open
        for (int i = 1; i < args.length; i++) {
            SupervisorBuilder builder = Supervisor.builder(Path.of(args[i]));
            if (means != null) {
                builder.ownership(
                        Stream.of(means.split(",", -1)).map(Ownership::valueOf).toArray(Ownership[]::new));
            }
            supervisors.add(builder.open());
            supervisors.get(i - 1).start(specs.apply(arguments[i - 1])).get();
        }
        System.out.println(
                "ready " + supervisors.stream().map(Supervisor::statuses).toList());
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8)).readLine();
        throw new IllegalStateException("no test ends it by its input, but " + supervisors.size() + " supervisors ran");
    }
}
