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

    /** Runs a line of shell there as the first process, which reaps what loses its parent, and gives what it prints. */
    static String run(String line, String... arguments) {
        List<String> command = new ArrayList<>(List.of(
                "unshare", "--pid", "--mount", "--fork", "--mount-proc", "--kill-child", "sh", "-c", line, "sh"));
        command.addAll(List.of(arguments));
        return Outside.output(command.toArray(String[]::new));
    }

    /** Runs a class of the tests there. */
    static String run(Class<?> main, String... arguments) {
        List<String> command = new ArrayList<>(List.of(HttpService.java(), "-XX:TieredStopAtLevel=1"));
        System.getProperties().stringPropertyNames().stream()
                .filter(name -> name.startsWith("chaos."))
                .forEach(name -> command.add("-D" + name + "=" + System.getProperty(name)));
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), main.getName()));
        command.addAll(List.of(arguments));
        return run("\"$@\"; exit $?", command.toArray(String[]::new));
    }
}
