// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.benchmarks.supervisor;

import dev.bracketwire.supervisor.ServiceSpec;
import dev.bracketwire.supervisor.Supervisor;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Our supervisor in a JVM of its own, which can be killed. */
public final class OursDaemon implements Contender {
    /** What a program has on its class path that does nothing but supervise: each jar there takes its share of the heap. */
    private static final Pattern NEEDED = Pattern.compile(
            "classes|bracketwire-(core|supervisor)-.*|jackson-(core|databind|annotations)-.*|slf4j-api-.*|jspecify-.*");

    private final Path folder;
    private List<Job> jobs = List.of();
    private @Nullable Process jvm;

    OursDaemon(Path folder) {
        this.folder = folder;
    }

    /** Takes the state directory, a file to make when all is ready, and the scripts. */
    public static void main(String[] args) throws IOException, InterruptedException {
        List<ServiceSpec> specs = new ArrayList<>();
        for (String script : List.of(args).subList(2, args.length)) {
            Path path = Path.of(script);
            specs.add(Ours.spec(new Job(path.getFileName().toString(), path), false));
        }
        Supervisor supervisor = Supervisor.open(Path.of(args[0]));
        // A JVM stays as large as its young generation has ever been filled, so what each step left is collected.
        System.gc();
        supervisor.start(specs).get();
        Files.createFile(Path.of(args[1]));
        while (true) {
            System.gc();
            TimeUnit.MINUTES.sleep(10);
        }
    }

    @Override
    public void prepare(List<Job> all) {
        jobs = all;
    }

    @Override
    public void start() throws IOException {
        Files.deleteIfExists(folder.resolve("ready"));
        List<String> command = new ArrayList<>(Trial.java(
                entry -> NEEDED.matcher(entry.getFileName().toString()).matches()));
        command.addAll(List.of(
                OursDaemon.class.getName(),
                folder.resolve("state").toString(),
                folder.resolve("ready").toString()));
        jobs.forEach(job -> command.add(job.script().toString()));
        jvm = Shell.daemon(folder, command.toArray(String[]::new));
    }

    @Override
    public void awaitReady() {
        try {
            Shell.await("ready", () -> Files.exists(folder.resolve("ready")));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void stop() {
        Process running = Objects.requireNonNull(jvm, "start first");
        running.toHandle().destroy();
        Shell.awaitEnd(running);
    }

    @Override
    public void crash() {
        Shell.awaitEnd(Objects.requireNonNull(jvm, "start first").destroyForcibly());
    }

    @Override
    public List<Long> pids() {
        return List.of(Objects.requireNonNull(jvm, "start first").pid());
    }

    @Override
    public Path log(String name) {
        return folder.resolve("state/logs").resolve(name + ".log");
    }
}
