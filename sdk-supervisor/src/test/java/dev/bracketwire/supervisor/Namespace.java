// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.supervisor;

import java.util.ArrayList;
import java.util.List;

/** Programs in namespaces of their own, where their process numbers, limits and mounts are nobody else's. */
final class Namespace {
    /** Why there is none, for a test that is skipped. */
    static final String NEEDS = "needs root and unshare";

    private Namespace() {}

    static boolean possible() {
        return Outside.output("sh", "-c", "unshare --pid --mount --fork --mount-proc echo yes 2>&1 || true")
                .strip()
                .equals("yes");
    }

    /** Runs a line of shell there, and gives what it prints. Tini is the first process; without it, the shell is. */
    static String run(String line, String... arguments) {
        List<String> command =
                new ArrayList<>(List.of("unshare", "--pid", "--mount", "--fork", "--mount-proc", "--kill-child"));
        if (tini()) {
            command.addAll(List.of("tini", "--"));
        }
        command.addAll(List.of("sh", "-c", line, "sh"));
        command.addAll(List.of(arguments));
        return Outside.output(command.toArray(String[]::new));
    }

    private static boolean tini() {
        return !Outside.output("sh", "-c", "command -v tini").isEmpty();
    }

    /** Runs a class of the tests there. */
    static String run(Class<?> main, String... arguments) {
        return run(List.of(), main, arguments);
    }

    /** The same, in a JVM with these options. */
    static String run(List<String> options, Class<?> main, String... arguments) {
        List<String> command = new ArrayList<>(List.of(HttpService.java(), "-XX:TieredStopAtLevel=1"));
        command.addAll(options);
        System.getProperties().stringPropertyNames().stream()
                .filter(name -> name.startsWith("chaos.") || name.startsWith("test."))
                .forEach(name -> command.add("-D" + name + "=" + System.getProperty(name)));
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), main.getName()));
        command.addAll(List.of(arguments));
        // A shell that is the first process has to stay, and to reap.
        return run("\"$@\"; exit $?", command.toArray(String[]::new));
    }
}
