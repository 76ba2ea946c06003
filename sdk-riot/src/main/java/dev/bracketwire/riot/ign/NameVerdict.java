// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.riot.ign;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What {@link NameRules} say of a name.
 *
 * @param name the name as it was read, or the text where it could not be
 * @param refusals why it is not accepted; empty if it is
 * @param warnings what somebody may want to look at, and what refuses nothing
 */
public record NameVerdict(String name, List<Finding> refusals, List<Finding> warnings) {
    /** Copies the lists. */
    public NameVerdict {
        refusals = List.copyOf(refusals);
        warnings = List.copyOf(warnings);
    }

    /** Whether the name may be used. */
    public boolean accepted() {
        return refusals.isEmpty();
    }

    /** The refusals in words for whoever has typed it. */
    public List<String> reasons() {
        return refusals.stream().map(Finding::reason).toList();
    }

    /** The verdict in a line. */
    @Override
    public String toString() {
        String found = Stream.concat(refusals.stream(), warnings.stream())
                .map(Finding::reason)
                .collect(Collectors.joining("; "));
        return name + ": " + (accepted() ? "accepted" : "refused") + (found.isEmpty() ? "" : " (" + found + ")");
    }

    /**
     * One thing that was found.
     *
     * @param rule what kind of thing
     * @param reason in words
     */
    public record Finding(NameRule rule, String reason) {}
}
