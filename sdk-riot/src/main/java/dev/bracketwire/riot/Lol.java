// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.riot;

import dev.bracketwire.Call;
import dev.bracketwire.Pages;
import dev.bracketwire.Secret;
import dev.bracketwire.TypeRef;
import dev.bracketwire.connector.Request;
import dev.bracketwire.riot.internal.PagedLists;
import dev.bracketwire.riot.internal.RiotCalls;
import dev.bracketwire.riot.internal.RouteConnectors;
import dev.bracketwire.riot.lol.LolMatch;
import dev.bracketwire.riot.lol.LolRank;
import dev.bracketwire.riot.lol.LolTimeline;
import dev.bracketwire.riot.lol.Mastery;
import dev.bracketwire.riot.lol.Replays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Asks about League of Legends. A queue is {@code RANKED_SOLO_5x5} or {@code RANKED_FLEX_SR}. */
public final class Lol {
    private static final TypeRef<List<LolRank>> RANKS = new TypeRef<>() {};
    private static final TypeRef<List<Mastery>> MASTERIES = new TypeRef<>() {};
    private static final String MATCH = "/lol/match/v5/matches/{matchId}";
    private static final String MASTERY = "/lol/champion-mastery/v4/champion-masteries/by-puuid/{encryptedPUUID}";

    private final RouteConnectors routeConnectors;
    private final PagedLists matches;
    private final Challenges challenges;

    Lol(RouteConnectors routeConnectors) {
        this.routeConnectors = routeConnectors;
        this.matches = new PagedLists(routeConnectors, "/lol/match/v5/matches/by-puuid/{puuid}/ids", MATCH);
        this.challenges = new Challenges(routeConnectors);
    }

    /** A player on a platform. */
    public Call<Summoner> summoner(Platform platform, Puuid puuid) {
        return routeConnectors.ask(
                platform,
                Request.get("/lol/summoner/v4/summoners/by-puuid/{encryptedPUUID}", puuid.value()),
                Summoner.class);
    }

    /** The player whose token of Riot Sign On that is. */
    public Call<Summoner> summoner(Platform platform, Secret token) {
        return routeConnectors.ask(
                platform, SignedOnRequests.bearer("/lol/summoner/v4/summoners/me", token), Summoner.class);
    }

    /** How a player is ranked, in each queue with ranked games; empty if in none. */
    public Call<List<LolRank>> ranks(Platform platform, Puuid puuid) {
        return routeConnectors.ask(
                platform, Request.get("/lol/league/v4/entries/by-puuid/{encryptedPUUID}", puuid.value()), RANKS);
    }

    /** All who are ranked in a tier below Master and a division, such as {@code GOLD} and {@code II}. */
    public Pages<LolRank> ranked(Platform platform, String queue, String tier, String division) {
        return PagedLists.entries(
                routeConnectors,
                platform,
                Request.get("/lol/league/v4/entries/{queue}/{tier}/{division}", queue, tier, division),
                RANKS);
    }

    /** The Challengers. */
    public Call<League> challenger(Platform platform, String queue) {
        return routeConnectors.ask(
                platform, Request.get("/lol/league/v4/challengerleagues/by-queue/{queue}", queue), League.class);
    }

    /** The Grandmasters. */
    public Call<League> grandmaster(Platform platform, String queue) {
        return routeConnectors.ask(
                platform, Request.get("/lol/league/v4/grandmasterleagues/by-queue/{queue}", queue), League.class);
    }

    /** The Masters. */
    public Call<League> master(Platform platform, String queue) {
        return routeConnectors.ask(
                platform, Request.get("/lol/league/v4/masterleagues/by-queue/{queue}", queue), League.class);
    }

    /** A league by its id; empty if there is none. */
    public Call<Optional<League>> findLeague(Platform platform, String id) {
        return RiotCalls.optional(
                routeConnectors.ask(platform, Request.get("/lol/league/v4/leagues/{leagueId}", id), League.class));
    }

    /** The ids of a player's matches, the latest first. */
    public Pages<MatchId> matchIds(Platform platform, Puuid puuid, MatchFilter filter) {
        return matches.ids(platform.region(), puuid, filter);
    }

    /**
     * A player's matches, the latest first; others go first where a limit makes it wait. What Riot lists and does not have,
     * even seconds later, is left out and logged.
     */
    public Pages<LolMatch> matches(Platform platform, Puuid puuid, MatchFilter filter) {
        return matches.matches(platform.region(), puuid, filter, LolMatch.class);
    }

    /**
     * The latest matches of each of these players, as {@link #matches} gives them; one that several were in is asked for
     * once, if it is kept. It may take long: an hour at most, unless {@code within} says otherwise.
     *
     * @param atMost how many of each
     */
    public Call<Map<Puuid, List<LolMatch>>> histories(
            Platform platform, Collection<Puuid> players, MatchFilter filter, int atMost) {
        return matches.histories(platform.region(), players, filter, atMost, LolMatch.class);
    }

    /** A match; {@link dev.bracketwire.NotFoundException} if there is none. */
    public Call<LolMatch> match(MatchId id) {
        return routeConnectors.ask(id.platform().region(), Request.get(MATCH, id), LolMatch.class);
    }

    /** A match, minute by minute; {@link dev.bracketwire.NotFoundException} if there is none. */
    public Call<LolTimeline> timeline(MatchId id) {
        return routeConnectors.ask(id.platform().region(), Request.get(MATCH + "/timeline", id), LolTimeline.class);
    }

    /** Where the files of a player's matches are. */
    public Call<Replays> replays(Platform platform, Puuid puuid) {
        return routeConnectors.ask(
                platform.region(),
                Request.get("/lol/match/v5/matches/by-puuid/{puuid}/replays", puuid.value()),
                Replays.class);
    }

    /** How well a player knows each champion, the best first. */
    public Call<List<Mastery>> masteries(Platform platform, Puuid puuid) {
        return routeConnectors.ask(platform, Request.get(MASTERY, puuid.value()), MASTERIES);
    }

    /** How well a player knows a champion; empty if not at all. */
    public Call<Optional<Mastery>> findMastery(Platform platform, Puuid puuid, long champion) {
        return RiotCalls.optional(routeConnectors.ask(
                platform, Request.get(MASTERY + "/by-champion/{championId}", puuid.value(), champion), Mastery.class));
    }

    /** The champions a player knows best. */
    public Call<List<Mastery>> topMasteries(Platform platform, Puuid puuid, int count) {
        return routeConnectors.ask(
                platform, Request.get(MASTERY + "/top", puuid.value()).query("count", count), MASTERIES);
    }

    /** The levels of all champions of a player together. */
    public Call<Integer> masteryScore(Platform platform, Puuid puuid) {
        return routeConnectors.ask(
                platform,
                Request.get("/lol/champion-mastery/v4/scores/by-puuid/{encryptedPUUID}", puuid.value()),
                Integer.class);
    }

    /** The game a player is in; empty if in none. */
    public Call<Optional<LiveGame>> findGame(Platform platform, Puuid puuid) {
        return RiotCalls.optional(routeConnectors.ask(
                platform,
                Request.get("/lol/spectator/v5/active-games/by-summoner/{encryptedPUUID}", puuid.value()),
                LiveGame.class));
    }

    /** What works. */
    public Call<PlatformStatus> status(Platform platform) {
        return routeConnectors.ask(platform, Request.get("/lol/status/v4/platform-data"), PlatformStatus.class);
    }

    /** Challenges. */
    public Challenges challenges() {
        return challenges;
    }

    /** The name of a player in the latest match. */
    Call<Optional<Account>> named(Region region, Puuid puuid) {
        return matches.latest(region, puuid, 1)
                .then(ids -> ids.isEmpty()
                        ? Call.done(Optional.<LolMatch>empty())
                        : matches.listed(region, ids.get(0), LolMatch.class))
                .map(match -> match.flatMap(played -> played.of(puuid))
                        .flatMap(LolMatch.Participant::riotId)
                        .map(name -> new Account(puuid, name)));
    }
}
