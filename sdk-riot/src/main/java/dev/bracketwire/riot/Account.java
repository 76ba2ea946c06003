// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.riot;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A player's account.
 *
 * @param puuid who it is
 * @param riotId what it is called now; null where Riot does not say
 */
public record Account(Puuid puuid, @Nullable RiotId riotId) {
    /** Refuses to be nobody's. */
    public Account {
        Objects.requireNonNull(puuid, "puuid");
    }
}
