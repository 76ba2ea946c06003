// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.supervisor;

import java.io.IOException;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.Assumptions;

/** Looks at processes from outside, through other people's tools: our own reader does not prove our own killer. */
public final class Outside {
    private static final long LIMIT = Long.getLong("test.patience", 60) * 1_000_000_000L;

    private Outside() {}

    /** A number of seconds to sleep that no other process on this machine sleeps. */
    public static String marker() {
        return "1" + ThreadLocalRandom.current().nextInt(100_000, 999_999) + "."
                + ThreadLocalRandom.current().nextInt(100_000, 999_999);
    }

    /** The processes that run {@code sleep MARKER}, or have that text in their command, without the dead. */
    public static List<Long> processes(String marker) {
        List<Long> pids = new ArrayList<>();
        for (String line : output("ps", "-eo", "pid=,stat=,args=").split("\n", -1)) {
            List<String> words = Arrays.asList(line.strip().split("\\s+", 3));
            if (words.size() == 3
                    && words.get(2).contains(marker)
                    && !words.get(1).startsWith("Z")) {
                pids.add(Long.parseLong(words.get(0)));
            }
        }
        return pids;
    }

    /** Waits until there are so many; a process that is just becoming another program shows no command for a moment. */
    public static void await(String marker, int number) {
        until(number + " processes", () -> processes(marker).size() == number);
    }

    /** What a program prints. */
    public static String output(String... command) {
        try {
            Process process =
                    new ProcessBuilder(command).redirectErrorStream(true).start();
            String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            process.waitFor();
            return text;
        } catch (IOException e) {
            throw new AssertionError(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }

    /** Waits until something holds, and fails if it does not within a minute. */
    public static void until(String what, BooleanSupplier holds) {
        long begun = System.nanoTime();
        while (!holds.getAsBoolean()) {
            Assertions.assertThat(System.nanoTime() - begun).as(what).isLessThan(LIMIT);
            LockSupport.parkNanos(5_000_000);
        }
    }

    /** Perl, where there is one; else the test is skipped. */
    public static Path perl() {
        Path perl = Path.of("/usr/bin/perl");
        Assumptions.assumeTrue(Files.isExecutable(perl), "there is no perl here");
        return perl;
    }

    /** A port nobody listens on. */
    public static int freePort() {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }
}
