// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.riot.ign;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The result of checking a name by {@link NameRules}.
 *
 * @param name the name as it was read, or the text where it could not be
 * @param problems the reasons why it is not accepted; empty if it is
 * @param warnings reasons for a person to look at an accepted name
 */
public record NameVerdict(String name, List<Problem> problems, List<Problem> warnings) {
    /** Copies the lists. */
    public NameVerdict {
        problems = List.copyOf(problems);
        warnings = List.copyOf(warnings);
    }

    /** Whether the name may be used. */
    public boolean accepted() {
        return problems.isEmpty();
    }

    /** Returns the reasons of the problems, for the person who typed the name. */
    public List<String> reasons() {
        return problems.stream().map(Problem::reason).toList();
    }

    /** Returns the verdict in one line. */
    @Override
    public String toString() {
        String found = Stream.concat(problems.stream(), warnings.stream())
                .map(Problem::reason)
                .collect(Collectors.joining("; "));
        return name + ": " + (accepted() ? "accepted" : "refused") + (found.isEmpty() ? "" : " (" + found + ")");
    }

    /**
     * One rule that a name does not fit.
     *
     * @param rule the rule
     * @param reason the reason, in words
     */
    public record Problem(NameRule rule, String reason) {}
}
