// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.supervisor;

import java.util.List;
import java.util.stream.Collectors;

/**
 * Tells which guarantees hold on this system.
 *
 * @param all each of them
 */
public record Capabilities(List<Capability> all) {
    /** Keeps a list of its own. */
    public Capabilities {
        all = List.copyOf(all);
    }

    /** Whether a guarantee of this name holds. */
    public boolean holds(String name) {
        return all.stream().anyMatch(one -> one.name().equals(name) && one.holds());
    }

    /** A line for each. */
    @Override
    public String toString() {
        return all.stream()
                .map(one -> (one.holds() ? "yes " : "no  ") + one.name() + ": " + one.detail())
                .collect(Collectors.joining("\n"));
    }

    /**
     * One guarantee.
     *
     * @param name a word for it
     * @param holds whether it holds here
     * @param detail what it means, or why it does not hold and what would help
     */
    public record Capability(String name, boolean holds, String detail) {}
}
