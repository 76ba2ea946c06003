// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.riot;

import dev.bracketwire.Call;
import dev.bracketwire.Pages;
import dev.bracketwire.Secret;
import dev.bracketwire.TypeRef;
import dev.bracketwire.connector.Request;
import dev.bracketwire.riot.internal.NameReader;
import dev.bracketwire.riot.internal.PagedLists;
import dev.bracketwire.riot.internal.RiotCalls;
import dev.bracketwire.riot.internal.RouteConnectors;
import dev.bracketwire.riot.tft.RatedPlayer;
import dev.bracketwire.riot.tft.TftMatch;
import dev.bracketwire.riot.tft.TftRank;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Asks about Teamfight Tactics. A queue is {@code RANKED_TFT} or {@code RANKED_TFT_DOUBLE_UP}. */
public final class Tft {
    private static final TypeRef<List<TftRank>> RANKS = new TypeRef<>() {};
    private static final TypeRef<List<RatedPlayer>> RATED = new TypeRef<>() {};
    private static final String MATCH = "/tft/match/v1/matches/{matchId}";

    private final RouteConnectors routeConnectors;
    private final PagedLists matches;

    Tft(RouteConnectors routeConnectors) {
        this.routeConnectors = routeConnectors;
        this.matches = new PagedLists(routeConnectors, "/tft/match/v1/matches/by-puuid/{puuid}/ids", MATCH);
    }

    /** A player on a platform. */
    public Call<Summoner> summoner(Platform platform, Puuid puuid) {
        return routeConnectors.ask(
                platform,
                Request.get("/tft/summoner/v1/summoners/by-puuid/{encryptedPUUID}", puuid.value()),
                Summoner.class);
    }

    /** The player whose token of Riot Sign On that is. */
    public Call<Summoner> summoner(Platform platform, Secret token) {
        return routeConnectors.ask(
                platform, SignedOnRequests.bearer("/tft/summoner/v1/summoners/me", token), Summoner.class);
    }

    /** How a player is ranked, in each queue with ranked games; empty if in none. */
    public Call<List<TftRank>> ranks(Platform platform, Puuid puuid) {
        return routeConnectors.ask(platform, Request.get("/tft/league/v1/by-puuid/{puuid}", puuid.value()), RANKS);
    }

    /** All who are ranked in a tier below Master and a division, such as {@code GOLD} and {@code II}. */
    public Pages<TftRank> ranked(Platform platform, String queue, String tier, String division) {
        return PagedLists.entries(
                routeConnectors,
                platform,
                Request.get("/tft/league/v1/entries/{tier}/{division}", tier, division)
                        .query("queue", queue),
                RANKS);
    }

    /** The Challengers. */
    public Call<League> challenger(Platform platform, String queue) {
        return routeConnectors.ask(
                platform, Request.get("/tft/league/v1/challenger").query("queue", queue), League.class);
    }

    /** The Grandmasters. */
    public Call<League> grandmaster(Platform platform, String queue) {
        return routeConnectors.ask(
                platform, Request.get("/tft/league/v1/grandmaster").query("queue", queue), League.class);
    }

    /** The Masters. */
    public Call<League> master(Platform platform, String queue) {
        return routeConnectors.ask(
                platform, Request.get("/tft/league/v1/master").query("queue", queue), League.class);
    }

    /** A league by its id; empty if there is none. */
    public Call<Optional<League>> findLeague(Platform platform, String id) {
        return RiotCalls.optional(
                routeConnectors.ask(platform, Request.get("/tft/league/v1/leagues/{leagueId}", id), League.class));
    }

    /** The best of Hyper Roll. */
    public Call<List<RatedPlayer>> hyperRoll(Platform platform) {
        return routeConnectors.ask(
                platform, Request.get("/tft/league/v1/rated-ladders/{queue}/top", "RANKED_TFT_TURBO"), RATED);
    }

    /**
     * The ids of a player's matches, the latest first.
     *
     * @throws IllegalArgumentException if the filter has a queue or a type, which Riot does not know here
     */
    public Pages<MatchId> matchIds(Platform platform, Puuid puuid, MatchFilter filter) {
        return matches.ids(platform.region(), puuid, checked(filter));
    }

    /**
     * The ids of a player's matches in a region, the latest first; for {@link Region#ESPORTS} too, where they need not name
     * a platform.
     *
     * @throws IllegalArgumentException if the filter has a queue or a type, which Riot does not know here
     */
    public Pages<String> matchIds(Region region, Puuid puuid, MatchFilter filter) {
        return matches.texts(region, puuid, checked(filter));
    }

    /**
     * A player's matches, the latest first; others go first where a limit makes it wait. What Riot lists and does not have,
     * even seconds later, is left out and logged.
     *
     * @throws IllegalArgumentException if the filter has a queue or a type, which Riot does not know here
     */
    public Pages<TftMatch> matches(Platform platform, Puuid puuid, MatchFilter filter) {
        return matches.matches(platform.region(), puuid, checked(filter), TftMatch.class);
    }

    /**
     * A player's matches in a region, as those on a platform; for {@link Region#ESPORTS} too.
     *
     * @throws IllegalArgumentException if the filter has a queue or a type, which Riot does not know here
     */
    public Pages<TftMatch> matches(Region region, Puuid puuid, MatchFilter filter) {
        return matches.matches(region, puuid, checked(filter), TftMatch.class);
    }

    /**
     * The latest matches of each of these players, as {@link #matches} gives them; one that several were in is asked for
     * once, if it is kept. It may take long: an hour at most, unless {@code within} says otherwise.
     *
     * @param atMost how many of each
     */
    public Call<Map<Puuid, List<TftMatch>>> histories(
            Platform platform, Collection<Puuid> players, MatchFilter filter, int atMost) {
        return matches.histories(platform.region(), players, checked(filter), atMost, TftMatch.class);
    }

    /** A match; {@link dev.bracketwire.NotFoundException} if there is none. */
    public Call<TftMatch> match(MatchId id) {
        return routeConnectors.ask(id.platform().region(), Request.get(MATCH, id), TftMatch.class);
    }

    /** A match in a region; for {@link Region#ESPORTS} too, where an id need not name a platform. */
    public Call<TftMatch> match(Region region, String id) {
        return routeConnectors.ask(region, Request.get(MATCH, id), TftMatch.class);
    }

    /** The game a player is in; empty if in none. */
    public Call<Optional<LiveGame>> findGame(Platform platform, Puuid puuid) {
        return RiotCalls.optional(routeConnectors.ask(
                platform,
                Request.get("/lol/spectator/tft/v5/active-games/by-puuid/{encryptedPUUID}", puuid.value()),
                LiveGame.class));
    }

    /** What works. */
    public Call<PlatformStatus> status(Platform platform) {
        return routeConnectors.ask(platform, Request.get("/tft/status/v1/platform-data"), PlatformStatus.class);
    }

    /** The name of a player in the latest match. */
    Call<Optional<Account>> named(Region region, Puuid puuid) {
        return matches.latest(region, puuid, 1)
                .then(ids -> ids.isEmpty()
                        ? Call.done(Optional.<TftMatch>empty())
                        : matches.listed(region, ids.get(0), TftMatch.class))
                .map(match -> match.flatMap(played -> played.of(puuid))
                        .flatMap(player -> NameReader.of(player.riotIdGameName(), player.riotIdTagline()))
                        .map(name -> new Account(puuid, name)));
    }

    private static MatchFilter checked(MatchFilter filter) {
        if (filter.queue() != null || filter.type() != null) {
            throw new IllegalArgumentException(
                    "matches of TFT cannot be asked for by queue or type: look at their queueId");
        }
        return filter;
    }
}
