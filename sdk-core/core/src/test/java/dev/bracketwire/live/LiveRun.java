// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.live;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.Assumptions;

/**
 * One suite of {@code -Plive}. At its end it prints {@code live MODULE/SUITE: P of T} and fails if a check fell short,
 * naming each; where the environment does not say with which account to ask, it prints
 * {@code live MODULE/SUITE: skipped, CHESTS_TOKEN is not set} and asks nobody.
 */
public final class LiveRun {
    private final String name;
    private final Map<String, String> environment;
    private final Consumer<String> lines;
    private final List<String> shortfalls = new ArrayList<>();
    private int total;

    private LiveRun(String name, Map<String, String> environment, Consumer<String> lines) {
        this.name = name;
        this.environment = environment;
        this.lines = lines;
    }

    /** What a suite does. */
    @FunctionalInterface
    public interface Suite {
        /** Calls {@link LiveRun#check} for each case. */
        void run(LiveRun run) throws Exception;
    }

    /** What is asked of a real account. It must be safe: it reads, or takes back what it did. */
    @FunctionalInterface
    public interface Check {
        /** Asks; what it throws is a shortfall. */
        void run() throws Exception;
    }

    /**
     * Runs a suite, or skips it.
     *
     * @param name module and suite, such as {@code core/connectors}
     * @param needed the environment variables without which it is skipped
     */
    public static void run(String name, List<String> needed, Suite suite) throws Exception {
        run(name, needed, suite, System.getenv(), LiveRun::print);
    }

    /** Runs a suite with the given environment and hands its lines to the given consumer. */
    public static void run(
            String name, List<String> needed, Suite suite, Map<String, String> environment, Consumer<String> lines)
            throws Exception {
        LiveRun run = new LiveRun(name, environment, lines);
        List<String> missing = needed.stream()
                .filter(variable -> run.findVariable(variable).isEmpty())
                .toList();
        if (!missing.isEmpty()) {
            run.skipped(String.join(" and ", missing) + (missing.size() == 1 ? " is" : " are") + " not set");
        }
        try {
            suite.run(run);
        } catch (Exception | AssertionError e) {
            run.total++;
            run.shortfalls.add("the suite itself: " + e);
        }
        run.finish();
    }

    /** The environment, for what reads it by itself. */
    public Map<String, String> environment() {
        return environment;
    }

    /** A variable that is needed. */
    public String variable(String variable) {
        return findVariable(variable).orElseThrow(() -> new IllegalStateException(variable + " is not set"));
    }

    /** A variable that may be set; an empty one is not. */
    public Optional<String> findVariable(String variable) {
        return Optional.ofNullable(environment.get(variable)).filter(value -> !value.isBlank());
    }

    /** Counts a check, which passes if it throws nothing. */
    public void check(String what, Check check) {
        total++;
        try {
            check.run();
        } catch (Exception | AssertionError e) {
            shortfalls.add(what + ": " + e);
        }
    }

    /** Says of a part of the suite that it was left out, and why. */
    public void skip(String part, String reason) {
        lines.accept("live " + name + "/" + part + ": skipped, " + reason);
    }

    private void finish() {
        if (total == 0) {
            skipped("there was nothing to ask");
        }
        lines.accept("live " + name + ": " + (total - shortfalls.size()) + " of " + total);
        Assertions.assertThat(shortfalls).as("live %s", name).isEmpty();
    }

    private void skipped(String reason) {
        lines.accept("live " + name + ": skipped, " + reason);
        Assumptions.abort(reason);
    }

    @SuppressWarnings("SystemOut") // the line is the suite's result
    private static void print(String line) {
        System.out.println(line);
    }
}
