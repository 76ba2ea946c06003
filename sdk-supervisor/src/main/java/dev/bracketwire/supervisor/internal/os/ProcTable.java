// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.supervisor.internal.os;

import java.io.FileInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** The process table of Linux, read from /proc. */
public final class ProcTable implements ProcessTable {
    /** The longest there can be: fifty numbers and a name. */
    private static final int STAT = 2048;

    private static final String FORKS = "processes ";

    private final Path root;
    private final String boot;

    /** Reads below this folder, {@code /proc} but for tests. */
    public ProcTable(Path root) {
        this.root = root;
        this.boot = boot(root);
    }

    @Override
    public List<ProcessRow> rows() {
        String[] names = root.toFile().list();
        List<ProcessRow> rows = new ArrayList<>();
        byte[] buffer = new byte[STAT];
        for (String name : names == null ? new String[0] : names) {
            if (Character.isDigit(name.charAt(0))) {
                stat(name, buffer).ifPresent(rows::add);
            }
        }
        return rows;
    }

    @Override
    public Optional<ProcessRow> row(long pid) {
        return stat(Long.toString(pid), new byte[STAT]);
    }

    /** Reads a {@code stat} file. */
    public static Optional<ProcessRow> parse(byte[] stat) {
        return StatLine.parse(stat, stat.length);
    }

    @Override
    public Optional<String> variable(ProcessId process, String name) {
        byte[] wanted = (name + "=").getBytes(StandardCharsets.UTF_8);
        return read(process.pid(), "environ")
                .filter(environment -> environment.length > 0)
                .map(environment -> value(environment, wanted));
    }

    private static String value(byte[] environment, byte[] wanted) {
        int from = 0;
        while (from < environment.length) {
            int to = from;
            while (to < environment.length && environment[to] != 0) {
                to++;
            }
            int end = from + wanted.length;
            if (end <= to && Arrays.equals(environment, from, end, wanted, 0, wanted.length)) {
                return new String(environment, end, to - end, StandardCharsets.UTF_8);
            }
            from = to + 1;
        }
        return "";
    }

    @Override
    public String heldMark(ProcessId process) {
        return HeldFile.mark(root.resolve(process.pid() + "/fd/" + HeldFile.DESCRIPTOR));
    }

    @Override
    public Optional<PidCounter> pidCounter() {
        try {
            long last = setting("ns_last_pid");
            long highest = setting("pid_max");
            for (String line : Files.readAllLines(root.resolve("stat"))) {
                if (line.startsWith(FORKS)) {
                    return Optional.of(new PidCounter(last, number(line.substring(FORKS.length())), highest));
                }
            }
            return Optional.empty();
        } catch (IOException | NumberFormatException e) {
            return Optional.empty(); // a kernel without checkpoints, or a table that is not Linux's
        }
    }

    /** Reads a setting of the kernel at once: after a first part, however short, such a file is at its end. */
    private long setting(String name) throws IOException {
        byte[] buffer = new byte[STAT];
        try (FileInputStream in = new FileInputStream(root + "/sys/kernel/" + name)) {
            int length = in.read(buffer);
            return number(new String(buffer, 0, Math.max(0, length), StandardCharsets.US_ASCII));
        }
    }

    private static long number(String text) {
        return Long.parseLong(text.strip());
    }

    @Override
    public String program(ProcessRow row) {
        try {
            return Files.readSymbolicLink(root.resolve(row.id().pid() + "/exe")).toString();
        } catch (IOException | RuntimeException e) {
            return row.name(); // another user's, or a thread of the kernel
        }
    }

    @Override
    public String boot() {
        return boot;
    }

    private static String boot(Path root) {
        try {
            String id =
                    Files.readString(root.resolve("sys/kernel/random/boot_id")).strip();
            Path namespace = root.resolve("self/ns/pid");
            return id.isEmpty() || !Files.isSymbolicLink(namespace)
                    ? UNKNOWN_BOOT
                    : id + " " + Files.readSymbolicLink(namespace);
        } catch (IOException e) {
            return UNKNOWN_BOOT;
        }
    }

    /** Into a buffer of its own length: the JDK would take eight kilobytes for a line of two hundred bytes. */
    private Optional<ProcessRow> stat(String pid, byte[] buffer) {
        try (FileInputStream in = new FileInputStream(root + "/" + pid + "/stat")) {
            return StatLine.parse(buffer, in.readNBytes(buffer, 0, buffer.length));
        } catch (IOException e) {
            return Optional.empty(); // it ended
        }
    }

    private Optional<byte[]> read(long pid, String file) {
        try (FileInputStream in = new FileInputStream(root + "/" + pid + "/" + file)) {
            return Optional.of(in.readAllBytes());
        } catch (IOException e) {
            return Optional.empty(); // it ended, or is another user's
        }
    }
}
