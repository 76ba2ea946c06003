// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.riot.lol;

import com.fasterxml.jackson.annotation.JsonAnyGetter;
import com.fasterxml.jackson.annotation.JsonAnySetter;
import dev.bracketwire.riot.internal.ImmutablePayload;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The description of a challenge and its thresholds. */
public record ChallengeConfig(
        long id,
        Map<String, Map<String, String>> localizedNames,
        String state,
        @Nullable String tracking,
        @Nullable Long startTimestamp,
        @Nullable Long endTimestamp,
        boolean leaderboard,
        Map<String, Double> thresholds,
        @JsonAnyGetter @JsonAnySetter Map<String, @Nullable Object> more) {
    /** Makes lists and maps unchangeable, and empty where they are missing. */
    public ChallengeConfig {
        localizedNames = ImmutablePayload.map(localizedNames);
        thresholds = ImmutablePayload.map(thresholds);
        more = ImmutablePayload.more(more);
    }
}
