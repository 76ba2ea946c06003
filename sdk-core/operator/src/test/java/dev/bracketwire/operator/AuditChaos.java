// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.operator;

import dev.bracketwire.chaos.ChaosRun;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Kills a process with no warning while four threads write an audit trail, or while it is opened and closed, and has the
 * next one go on with it. All that was said to be written is there, nothing worse is found than lines that were not sealed
 * in time, and no more than one line was cut off by a kill. A round of a hundred is played, as each takes a process.
 */
@NullMarked
class AuditChaos {
    private static final Pattern WRITTEN = Pattern.compile("\"who\":\"([^\"]+)\",\"what\":\"([^\"]+)\"");
    private static final Pattern LATE =
            Pattern.compile("(when line \\d+ was written: )?lines \\d+ to \\d+ were not sealed in time, .*");
    private static final int KILLS_A_TRAIL = 10;

    @TempDir
    Path folder;

    @Test
    void kill_atAnyTime_keepsWrittenLines() throws Exception {
        ChaosRun.run(
                "core/audit",
                100,
                run -> run.each(1, (round, random) -> {
                    Path trail = folder.resolve("trail" + round / KILLS_A_TRAIL);
                    List<String> said = kill(trail, Integer.toString(round), random);
                    run.count("kills");
                    run.count("acknowledged", said.size());
                    look(run, trail, said, round % KILLS_A_TRAIL + 1);
                }));
    }

    @Test
    void kill_duringOpenOrRotate_isNotReportedAsTampering() throws Exception {
        ChaosRun.run(
                "core/audit-restarts",
                100,
                run -> run.each(1, (round, random) -> {
                    Path trail = folder.resolve("restarted" + round / KILLS_A_TRAIL);
                    kill(trail, AuditProcess.RESTARTS, random);
                    run.count("kills");
                    accuse(run, trail);
                }));
    }

    /** A kill may leave lines that were not sealed in time, and nothing that looks like a stranger's work. */
    private static AuditCheck accuse(ChaosRun run, Path trail) {
        AuditCheck check = AuditTrail.verify(trail, AuditProcess.KEY);
        for (AuditCheck.Problem problem : check.problems()) {
            if (!LATE.matcher(problem.what()).matches()) {
                run.broken("accused", "a kill is called a change: " + check);
            }
        }
        return check;
    }

    private static List<String> kill(Path trail, String name, Random random) throws Exception {
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        System.getProperty("java.class.path"),
                        AuditProcess.class.getName(),
                        trail.toString(),
                        name)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        List<String> said = new ArrayList<>();
        try (var lines = process.inputReader()) {
            Thread killer = new Thread(() -> {
                LockSupport.parkNanos(random.nextInt(150_000_000));
                // By its handle: killed as a Process, it would take with it what it has said and nobody has read yet.
                ProcessHandle.of(process.pid()).ifPresent(ProcessHandle::destroyForcibly);
            });
            String line = lines.readLine();
            if (line == null) {
                throw new IllegalStateException("the process ended by itself");
            }
            killer.start();
            for (; line != null; line = lines.readLine()) {
                // What came through the pipe whole was said.
                if (line.endsWith(".") || line.matches("call u-.{12}")) {
                    said.add(line.substring(5));
                }
            }
            killer.join();
        } finally {
            process.destroyForcibly().waitFor();
        }
        return said;
    }

    private static void look(ChaosRun run, Path trail, List<String> said, int killed) throws IOException {
        accuse(run, trail);
        AuditTrail.open(trail, AuditProcess.KEY).close();
        AuditCheck after = accuse(run, trail);
        if (after.problems().size() > killed || after.unsealed() > 0 || after.cutOff() > killed) {
            run.broken("lost", "more than the last lines after it was opened again: " + after);
        }
        Set<String> written = new HashSet<>();
        try (Stream<Path> files = Files.list(trail)) {
            for (Path file :
                    files.filter(name -> name.toString().endsWith(".jsonl")).toList()) {
                Matcher line = WRITTEN.matcher(Files.readString(file));
                while (line.find()) {
                    written.add(line.group(2).startsWith("GET") ? line.group(1) : line.group(2));
                }
            }
        }
        for (String one : said) {
            if (!written.contains(one)) {
                run.broken("lost", "\"" + one + "\" was said to be written, and is not there");
            }
        }
    }
}
