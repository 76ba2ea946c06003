// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.testkit.riot;

import dev.bracketwire.testkit.Answer;
import dev.bracketwire.testkit.Received;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What the fake answers about tournaments. */
final class TournamentEndpoints {
    private final World world;
    private final String api;

    TournamentEndpoints(World world, String api) {
        this.world = world;
        this.api = api;
    }

    void each(Endpoints.Each each) {
        each.endpoint("POST", api + "/providers", request -> Answer.json(String.valueOf(world.number())));
        each.endpoint("POST", api + "/tournaments", request -> Answer.json(String.valueOf(world.number())));
        each.endpoint("POST", api + "/codes", this::codes);
        each.endpoint("GET", api + "/codes/{code}", request -> world.code(request.variable("code"), this::code));
        each.endpoint(
                "GET",
                api + "/lobby-events/by-code/{code}",
                request -> world.code(request.variable("code"), TournamentEndpoints::lobby));
        if (!api.contains("stub")) {
            each.endpoint(
                    "PUT",
                    api + "/codes/{code}",
                    request -> world.code(request.variable("code"), code -> Answer.of(200)));
            each.endpoint(
                    "GET",
                    api + "/games/by-code/{code}",
                    request -> world.code(request.variable("code"), TournamentEndpoints::games));
        }
    }

    private Answer codes(Received request) {
        int tournament = Endpoints.number(request, "tournamentId", 0);
        return Answer.json(Json.texts(Endpoints.upTo(Endpoints.number(request, "count", 1))
                .mapToObj(i -> world.code(tournament, request.text()))
                .toList()));
    }

    private Answer code(World.Code code) {
        Json json = Json.object()
                .with("id", 1)
                .with("providerId", 1)
                .with("tournamentId", code.tournament)
                .with("code", code.code)
                .with("region", "EUW")
                .with("map", said(code, "mapType"))
                .with("teamSize", 5)
                .with("pickType", said(code, "pickType"))
                .with("lobbyName", "lobby")
                .with("password", "password")
                .with("metaData", said(code, "metadata"))
                .raw("participants", "[]");
        return Answer.json(
                (api.contains("stub") ? json : json.with("spectators", said(code, "spectatorType"))).toString());
    }

    private static String said(World.Code code, String field) {
        Matcher found = Pattern.compile("\"" + field + "\":\"([^\"]*)\"").matcher(code.body);
        return found.find() ? found.group(1) : "";
    }

    private static Answer lobby(World.Code code) {
        List<String> events = code.joined.stream()
                .map(player -> Json.object()
                        .with("timestamp", "1767225600000")
                        .with("eventType", "PlayerJoinedGameEvent")
                        .with("puuid", player.puuid())
                        .toString())
                .toList();
        return Answer.json(Json.object().raw("eventList", Json.array(events)).toString());
    }

    private static Answer games(World.Code code) {
        return Answer.json(Json.array(code.games.stream()
                .map(players -> Json.object()
                        .with("startTime", 1_767_225_600_000L)
                        .raw("winningTeam", team(players.subList(0, players.size() / 2)))
                        .raw("losingTeam", team(players.subList(players.size() / 2, players.size())))
                        .with("shortCode", code.code)
                        .with("gameId", 7_000_000_001L)
                        .with("gameName", "game")
                        .with("gameType", "Practice")
                        .with("gameMap", 11)
                        .with("gameMode", "CLASSIC")
                        .with("region", "EUW1")
                        .toString())
                .toList()));
    }

    private static String team(List<FakePlayer> players) {
        return Json.array(players.stream()
                .map(player -> Json.object().with("puuid", player.puuid()).toString())
                .toList());
    }
}
