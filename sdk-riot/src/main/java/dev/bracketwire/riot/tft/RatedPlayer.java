// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.riot.tft;

import com.fasterxml.jackson.annotation.JsonAnyGetter;
import com.fasterxml.jackson.annotation.JsonAnySetter;
import dev.bracketwire.riot.Puuid;
import dev.bracketwire.riot.internal.ImmutablePayload;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** One of the best of Hyper Roll. */
public record RatedPlayer(
        Puuid puuid,
        String ratedTier,
        int ratedRating,
        int wins,
        int previousUpdateLadderPosition,
        @JsonAnyGetter @JsonAnySetter Map<String, @Nullable Object> more) {
    /** Makes lists and maps unchangeable, and empty where they are missing. */
    public RatedPlayer {
        more = ImmutablePayload.more(more);
    }
}
