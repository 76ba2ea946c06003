// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.riot.lol;

import com.fasterxml.jackson.annotation.JsonAnyGetter;
import com.fasterxml.jackson.annotation.JsonAnySetter;
import dev.bracketwire.riot.Puuid;
import dev.bracketwire.riot.internal.ImmutablePayload;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** How well a player knows a champion. Answers of before 2024 lack some of it. */
public record Mastery(
        @Nullable Puuid puuid,
        long championPointsUntilNextLevel,
        @Nullable Boolean chestGranted,
        long championId,
        long lastPlayTime,
        int championLevel,
        int championPoints,
        long championPointsSinceLastLevel,
        @Nullable Integer markRequiredForNextLevel,
        @Nullable Integer championSeasonMilestone,
        @Nullable Milestone nextSeasonMilestone,
        int tokensEarned,
        List<String> milestoneGrades,
        @JsonAnyGetter @JsonAnySetter Map<String, @Nullable Object> more) {
    /** Makes lists and maps unchangeable, and empty where they are missing. */
    public Mastery {
        milestoneGrades = ImmutablePayload.list(milestoneGrades);
        more = ImmutablePayload.more(more);
    }

    /** What is to be reached next. */
    public record Milestone(
            Map<String, Integer> requireGradeCounts,
            int rewardMarks,
            boolean bonus,
            @Nullable Reward rewardConfig,
            int totalGamesRequires,
            @JsonAnyGetter @JsonAnySetter Map<String, @Nullable Object> more) {
        /** Makes lists and maps unchangeable, and empty where they are missing. */
        public Milestone {
            requireGradeCounts = ImmutablePayload.map(requireGradeCounts);
            more = ImmutablePayload.more(more);
        }
    }

    /** What is given for it. */
    public record Reward(
            String rewardValue,
            String rewardType,
            int maximumReward,
            @JsonAnyGetter @JsonAnySetter Map<String, @Nullable Object> more) {
        /** Makes lists and maps unchangeable, and empty where they are missing. */
        public Reward {
            more = ImmutablePayload.more(more);
        }
    }
}
