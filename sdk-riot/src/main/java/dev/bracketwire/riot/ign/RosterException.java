// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.riot.ign;

import dev.bracketwire.BracketwireException;

/** Says that a change of a roster was refused, or came too late, where the caller takes no other answer. */
public final class RosterException extends BracketwireException {
    private static final long serialVersionUID = 1L;

    private final transient RosterOutcome outcome;

    RosterException(RosterOutcome outcome, String why) {
        super("the roster was not changed: " + why, null);
        this.outcome = outcome;
    }

    /** What became of it. */
    public RosterOutcome outcome() {
        return outcome;
    }
}
