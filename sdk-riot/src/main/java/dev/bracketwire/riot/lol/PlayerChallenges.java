// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.riot.lol;

import com.fasterxml.jackson.annotation.JsonAnyGetter;
import com.fasterxml.jackson.annotation.JsonAnySetter;
import dev.bracketwire.riot.internal.ImmutablePayload;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** How far a player is with challenges. */
public record PlayerChallenges(
        List<Challenge> challenges,
        Preferences preferences,
        Points totalPoints,
        Map<String, Points> categoryPoints,
        @JsonAnyGetter @JsonAnySetter Map<String, @Nullable Object> more) {
    /** Makes lists and maps unchangeable, and empty where they are missing. */
    public PlayerChallenges {
        challenges = ImmutablePayload.list(challenges);
        categoryPoints = ImmutablePayload.map(categoryPoints);
        more = ImmutablePayload.more(more);
    }

    /** How far with one. */
    public record Challenge(
            double percentile,
            @Nullable Integer playersInLevel,
            @Nullable Long achievedTime,
            double value,
            long challengeId,
            String level,
            @Nullable Integer position,
            @JsonAnyGetter @JsonAnySetter Map<String, @Nullable Object> more) {
        /** Makes lists and maps unchangeable, and empty where they are missing. */
        public Challenge {
            more = ImmutablePayload.more(more);
        }
    }

    /** What the player shows to others. */
    public record Preferences(
            @Nullable String bannerAccent,
            @Nullable String title,
            List<Long> challengeIds,
            @Nullable String crestBorder,
            @Nullable Integer prestigeCrestBorderLevel,
            @JsonAnyGetter @JsonAnySetter Map<String, @Nullable Object> more) {
        /** Makes lists and maps unchangeable, and empty where they are missing. */
        public Preferences {
            challengeIds = ImmutablePayload.list(challengeIds);
            more = ImmutablePayload.more(more);
        }
    }

    /** Points, and how many there are. */
    public record Points(
            String level,
            long current,
            long max,
            @Nullable Double percentile,
            @Nullable Long position,
            @JsonAnyGetter @JsonAnySetter Map<String, @Nullable Object> more) {
        /** Makes lists and maps unchangeable, and empty where they are missing. */
        public Points {
            more = ImmutablePayload.more(more);
        }
    }
}
