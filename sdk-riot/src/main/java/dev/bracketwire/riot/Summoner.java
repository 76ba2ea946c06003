// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.riot;

import com.fasterxml.jackson.annotation.JsonAnyGetter;
import com.fasterxml.jackson.annotation.JsonAnySetter;
import dev.bracketwire.riot.internal.ImmutablePayload;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A player on one platform.
 *
 * @param puuid who
 * @param profileIconId the number of the picture beside the name
 * @param revisionDate a moment at which something changed, in milliseconds; what, and whether all changes, is not told
 * @param summonerLevel how far the player has come
 * @param more what else Riot tells
 */
public record Summoner(
        Puuid puuid,
        int profileIconId,
        long revisionDate,
        long summonerLevel,
        @JsonAnyGetter @JsonAnySetter Map<String, @Nullable Object> more) {
    /** Makes lists and maps unchangeable, and empty where they are missing. */
    public Summoner {
        more = ImmutablePayload.more(more);
    }
}
