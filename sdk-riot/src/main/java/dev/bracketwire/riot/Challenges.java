// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.riot;

import dev.bracketwire.Call;
import dev.bracketwire.TypeRef;
import dev.bracketwire.connector.Request;
import dev.bracketwire.riot.internal.RiotCalls;
import dev.bracketwire.riot.internal.RouteConnectors;
import dev.bracketwire.riot.lol.ChallengeConfig;
import dev.bracketwire.riot.lol.ChallengeLeader;
import dev.bracketwire.riot.lol.PlayerChallenges;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Asks about the challenges of League of Legends. */
public final class Challenges {
    private static final TypeRef<List<ChallengeConfig>> CONFIGS = new TypeRef<>() {};
    private static final TypeRef<Map<Long, Map<String, Double>>> ALL_PERCENTILES = new TypeRef<>() {};
    private static final TypeRef<Map<String, Double>> PERCENTILES = new TypeRef<>() {};
    private static final TypeRef<List<ChallengeLeader>> LEADERS = new TypeRef<>() {};
    private static final String ALL = "/lol/challenges/v1/challenges";

    private final RouteConnectors routeConnectors;

    Challenges(RouteConnectors routeConnectors) {
        this.routeConnectors = routeConnectors;
    }

    /** All there are. */
    public Call<List<ChallengeConfig>> all(Platform platform) {
        return routeConnectors.ask(platform, Request.get(ALL + "/config"), CONFIGS);
    }

    /** One of them; empty if there is none. */
    public Call<Optional<ChallengeConfig>> find(Platform platform, long challenge) {
        return RiotCalls.optional(routeConnectors.ask(
                platform, Request.get(ALL + "/{challengeId}/config", challenge), ChallengeConfig.class));
    }

    /** Which part of the players has reached each level, by challenge. */
    public Call<Map<Long, Map<String, Double>>> percentiles(Platform platform) {
        return routeConnectors.ask(platform, Request.get(ALL + "/percentiles"), ALL_PERCENTILES);
    }

    /** Which part of the players has reached each level of a challenge. */
    public Call<Map<String, Double>> percentiles(Platform platform, long challenge) {
        return routeConnectors.ask(platform, Request.get(ALL + "/{challengeId}/percentiles", challenge), PERCENTILES);
    }

    /** The best of a level: {@code MASTER}, {@code GRANDMASTER} or {@code CHALLENGER}. */
    public Call<List<ChallengeLeader>> leaders(Platform platform, long challenge, String level, int atMost) {
        return routeConnectors.ask(
                platform,
                Request.get(ALL + "/{challengeId}/leaderboards/by-level/{level}", challenge, level)
                        .query("limit", atMost),
                LEADERS);
    }

    /** How far a player is. */
    public Call<PlayerChallenges> of(Platform platform, Puuid puuid) {
        return routeConnectors.ask(
                platform, Request.get("/lol/challenges/v1/player-data/{puuid}", puuid.value()), PlayerChallenges.class);
    }
}
