// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.examples.tournament.account;

import dev.bracketwire.riot.RiotId;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** The result of looking up an account. */
public sealed interface AccountResult {
    /**
     * Riot knows the account, and it belongs to the person.
     *
     * @param name the name that the account has now
     */
    record Verified(RiotId name) implements AccountResult {}

    /**
     * Riot knows no such account.
     *
     * @param text the sentence for the person, with the next step
     */
    record Unknown(String text) implements AccountResult {}

    /**
     * The account, or a name that looks like it, belongs to another person of the tournament.
     *
     * @param text the sentence for the person, with the next step
     */
    record Taken(String text) implements AccountResult {}

    /**
     * Riot could not be reached.
     *
     * @param problem the reason, for organisers
     * @param nextTry the time of the next try; null if none is planned yet
     */
    record Unreachable(String problem, @Nullable Instant nextTry) implements AccountResult {
        /** Returns the same result with the time of the next try. */
        public Unreachable again(Instant next) {
            return new Unreachable(problem, next);
        }
    }
}
