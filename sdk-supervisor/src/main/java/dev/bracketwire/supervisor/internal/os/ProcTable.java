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

    private final Path root;

    /** Reads below this folder, {@code /proc} but for tests. */
    public ProcTable(Path root) {
        this.root = root;
    }

    @Override
    public List<ProcessRow> rows() {
        String[] names = root.toFile().list();
        List<ProcessRow> rows = new ArrayList<>();
        byte[] buffer = new byte[STAT];
        for (String name : names == null ? new String[0] : names) {
            if (Character.isDigit(name.charAt(0))) {
                stat(Long.parseLong(name), buffer).flatMap(ProcTable::parse).ifPresent(rows::add);
            }
        }
        return rows;
    }

    @Override
    public Optional<ProcessRow> row(long pid) {
        return stat(pid, new byte[STAT]).flatMap(ProcTable::parse);
    }

    /**
     * Reads a {@code stat} file. The name stands in parentheses and may hold blanks, line ends and parentheses, so the
     * fields after it are counted from the last closing one.
     */
    public static Optional<ProcessRow> parse(byte[] stat) {
        String text = new String(stat, StandardCharsets.UTF_8);
        int open = text.indexOf('(');
        int close = text.lastIndexOf(')');
        if (open < 0 || close < open) {
            return Optional.empty();
        }
        String[] fields = text.substring(close + 1).strip().split(" ", -1);
        if (fields.length < 20) {
            return Optional.empty();
        }
        try {
            ProcessId id = new ProcessId(Long.parseLong(text.substring(0, open).strip()), Long.parseLong(fields[19]));
            return Optional.of(new ProcessRow(
                    id,
                    Long.parseLong(fields[1]),
                    Long.parseLong(fields[2]),
                    Long.parseLong(fields[3]),
                    fields[0].charAt(0),
                    text.substring(open + 1, close)));
        } catch (NumberFormatException e) {
            return Optional.empty(); // a table that is not Linux's
        }
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
    public String program(ProcessRow row) {
        try {
            return Files.readSymbolicLink(root.resolve(row.id().pid() + "/exe")).toString();
        } catch (IOException | RuntimeException e) {
            return row.name(); // another user's, or a thread of the kernel
        }
    }

    @Override
    public String boot() {
        try {
            Path namespace = root.resolve("self/ns/pid");
            return Files.readString(root.resolve("sys/kernel/random/boot_id")).strip() + " "
                    + (Files.isSymbolicLink(namespace) ? Files.readSymbolicLink(namespace) : "");
        } catch (IOException e) {
            return "unknown";
        }
    }

    /** Into a buffer of its own length: the JDK would take eight kilobytes for a line of two hundred bytes. */
    private Optional<byte[]> stat(long pid, byte[] buffer) {
        try (FileInputStream in = new FileInputStream(root + "/" + pid + "/stat")) {
            int length = in.readNBytes(buffer, 0, buffer.length);
            return Optional.of(Arrays.copyOf(buffer, length));
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
