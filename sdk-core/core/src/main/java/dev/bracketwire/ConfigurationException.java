// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** Reports every problem of a configuration at once, each with its place and the rule it breaks. */
public final class ConfigurationException extends BracketwireException {
    private static final long serialVersionUID = 1L;

    private final ArrayList<Problem> problems;

    /** Reports these problems. */
    public ConfigurationException(List<Problem> problems) {
        super(
                problems.stream().map(Problem::toString).collect(Collectors.joining("\n  ", "configuration: ", "")),
                null);
        this.problems = new ArrayList<>(problems);
    }

    /** All problems found, in the order of the configuration. */
    public List<Problem> problems() {
        return List.copyOf(problems);
    }

    /**
     * One problem.
     *
     * @param path where it stands, such as {@code retry.attempts}
     * @param rule what is wrong and what would be right; never the value of a secret
     */
    public record Problem(String path, String rule) implements java.io.Serializable {
        @Override
        public String toString() {
            return path + " " + rule;
        }
    }
}
