// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.exchange;

import dev.bracketwire.chaos.ChaosRun;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Kills a process with no warning while it exports. The file is what it was or what it should be, each time: a file with
 * fewer rows, or rows of two exports, is lost. A round of fifty is played, as each takes a process.
 */
@NullMarked
class ExportChaos {
    @TempDir
    Path folder;

    @Test
    void export_killedAnywhere_leavesNoHalfFile() throws Exception {
        ChaosRun.run(
                "core/export",
                200,
                run -> run.each(1, (round, random) -> {
                    Path file = folder.resolve("rows" + round + ".csv");
                    kill(file, random);
                    run.count("kills");
                    look(run, file);
                }));
    }

    private static void kill(Path file, Random random) throws Exception {
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        ExportProcess.class.getName(),
                        file.toString())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        try (var lines = process.inputReader()) {
            if (lines.readLine() == null) {
                throw new IllegalStateException("the process ended by itself");
            }
            LockSupport.parkNanos(random.nextInt(100_000_000));
        } finally {
            process.destroyForcibly().waitFor();
        }
    }

    private void look(ChaosRun run, Path file) throws IOException {
        List<ExportProcess.Line> lines = new ArrayList<>();
        try (Rows<ExportProcess.Line> rows =
                Format.csv().onProblem(OnProblem.stop()).read(file, ExportProcess.Line.class)) {
            rows.forEach(lines::add);
        } catch (ExchangeException e) {
            run.broken("lost", String.valueOf(e.getMessage()));
            return;
        }
        Set<Integer> times = lines.stream().map(ExportProcess.Line::time).collect(Collectors.toSet());
        if (lines.size() != ExportProcess.ROWS || times.size() != 1) {
            run.broken("lost", lines.size() + " rows of the exports " + times);
        }
        try (var left = Files.newDirectoryStream(folder)) {
            for (Path each : left) {
                if (each.getFileName().toString().endsWith(".part")) {
                    run.count("unfinished");
                }
                Files.delete(each);
            }
        }
    }
}
