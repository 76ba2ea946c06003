// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.examples.tournament.command;

import dev.bracketwire.examples.tournament.Answer.Reason;
import dev.bracketwire.examples.tournament.Refusal;

/** Refuses numbers of messages or wishes that a bot could not work off while it has them. */
final class OutboxSize {
    private static final int MOST = 100;

    private OutboxSize() {}

    static int insist(int most) {
        if (most < 1 || most > MOST) {
            throw new Refusal(Reason.INVALID, "most must be 1 to " + MOST + ", not " + most + ".");
        }
        return most;
    }
}
