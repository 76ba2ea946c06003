// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.benchmarks.supervisor;

import dev.bracketwire.benchmarks.Figures;
import dev.bracketwire.benchmarks.Probe;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** One measurement, played by each contender in turn, in a JVM and a space of process numbers of its own. */
public abstract class Trial implements Probe {
    private static final int ROUNDS = Integer.parseInt(System.getenv().getOrDefault("BENCH_ROUNDS", "5"));

    /** The JVM that the issue of memory is measured in, and all else too. */
    private static final List<String> JVM =
            List.of("-Xmx48m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-Xshare:auto");

    Trial() {}

    /** What a contender did. */
    interface Results {
        void add(String metric, double value, String unit);
    }

    abstract List<String> contenders();

    abstract void play(Contender contender, Path folder, Results results) throws IOException;

    /** How often it is played. */
    int rounds(int usual) {
        return usual;
    }

    /** What a figure is called: those of ours with a pump begin with that. */
    private static String figure(String contender, String metric) {
        return contender.equals("pumped") ? "pumped-" + metric : metric;
    }

    static List<String> java() {
        return java(entry -> true);
    }

    /** With so much of the class path. */
    static List<String> java(Predicate<Path> entries) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(JVM);
        command.add("-cp");
        command.add(Stream.of(System.getProperty("java.class.path").split(File.pathSeparator, -1))
                .map(entry -> Path.of(entry).toAbsolutePath())
                .filter(entries)
                .map(Path::toString)
                .collect(Collectors.joining(File.pathSeparator)));
        return command;
    }

    @Override
    public final void measure(Figures figures) throws IOException {
        List<String> present = new ArrayList<>();
        for (String contender : contenders()) {
            Optional<String> absence = namespaces() ? Contenders.absence(contender) : Optional.of(NO_NAMESPACE);
            absence.ifPresent(why -> figures.absent(ours(contender), why));
            if (absence.isEmpty()) {
                present.add(contender);
            }
        }
        int rounds = rounds(ROUNDS);
        for (int round = 0; round < rounds && !present.isEmpty(); round++) {
            for (int turn = 0; turn < present.size(); turn++) {
                String contender = present.get((round + turn) % present.size());
                System.err.printf("%s: round %d of %d, %s%n", getClass().getSimpleName(), round + 1, rounds, contender);
                play(contender, figures);
            }
        }
    }

    private static final String NO_NAMESPACE =
            "what a contender leaves behind has to end with a process namespace, which needs root and unshare";

    private static boolean namespaces() throws IOException {
        return Shell.has("unshare")
                && Shell.run(Path.of("/"), "unshare", "--pid", "--fork", "--mount-proc", "echo", "yes")
                        .strip()
                        .equals("yes");
    }

    private static String ours(String contender) {
        return contender.equals("pumped") || contender.equals("ours_daemon") ? "ours" : contender;
    }

    private void play(String contender, Figures figures) throws IOException {
        Path folder = Files.createTempDirectory("bench");
        try {
            // The shell is the first process there, and reaps what loses its parent.
            List<String> command = new ArrayList<>(List.of(
                    "unshare", "--pid", "--fork", "--mount-proc", "--kill-child", "sh", "-c", "\"$@\"; exit $?", "sh"));
            command.addAll(java());
            command.addAll(List.of(Trial.class.getName(), getClass().getName(), contender, folder.toString()));
            String said = Shell.run(folder, command.toArray(String[]::new));
            List<String> results =
                    said.lines().filter(line -> line.startsWith("result ")).toList();
            for (String line : results) {
                String[] words = line.split(" ", -1);
                figures.add(words[1], ours(contender), Double.parseDouble(words[2]), words[3]);
            }
            if (results.isEmpty()) {
                figures.absent(ours(contender), "it failed: " + said.lines().reduce("", (a, b) -> b));
                System.err.println(said);
            }
        } finally {
            Shell.run(Path.of("/"), "rm", "-rf", folder.toString());
        }
    }

    /** Takes the class of the trial, the contender, and an empty folder. */
    @SuppressWarnings("SystemOut") // what the JVM of the benchmark reads
    public static void main(String[] args) throws IOException, ReflectiveOperationException {
        Trial trial = Class.forName(args[0])
                .asSubclass(Trial.class)
                .getDeclaredConstructor()
                .newInstance();
        Path folder = Path.of(args[2]);
        // The results last: one that fails half way has none.
        StringBuilder said = new StringBuilder();
        trial.play(
                Contenders.of(args[1], folder),
                folder,
                (metric, value, unit) -> said.append(
                        String.format(Locale.ROOT, "result %s %.4f %s%n", figure(args[1], metric), value, unit)));
        System.out.print(said);
        Runtime.getRuntime().halt(0);
    }

    static double millis(long begun) {
        return (System.nanoTime() - begun) / 1e6;
    }
}
