// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.benchmarks.supervisor;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Fifty services that wait for requests: memory and processor of what keeps them, and of nothing else: like the others,
 * ours is a daemon, with the class path that a supervisor needs. It asks each of them by HTTP every 30 s; the others have
 * no such checks. Beside ours runs a JVM that does nothing, as each samples itself twenty times a second for jstat.
 */
public final class IdleFifty extends Trial {
    private static final int SERVICES = 50;
    private static final int FIRST_PORT = 21_000;

    private static final long SETTLE_SECONDS = 40;

    /**
     * A JVM compiles what it does once it has done it some hundred times, which takes ten minutes here. Ours collects its
     * garbage then, some milliseconds every ten minutes, which are not to count as if they were so many each minute.
     */
    private static final long SETTLE_JVM_SECONDS = 620;

    private static final long WINDOW_SECONDS = 60;
    private static final double TICKS = 100;

    private static final Pattern YOUNG = Pattern.compile("def new generation.*\\[0x([0-9a-f]+), 0x([0-9a-f]+),");
    private static final Pattern OLD = Pattern.compile("tenured generation.*used (\\d+)K");

    /** Made by name. */
    public IdleFifty() {}

    @Override
    List<String> contenders() {
        return List.of("ours_daemon", "supervisord", "pm2", "runit", "s6");
    }

    @Override
    int rounds(int usual) {
        return Math.min(2, usual);
    }

    @Override
    void play(Contender contender, Path folder, Results results) throws IOException {
        Path marks = Files.createDirectories(folder.resolve("marks"));
        List<Job> jobs = new ArrayList<>();
        int port = FIRST_PORT;
        for (int i = 0; i < SERVICES; i++) {
            port = Servers.free(port + 1);
            jobs.add(Servers.job(folder, "job" + i, port, marks));
        }
        contender.prepare(jobs);
        contender.start();
        Shell.await("all run", () -> {
            String[] files = marks.toFile().list();
            return files != null && files.length == SERVICES;
        });
        contender.awaitReady();
        boolean ours = contender instanceof OursDaemon;
        List<Long> empty = ours ? List.of(emptyJvm(folder)) : List.of();
        pause(ours ? SETTLE_JVM_SECONDS : SETTLE_SECONDS);
        long before = ticks(contender.pids());
        long emptyBefore = ticks(empty);
        pause(WINDOW_SECONDS);
        List<Long> pids = contender.pids();
        results.add("cpu", (ticks(pids) - before) * 1000 / TICKS / WINDOW_SECONDS, "ms/s");
        if (ours) {
            results.add("empty-jvm-cpu", (ticks(empty) - emptyBefore) * 1000 / TICKS / WINDOW_SECONDS, "ms/s");
        }
        double kilobytes = 0;
        for (long pid : pids) {
            kilobytes += resident(pid, "");
        }
        results.add("rss", kilobytes / 1000, "MB");
        if (ours) {
            for (long pid : pids) {
                kilobytes += untouched(folder, pid);
            }
            results.add("rss-young-full", kilobytes / 1000, "MB");
        }
    }

    /** What of the young generation is never touched: a program that collects nothing itself would fill it some day. */
    private static double untouched(Path folder, long pid) throws IOException {
        String jcmd = Path.of(System.getProperty("java.home"), "bin", "jcmd").toString();
        String heap = Shell.run(folder, jcmd, Long.toString(pid), "GC.heap_info");
        Matcher young = YOUNG.matcher(heap);
        Matcher old = OLD.matcher(heap);
        if (!young.find() || !old.find()) {
            throw new IOException("no serial collector: " + heap);
        }
        long begin = Long.parseLong(young.group(1), 16);
        long end = Long.parseLong(young.group(2), 16);
        double oldUsed = Double.parseDouble(old.group(1)) * 1.024;
        return (end - begin) / 1000.0 + oldUsed - resident(pid, Long.toHexString(begin));
    }

    private static long emptyJvm(Path folder) throws IOException {
        List<String> command = java();
        command.add(Nothing.class.getName());
        Path own = Files.createDirectories(folder.resolve("empty"));
        return Shell.daemon(own, command.toArray(String[]::new)).pid();
    }

    /** A program that does nothing. */
    static final class Nothing {
        private Nothing() {}

        public static void main(String[] args) throws InterruptedException {
            Thread.currentThread().join();
        }
    }

    private static void pause(long seconds) throws IOException {
        long until = System.nanoTime() + seconds * 1_000_000_000L;
        while (System.nanoTime() < until) {
            LockSupport.parkNanos(until - System.nanoTime());
        }
    }

    private static long ticks(List<Long> pids) throws IOException {
        long sum = 0;
        for (long pid : pids) {
            String stat = Files.readString(Path.of("/proc/" + pid + "/stat"));
            String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
            sum += Long.parseLong(fields[11]) + Long.parseLong(fields[12]);
        }
        return sum;
    }

    /** How much of its memory is there, in all or of the part that begins at an address. */
    private static double resident(long pid, String begin) throws IOException {
        String file = begin.isEmpty() ? "smaps_rollup" : "smaps";
        try (Stream<String> lines = Files.lines(Path.of("/proc/" + pid + "/" + file))) {
            return lines.dropWhile(line -> !line.startsWith(begin.isEmpty() ? "Rss:" : begin + "-"))
                    .filter(line -> line.startsWith("Rss:"))
                    .limit(1)
                    .mapToDouble(line -> Double.parseDouble(line.replaceAll("\\D", "")) * 1.024)
                    .sum();
        }
    }
}
