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

/** A supervisor in a JVM of its own, to be killed: {@code DIRECTORY SPECS-CLASS} starts the specs and waits. */
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
        List<String> command = new ArrayList<>(
                List.of(HttpService.java(), "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Xmx64m", "-Xshare:auto"));
        command.addAll(Arrays.asList(options));
        command.addAll(List.of(
                "-cp",
                System.getProperty("java.class.path"),
                OtherJvm.class.getName(),
                state.toString(),
                specs.getName()));
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().put(ARGUMENT, argument); // not among the words that ps shows
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
        Specs specs = Class.forName(args[1])
                .asSubclass(Specs.class)
                .getDeclaredConstructor()
                .newInstance();
        SupervisorBuilder builder = Supervisor.builder(Path.of(args[0]));
        String means = System.getProperty("test.ownership");
        if (means != null) {
            builder.ownership(
                    Stream.of(means.split(",", -1)).map(Ownership::valueOf).toArray(Ownership[]::new));
        }
        Supervisor supervisor = builder.open();
        supervisor.start(specs.apply(System.getenv(ARGUMENT))).get();
        System.out.println("ready " + supervisor.statuses());
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8)).readLine();
        throw new IllegalStateException("nobody ends it like this, but " + supervisor.statuses());
    }
}
