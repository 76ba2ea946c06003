// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.supervisor.internal.os;

import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Resets the signals of what is started. A shell that starts a JVM in the background lets it ignore INT, nohup lets it
 * ignore HUP, and what a JVM starts inherits both; each JVM blocks QUIT in what it starts. The {@code env} tool of
 * coreutils 8.31 and newer takes that back. It becomes the program, so the process number stays; it is used only where
 * there is something to reset, as it costs an exec.
 */
public final class SignalDefaults {
    private static final String OPTION = "--default-signal";
    private static final int LAST_STANDARD = 31;

    private final @Nullable Path env;
    private final boolean known;
    private final List<String> ignored;
    private @Nullable Boolean able;

    private SignalDefaults(@Nullable Path env, boolean known, List<String> ignored) {
        this.env = env;
        this.known = known;
        this.ignored = ignored;
    }

    /**
     * Reads which signals this JVM ignores.
     *
     * @param env the env tool, null if there is none
     * @param status the status file of this JVM below {@code /proc}
     */
    public static SignalDefaults read(@Nullable Path env, Path status) {
        try {
            return new SignalDefaults(env, true, ignored(Files.readAllLines(status)));
        } catch (IOException e) {
            return new SignalDefaults(null, false, List.of()); // this system has no such file
        }
    }

    private static List<String> ignored(List<String> status) {
        List<String> names = new ArrayList<>();
        for (String line : status) {
            if (line.startsWith("SigIgn:")) {
                long mask = Long.parseUnsignedLong(line.substring(7).strip(), 16);
                for (int number = 1; number <= LAST_STANDARD; number++) {
                    if ((mask & 1L << (number - 1)) != 0) {
                        names.add(name(number));
                    }
                }
            }
        }
        return List.copyOf(names);
    }

    private static String name(int number) {
        return Stream.of(UnixSignal.values())
                .filter(unixSignal -> unixSignal.number() == number)
                .map(UnixSignal::name)
                .findFirst()
                .orElse("signal " + number);
    }

    /** Whether a stop signal reaches what is started here, QUIT aside. The first call may run the tool once. */
    public boolean reach() {
        return known && (ignored.isEmpty() || able());
    }

    /** Says which signals reach what is started here, and what to do where some do not. */
    @Override
    public String toString() {
        if (!known) {
            return "whether services ignore signals is not known on this system";
        }
        if (able()) {
            return "each stop signal reaches the services, whatever this JVM ignores";
        }
        String install = "install coreutils 8.31 or newer, for its env --default-signal";
        return ignored.isEmpty()
                ? "each stop signal but QUIT reaches the services; for QUIT, " + install
                : "this JVM ignores " + ignored + ", as what a script starts in the background does, and so do its"
                        + " services: stop them by TERM, start the JVM in the foreground, or " + install;
    }

    /** Whether the tool is there and works. */
    private synchronized boolean able() {
        if (able == null) {
            able = env != null && works(env);
        }
        return able;
    }

    private static boolean works(Path env) {
        try {
            Process trial = new ProcessBuilder(env.toString(), OPTION, env.toString())
                    .redirectErrorStream(true)
                    .redirectOutput(Redirect.DISCARD)
                    .start();
            return trial.waitFor(1, TimeUnit.MINUTES) && trial.exitValue() == 0;
        } catch (IOException e) {
            return false; // it cannot be run, so it resets nothing
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    /** Returns what stands before a program so that each signal reaches it; empty if it needs nothing, or nothing helps. */
    List<String> prefix(@Nullable UnixSignal stop) {
        boolean needed = !ignored.isEmpty() || stop == UnixSignal.QUIT;
        return needed && env != null && able() ? List.of(env.toString(), OPTION) : List.of();
    }
}
