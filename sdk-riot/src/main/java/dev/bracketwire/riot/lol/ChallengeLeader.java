// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.riot.lol;

import com.fasterxml.jackson.annotation.JsonAnyGetter;
import com.fasterxml.jackson.annotation.JsonAnySetter;
import dev.bracketwire.riot.Puuid;
import dev.bracketwire.riot.internal.ImmutablePayload;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** One of the best at a challenge. */
public record ChallengeLeader(
        Puuid puuid,
        double value,
        int position,
        @JsonAnyGetter @JsonAnySetter Map<String, @Nullable Object> more) {
    /** Makes lists and maps unchangeable, and empty where they are missing. */
    public ChallengeLeader {
        more = ImmutablePayload.more(more);
    }
}
