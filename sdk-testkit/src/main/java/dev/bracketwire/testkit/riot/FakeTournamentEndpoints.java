// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.testkit.riot;

import dev.bracketwire.testkit.Answer;
import dev.bracketwire.testkit.Received;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What the fake answers about tournaments. */
final class FakeTournamentEndpoints {
    private final FakeWorld fakeWorld;
    private final String api;

    FakeTournamentEndpoints(FakeWorld fakeWorld, String api) {
        this.fakeWorld = fakeWorld;
        this.api = api;
    }

    void each(FakeEndpoints.Each each) {
        each.endpoint("POST", api + "/providers", request -> Answer.json(String.valueOf(fakeWorld.number())));
        each.endpoint("POST", api + "/tournaments", request -> Answer.json(String.valueOf(fakeWorld.number())));
        each.endpoint("POST", api + "/codes", this::codes);
        each.endpoint("GET", api + "/codes/{code}", request -> fakeWorld.code(request.variable("code"), this::code));
        each.endpoint(
                "GET",
                api + "/lobby-events/by-code/{code}",
                request -> fakeWorld.code(request.variable("code"), FakeTournamentEndpoints::lobby));
        if (!api.contains("stub")) {
            each.endpoint(
                    "PUT",
                    api + "/codes/{code}",
                    request -> fakeWorld.code(request.variable("code"), code -> Answer.of(200)));
            each.endpoint(
                    "GET",
                    api + "/games/by-code/{code}",
                    request -> fakeWorld.code(request.variable("code"), FakeTournamentEndpoints::games));
        }
    }

    private Answer codes(Received request) {
        int tournament = FakeEndpoints.number(request, "tournamentId", 0);
        return Answer.json(FakeJson.texts(FakeEndpoints.upTo(FakeEndpoints.number(request, "count", 1))
                .mapToObj(i -> fakeWorld.code(tournament, request.text()))
                .toList()));
    }

    private Answer code(FakeWorld.Code code) {
        FakeJson fakeJson = FakeJson.object()
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
        return Answer.json((api.contains("stub") ? fakeJson : fakeJson.with("spectators", said(code, "spectatorType")))
                .toString());
    }

    private static String said(FakeWorld.Code code, String field) {
        Matcher found = Pattern.compile("\"" + field + "\":\"([^\"]*)\"").matcher(code.body);
        return found.find() ? found.group(1) : "";
    }

    private static Answer lobby(FakeWorld.Code code) {
        List<String> events = code.joined.stream()
                .map(player -> FakeJson.object()
                        .with("timestamp", "1767225600000")
                        .with("eventType", "PlayerJoinedGameEvent")
                        .with("puuid", player.puuid())
                        .toString())
                .toList();
        return Answer.json(
                FakeJson.object().raw("eventList", FakeJson.array(events)).toString());
    }

    private static Answer games(FakeWorld.Code code) {
        return Answer.json(FakeJson.array(code.games.stream()
                .map(players -> FakeJson.object()
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
        return FakeJson.array(players.stream()
                .map(player -> FakeJson.object().with("puuid", player.puuid()).toString())
                .toList());
    }
}
