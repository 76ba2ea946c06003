// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.riot.lol;

import com.fasterxml.jackson.annotation.JsonAnyGetter;
import com.fasterxml.jackson.annotation.JsonAnySetter;
import dev.bracketwire.riot.internal.ImmutablePayload;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A game of League of Legends, minute by minute.
 *
 * @param metadata which, and who
 * @param info what happened
 * @param more what else Riot tells
 */
public record LolTimeline(
        Metadata metadata,
        Info info,
        @JsonAnyGetter @JsonAnySetter Map<String, @Nullable Object> more) {
    /** Makes lists and maps unchangeable, and empty where they are missing. */
    public LolTimeline {
        more = ImmutablePayload.more(more);
    }

    /** Which match, and who was in it. */
    public record Metadata(
            String dataVersion,
            String matchId,
            List<String> participants,
            @JsonAnyGetter @JsonAnySetter Map<String, @Nullable Object> more) {
        /** Makes lists and maps unchangeable, and empty where they are missing. */
        public Metadata {
            participants = ImmutablePayload.list(participants);
            more = ImmutablePayload.more(more);
        }
    }

    /**
     * What happened.
     *
     * @param endOfGameResult {@code GameComplete}, or why it ended early
     * @param frameInterval the milliseconds between two frames
     * @param gameId its number
     * @param participants who played
     * @param frames one a minute
     * @param more what else Riot tells
     */
    public record Info(
            @Nullable String endOfGameResult,
            long frameInterval,
            @Nullable Long gameId,
            List<Player> participants,
            List<Frame> frames,
            @JsonAnyGetter @JsonAnySetter Map<String, @Nullable Object> more) {
        /** Makes lists and maps unchangeable, and empty where they are missing. */
        public Info {
            participants = ImmutablePayload.list(participants);
            frames = ImmutablePayload.list(frames);
            more = ImmutablePayload.more(more);
        }
    }

    /** Who has which number in the frames. */
    public record Player(
            int participantId,
            String puuid,
            @JsonAnyGetter @JsonAnySetter Map<String, @Nullable Object> more) {
        /** Makes lists and maps unchangeable, and empty where they are missing. */
        public Player {
            more = ImmutablePayload.more(more);
        }
    }

    /**
     * A minute.
     *
     * @param events what happened in it
     * @param participantFrames how each stood at its end, by number
     * @param timestamp its end, in milliseconds of the game
     * @param more what else Riot tells
     */
    public record Frame(
            List<Event> events,
            Map<String, State> participantFrames,
            int timestamp,
            @JsonAnyGetter @JsonAnySetter Map<String, @Nullable Object> more) {
        /** Makes lists and maps unchangeable, and empty where they are missing. */
        public Frame {
            events = ImmutablePayload.list(events);
            participantFrames = ImmutablePayload.map(participantFrames);
            more = ImmutablePayload.more(more);
        }
    }

    /** Something that happened; which fields it has depends on its type. */
    public record Event(
            long timestamp,
            @Nullable Long realTimestamp,
            String type,
            @Nullable Integer itemId,
            @Nullable Integer participantId,
            @Nullable String levelUpType,
            @Nullable Integer skillSlot,
            @Nullable Integer creatorId,
            @Nullable String wardType,
            @Nullable Integer level,
            List<Integer> assistingParticipantIds,
            @Nullable Integer bounty,
            @Nullable Integer killStreakLength,
            @Nullable Integer killerId,
            @Nullable Position position,
            @Nullable Integer victimId,
            @Nullable String killType,
            @Nullable String laneType,
            @Nullable Integer teamId,
            @Nullable Integer multiKillLength,
            @Nullable Integer killerTeamId,
            @Nullable String monsterType,
            @Nullable String monsterSubType,
            @Nullable String buildingType,
            @Nullable String towerType,
            @Nullable Integer afterId,
            @Nullable Integer beforeId,
            @Nullable Integer goldGain,
            @Nullable Long gameId,
            @Nullable Integer winningTeam,
            @Nullable String name,
            @JsonAnyGetter @JsonAnySetter Map<String, @Nullable Object> more) {
        /** Makes lists and maps unchangeable, and empty where they are missing. */
        public Event {
            assistingParticipantIds = ImmutablePayload.list(assistingParticipantIds);
            more = ImmutablePayload.more(more);
        }
    }

    /** How somebody stood. The many numbers of the champion are in {@code more}. */
    public record State(
            int currentGold,
            int goldPerSecond,
            int jungleMinionsKilled,
            int level,
            int minionsKilled,
            int participantId,
            Position position,
            int timeEnemySpentControlled,
            int totalGold,
            int xp,
            @JsonAnyGetter @JsonAnySetter Map<String, @Nullable Object> more) {
        /** Makes lists and maps unchangeable, and empty where they are missing. */
        public State {
            more = ImmutablePayload.more(more);
        }
    }

    /** A place on the map. */
    public record Position(
            int x, int y, @JsonAnyGetter @JsonAnySetter Map<String, @Nullable Object> more) {
        /** Makes lists and maps unchangeable, and empty where they are missing. */
        public Position {
            more = ImmutablePayload.more(more);
        }
    }
}
