// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.riot.ign.verify;

import dev.bracketwire.riot.MatchId;
import dev.bracketwire.riot.Puuid;
import java.time.Instant;
import java.util.List;

/**
 * A match that was played.
 *
 * @param id the match
 * @param begun when it began
 * @param participants who played
 */
public record PlayedMatch(MatchId id, Instant begun, List<Puuid> participants) {
    /** Copies the list. */
    public PlayedMatch {
        participants = List.copyOf(participants);
    }
}
