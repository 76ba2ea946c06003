// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.riot.ign.verify;

/**
 * What came of a step that a {@link Claim} was to take.
 *
 * @param claim the claim as it is now
 * @param changed whether it is otherwise than before
 * @param refusal why it could not take the step; empty if it did, or was there already
 */
public record Step(Claim claim, boolean changed, String refusal) {
    /** Whether it took the step, or was there already. */
    public boolean taken() {
        return refusal.isEmpty();
    }

    /**
     * The claim as it is now.
     *
     * @throws IllegalStateException if it could not take the step, with why
     */
    public Claim orThrow() {
        if (!taken()) {
            throw new IllegalStateException(refusal);
        }
        return claim;
    }
}
