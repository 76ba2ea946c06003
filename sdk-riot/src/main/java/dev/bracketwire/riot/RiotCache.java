// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.riot;

import dev.bracketwire.connector.CachePolicy;
import java.time.Duration;

/** How long answers of Riot are of use. */
public final class RiotCache {
    private static final long BYTES = 16L << 20;

    private RiotCache() {}

    /**
     * A match for a day, as it does not change; an account for 10 minutes, a player and ranks for one, the list of matches
     * for 20 seconds, and for as long that there is none. Games that are played now, and what a token is asked for, are not
     * kept. {@code Call.fresh()} asks Riot in any case.
     */
    public static CachePolicy defaults() {
        Duration minute = Duration.ofMinutes(1);
        Duration moments = Duration.ofSeconds(20);
        Duration hour = Duration.ofHours(1);
        Duration day = Duration.ofDays(1);
        return CachePolicy.off()
                .negative(moments)
                .maxBytes(BYTES)
                .route("/riot/account/v1/accounts/by-riot-id/{gameName}/{tagLine}", minute.multipliedBy(10))
                .route("/riot/account/v1/accounts/by-puuid/{puuid}", minute.multipliedBy(10))
                .route("/riot/account/v1/region/by-game/{game}/by-puuid/{puuid}", hour)
                .route("/riot/account/v1/active-shards/by-game/{game}/by-puuid/{puuid}", hour)
                .route("/tft/summoner/v1/summoners/by-puuid/{encryptedPUUID}", minute)
                .route("/lol/summoner/v4/summoners/by-puuid/{encryptedPUUID}", minute)
                .route("/tft/league/v1/by-puuid/{puuid}", minute)
                .route("/lol/league/v4/entries/by-puuid/{encryptedPUUID}", minute)
                .route("/tft/match/v1/matches/by-puuid/{puuid}/ids", moments)
                .route("/lol/match/v5/matches/by-puuid/{puuid}/ids", moments)
                .route("/tft/match/v1/matches/{matchId}", day)
                .route("/tft/match/v1/matches/{listedMatchId}", day)
                .route("/lol/match/v5/matches/{matchId}", day)
                .route("/lol/match/v5/matches/{listedMatchId}", day)
                .route("/lol/match/v5/matches/{matchId}/timeline", day)
                .route("/lol/champion-mastery/v4/champion-masteries/by-puuid/{encryptedPUUID}", minute)
                .route("/lol/challenges/v1/challenges/config", day)
                .route("/tft/status/v1/platform-data", moments)
                .route("/lol/status/v4/platform-data", moments);
    }
}
