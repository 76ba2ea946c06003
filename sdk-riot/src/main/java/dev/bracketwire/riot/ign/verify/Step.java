// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.riot.ign.verify;

/**
 * The result of a step of a {@link Claim}.
 *
 * @param claim the claim after the step
 * @param changed whether the step changed the claim
 * @param problem the reason why the step was not taken; empty if it was, or if the claim was there already
 */
public record Step(Claim claim, boolean changed, String problem) {
    /** Whether the step was taken, or the claim was there already. */
    public boolean taken() {
        return problem.isEmpty();
    }

    /**
     * Returns the claim after the step.
     *
     * @throws IllegalStateException with the problem, if the step was not taken
     */
    public Claim orThrow() {
        if (!taken()) {
            throw new IllegalStateException(problem);
        }
        return claim;
    }
}
