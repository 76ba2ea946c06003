// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.testkit.riot;

import dev.bracketwire.testkit.Answer;
import dev.bracketwire.testkit.Received;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.IntStream;

/** What the fake answers to each path. */
final class FakeEndpoints {
    private static final String ACCOUNT = "/riot/account/v1";
    private static final List<String> GAMES = List.of("tft", "lol");

    private final FakeWorld fakeWorld;

    FakeEndpoints(FakeWorld fakeWorld) {
        this.fakeWorld = fakeWorld;
    }

    /** Takes an endpoint. */
    interface Each {
        void endpoint(String method, String template, Function<Received, Answer> answer);
    }

    void each(Each each) {
        each.endpoint(
                "GET",
                ACCOUNT + "/accounts/by-riot-id/{name}/{tag}",
                request -> fakeWorld
                        .named(request.variable("name"), request.variable("tag"))
                        .map(FakeEndpoints::account)
                        .orElseGet(() ->
                                FakeWorld.status(404, "Data not found - No results found for player with riot id")));
        each.endpoint(
                "GET",
                ACCOUNT + "/accounts/by-puuid/{puuid}",
                request -> fakeWorld.of(request, FakeEndpoints::account));
        each.endpoint(
                "GET",
                ACCOUNT + "/accounts/me",
                request -> request.header("Authorization")
                        .filter(token -> token.startsWith("Bearer "))
                        .flatMap(token -> fakeWorld.players().stream()
                                .filter(player -> player.puuid().equals(token.substring("Bearer ".length())))
                                .findFirst())
                        .map(FakeEndpoints::account)
                        .orElseGet(() -> FakeWorld.status(401, "Unauthorized")));
        each.endpoint(
                "GET",
                ACCOUNT + "/region/by-game/{game}/by-puuid/{puuid}",
                request -> fakeWorld.of(
                        request,
                        player -> Answer.json(FakeJson.object()
                                .with("puuid", player.puuid())
                                .with("game", request.variable("game"))
                                .with("region", player.platform())
                                .toString())));
        each.endpoint(
                "GET",
                ACCOUNT + "/active-shards/by-game/{game}/by-puuid/{puuid}",
                request -> fakeWorld.of(
                        request,
                        player -> Answer.json(FakeJson.object()
                                .with("puuid", player.puuid())
                                .with("game", request.variable("game"))
                                .with("activeShard", "eu")
                                .toString())));
        each.endpoint("GET", "/tft/summoner/v1/summoners/by-puuid/{puuid}", this::summoner);
        each.endpoint("GET", "/lol/summoner/v4/summoners/by-puuid/{puuid}", this::summoner);
        each.endpoint("GET", "/tft/league/v1/by-puuid/{puuid}", request -> ranks(request, true));
        each.endpoint("GET", "/lol/league/v4/entries/by-puuid/{puuid}", request -> ranks(request, false));
        for (String tier : List.of("challenger", "grandmaster", "master")) {
            each.endpoint(
                    "GET",
                    "/tft/league/v1/" + tier,
                    request -> league(tier, request.query("queue").orElse("RANKED_TFT"), request.variable("route")));
            each.endpoint(
                    "GET",
                    "/lol/league/v4/" + tier + "leagues/by-queue/{queue}",
                    request -> league(tier, request.variable("queue"), request.variable("route")));
        }
        for (String game : GAMES) {
            String api = game.equals("tft") ? "/tft/match/v1/matches" : "/lol/match/v5/matches";
            each.endpoint("GET", api + "/by-puuid/{puuid}/ids", request -> ids(request, game));
            each.endpoint("GET", api + "/{match}", request -> fakeWorld.match(game, request.variable("match")));
            each.endpoint(
                    "GET",
                    "/" + game + "/status/" + (game.equals("tft") ? "v1" : "v4") + "/platform-data",
                    FakeEndpoints::works);
        }
        each.endpoint("GET", "/lol/spectator/tft/v5/active-games/by-puuid/{puuid}", this::game);
        each.endpoint("GET", "/lol/spectator/v5/active-games/by-summoner/{puuid}", this::game);
        for (String api : List.of("/lol/tournament/v5", "/lol/tournament-stub/v5")) {
            new FakeTournamentEndpoints(fakeWorld, api).each(each);
        }
    }

    private static Answer account(FakePlayer player) {
        return Answer.json(FakeJson.object()
                .with("puuid", player.puuid())
                .with("gameName", player.name())
                .with("tagLine", player.tag())
                .toString());
    }

    private Answer summoner(Received request) {
        return here(
                request,
                player -> true,
                "Data not found - summoner not found",
                player -> FakeJson.object()
                        .with("puuid", player.puuid())
                        .with("profileIconId", player.icon())
                        .with("revisionDate", 1_767_225_600_000L)
                        .with("summonerLevel", player.level()));
    }

    private Answer game(Received request) {
        return here(request, FakePlayer::isPlaying, "Data not found - spectator game info isn't found", player -> {
            FakeJson one = FakeJson.object()
                    .with("championId", 1)
                    .with("profileIconId", player.icon())
                    .with("teamId", 100)
                    .with("puuid", player.puuid())
                    .with("spell1Id", 1)
                    .with("spell2Id", 2)
                    .raw("gameCustomizationObjects", "[]")
                    .with("riotId", player.name() + "#" + player.tag());
            boolean tft = request.path().contains("/tft/");
            one = tft ? one : one.with("bot", false);
            return FakeJson.object()
                    .with("gameId", 8_000_000_000L)
                    .with("gameType", "MATCHED")
                    .with("gameStartTime", 1_767_225_600_000L)
                    .with("mapId", 22)
                    .with("gameLength", 60)
                    .with("platformId", request.variable("route").toUpperCase(Locale.ROOT))
                    .with("gameMode", "TFT")
                    .raw("bannedChampions", "[]")
                    .with("gameQueueConfigId", 1100)
                    .raw("observers", "{\"encryptionKey\":\"none\"}")
                    .raw("participants", "[" + one + "]");
        });
    }

    private Answer here(
            Received request, Predicate<FakePlayer> there, String otherwise, Function<FakePlayer, FakeJson> json) {
        return fakeWorld.of(
                request,
                player -> player.platform().equals(request.variable("route")) && there.test(player)
                        ? Answer.json(json.apply(player).toString())
                        : FakeWorld.status(404, otherwise));
    }

    private Answer ranks(Received request, boolean tft) {
        return fakeWorld.of(
                request,
                player -> Answer.json(FakeJson.array(player.ranks().values().stream()
                        .filter(rank -> player.platform().equals(request.variable("route"))
                                && rank.queue().startsWith("RANKED_TFT") == tft)
                        .map(rank -> entry(player, rank)
                                .with("queueType", rank.queue())
                                .with("tier", rank.tier()))
                        .map(FakeJson::toString)
                        .toList())));
    }

    private static FakeJson entry(FakePlayer player, FakePlayer.Rank rank) {
        return FakeJson.object()
                .with("puuid", player.puuid())
                .with("rank", rank.division())
                .with("leaguePoints", rank.points())
                .with("wins", 10)
                .with("losses", 30)
                .with("hotStreak", false)
                .with("veteran", false)
                .with("freshBlood", false)
                .with("inactive", false);
    }

    private Answer league(String tier, String queue, String platform) {
        List<String> entries = fakeWorld.players().stream()
                .filter(player -> player.platform().equals(platform))
                .flatMap(player -> player.ranks().values().stream()
                        .filter(rank ->
                                rank.queue().equals(queue) && rank.tier().equalsIgnoreCase(tier))
                        .map(rank -> entry(player, rank).toString()))
                .toList();
        FakeJson league =
                FakeJson.object().with("tier", tier.toUpperCase(Locale.ROOT)).raw("entries", FakeJson.array(entries));
        if (!entries.isEmpty()) {
            league.with("leagueId", "11111111-2222-3333-4444-555555555555")
                    .with("queue", queue)
                    .with("name", "Fake");
        }
        return Answer.json(league.toString());
    }

    private Answer ids(Received request, String game) {
        int start = number(request, "start", 0);
        long since = number(request, "startTime", 0) * 1000L;
        long until = number(request, "endTime", Integer.MAX_VALUE) * 1000L;
        String route = request.variable("route");
        return fakeWorld.of(
                request,
                player -> Answer.json(FakeJson.texts(fakeWorld.matches(game, player).stream()
                        .filter(match -> PlatformRouting.hasMatchesOf(route, player.platform()))
                        .filter(match -> match.at() >= since && match.at() <= until)
                        .map(FakeWorld.Match::id)
                        .skip(start)
                        .limit(number(request, "count", 20))
                        .toList())));
    }

    static int number(Received request, String name, int otherwise) {
        return request.query(name).map(Integer::parseInt).orElse(otherwise);
    }

    private static Answer works(Received request) {
        String platform = request.variable("route");
        return Answer.json(FakeJson.object()
                .with("id", platform.toUpperCase(Locale.ROOT))
                .with("name", platform)
                .raw("locales", "[\"en_GB\"]")
                .raw("maintenances", "[]")
                .raw("incidents", "[]")
                .toString());
    }

    static IntStream upTo(int count) {
        return IntStream.range(0, count);
    }
}
