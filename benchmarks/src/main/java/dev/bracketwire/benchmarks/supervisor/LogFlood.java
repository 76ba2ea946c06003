// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.benchmarks.supervisor;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.BitSet;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/** A service prints 200 MB in lines of 100 bytes; where the contender rotates, at 10 MB. Each line bears its number. */
public final class LogFlood extends Trial {
    private static final int LINES = 2_000_000;
    private static final int LENGTH = 100;

    /** Made by name. */
    public LogFlood() {}

    @Override
    List<String> contenders() {
        return List.of("ours", "pumped", "supervisord", "pm2", "runit", "s6", "ztexec", "nuprocess");
    }

    @Override
    void play(Contender contender, Path folder, Results results) throws IOException {
        Path data = folder.resolve("data");
        byte[] line = ("x".repeat(LENGTH - 1) + "\n").getBytes(StandardCharsets.US_ASCII);
        try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(data), 1 << 20)) {
            for (int i = 0; i < LINES; i++) {
                byte[] number = String.format(Locale.ROOT, "%08d", i).getBytes(StandardCharsets.US_ASCII);
                System.arraycopy(number, 0, line, 0, number.length);
                out.write(line);
            }
        }
        Path go = folder.resolve("go");
        Path done = folder.resolve("done");
        Job job = new Job(
                "flood",
                Shell.script(
                        folder.resolve("jobs/flood"),
                        "echo up; until [ -e " + go + " ]; do sleep 0.01; done",
                        "cat " + data + "; : > " + done + "; exec sleep 100000"));
        contender.prepare(List.of(job));
        contender.start();
        contender.awaitReady();
        long before = heap();
        long begun = System.nanoTime();
        Files.createFile(go);
        Shell.await("all is printed", () -> Files.exists(done));
        results.add("rate", LINES / 10_000.0 / (millis(begun) / 1000), "MB/s");
        if (contender instanceof Ours) {
            results.add("heap-growth", Math.max(0, heap() - before) / 1e6, "MB");
        }
        // What is printed may still be on its way, and a rotation under way moves lines while they are counted.
        long patience = System.nanoTime() + 20_000_000_000L;
        int kept = kept(contender.log("flood"));
        while (kept < LINES && System.nanoTime() < patience) {
            kept = kept(contender.log("flood"));
        }
        results.add("lost", LINES - kept, "lines");
    }

    private static long heap() {
        System.gc();
        Runtime runtime = Runtime.getRuntime();
        return runtime.totalMemory() - runtime.freeMemory();
    }

    private static int kept(Path log) throws IOException {
        BitSet seen = new BitSet(LINES);
        Path folder = Files.isDirectory(log) ? log : log.toAbsolutePath().getParent();
        String prefix = Files.isDirectory(log) ? "" : "flood.log";
        try (Stream<Path> files = Files.list(folder == null ? log : folder)) {
            for (Path file : files.toList()) {
                if (file.getFileName().toString().startsWith(prefix)) {
                    count(file, seen);
                }
            }
        }
        return seen.cardinality();
    }

    /** Counts whole lines only; NULs are where room was given back. */
    private static void count(Path file, BitSet seen) throws IOException {
        try (InputStream in = new BufferedInputStream(Files.newInputStream(file), 1 << 20)) {
            int length = 0;
            int number = 0;
            for (int next = in.read(); next >= 0; next = in.read()) {
                if (next == '\n') {
                    if (length == LENGTH - 1) {
                        seen.set(number);
                    }
                    length = 0;
                    number = 0;
                } else if (next != 0) {
                    number = length < 8 ? number * 10 + next - '0' : number;
                    length++;
                }
            }
        } catch (NoSuchFileException e) {
            return; // rotated meanwhile: counted again
        }
    }
}
