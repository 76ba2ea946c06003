// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.supervisor;

import dev.bracketwire.supervisor.internal.run.SpanLimits;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * Says how what a service prints, on both of its streams, is kept: in {@code logs/NAME.log} of the state directory, and
 * in {@code NAME.log.1} and so on where it was rotated, always between two lines.
 *
 * <p>By default the service writes the file itself, so nothing is lost whoever crashes, and the supervisor costs nothing;
 * its front is moved away while the service writes on, where the system can give the room back
 * ({@code Capabilities} says so), and before a start otherwise. A {@linkplain #pumped() pumped} log goes through the
 * supervisor, which keeps the latest lines in memory; such a service cannot outlive it.
 *
 * @param pumped whether it goes through the supervisor
 * @param size from which a file is rotated, in bytes
 * @param age from which a file is rotated
 * @param keep how many rotated files are kept
 * @param ring how many bytes of the latest lines a pumped log keeps in memory
 */
public record Logs(boolean pumped, long size, Duration age, int keep, int ring) {
    private static final Logs DEFAULTS = new Logs(false, 10 << 20, Duration.ofDays(7), 5, 64 << 10);

    /** Takes a century for any longer age. */
    public Logs {
        age = SpanLimits.capped(age);
    }

    /** Written by the service itself, rotated at 10 MiB or after a week, five files kept. */
    public static Logs file() {
        return DEFAULTS;
    }

    /** The same through the supervisor, with the latest 64 KiB in memory. */
    public static Logs pump() {
        return new Logs(true, DEFAULTS.size, DEFAULTS.age, DEFAULTS.keep, DEFAULTS.ring);
    }

    /** Gives the same with another size. */
    public Logs size(long bytes) {
        return new Logs(pumped, bytes, age, keep, ring);
    }

    /** Gives the same with another age. */
    public Logs age(Duration longest) {
        return new Logs(pumped, size, longest, keep, ring);
    }

    /** Gives the same with another number of files. */
    public Logs keep(int files) {
        return new Logs(pumped, size, age, files, ring);
    }

    /** Gives the same with another amount of memory. */
    public Logs ring(int bytes) {
        return new Logs(pumped, size, age, keep, bytes);
    }

    /** Returns the problems of these options; empty if they are valid. */
    public List<String> problems() {
        List<String> problems = new ArrayList<>();
        if (size < 4096) {
            problems.add("size must be at least 4096 bytes");
        }
        if (age.isNegative() || age.isZero()) {
            problems.add("age must be positive");
        }
        if (keep < 0) {
            problems.add("keep must not be negative");
        }
        if (ring < 0) {
            problems.add("ring must not be negative");
        }
        return problems;
    }
}
