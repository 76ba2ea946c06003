// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.testkit.riot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.bracketwire.testkit.ManualClock;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.PrintStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FakeRiotTest {
    private static final HttpClient HTTP = HttpClient.newHttpClient();

    private final ManualClock clock = ManualClock.create();
    private FakeRiot riot = FakeRiot.builder()
            .applicationLimit("5:1,100:120")
            .methodLimit("3:10")
            .clock(clock)
            .start();
    private FakePlayer ann = riot.player("Ann \"A\"", "EUW", "euw1");

    @AfterEach
    void close() {
        riot.close();
    }

    @Test
    void account_isFoundByNameInAnyCase() throws Exception {
        HttpResponse<String> found = get("europe", "/riot/account/v1/accounts/by-riot-id/ann%20%22a%22/euw");
        assertThat(found.body())
                .isEqualTo("{\"puuid\":\"" + ann.puuid() + "\",\"gameName\":\"Ann \\\"A\\\"\",\"tagLine\":\"EUW\"}");
        assertThat(found.headers().map())
                .containsEntry("X-App-Rate-Limit", List.of("5:1,100:120"))
                .containsEntry("X-App-Rate-Limit-Count", List.of("1:1,1:120"))
                .containsEntry("X-Method-Rate-Limit-Count", List.of("1:10"));
        ann.rename("Bea", "1\n2");
        assertThat(get("asia", "/riot/account/v1/accounts/by-puuid/" + ann.puuid())
                        .body())
                .contains("\"Bea\"", "1\\u000a2");
        assertThat(get("europe", "/riot/account/v1/accounts/by-riot-id/ann/euw").statusCode())
                .isEqualTo(404);
    }

    @Test
    void key_isAskedFor() throws Exception {
        URI url = uri("europe", "/riot/account/v1/accounts/me");
        assertThat(send(HttpRequest.newBuilder(url)).statusCode()).isEqualTo(401);
        assertThat(send(HttpRequest.newBuilder(url).header("X-Riot-Token", "RGAPI-x"))
                        .statusCode())
                .isEqualTo(403);
        assertThat(send(HttpRequest.newBuilder(url)
                                .header("X-Riot-Token", riot.key())
                                .header("Authorization", "Bearer " + ann.puuid()))
                        .body())
                .contains(ann.puuid());
        assertThat(get("europe", "/riot/account/v1/accounts/me").statusCode()).isEqualTo(401);
        assertThat(get("europe", "/riot/account/v1/accounts/by-puuid/" + "x".repeat(78))
                        .body())
                .contains("Exception decrypting");
    }

    @Test
    void limits_areThoseOfRouteAndEndpoint() throws Exception {
        String path = "/riot/account/v1/region/by-game/tft/by-puuid/" + ann.puuid();
        for (int i = 0; i < 3; i++) {
            assertThat(get("europe", path).body()).contains("\"region\":\"euw1\"");
        }
        HttpResponse<String> method = get("europe", path);
        assertThat(method.statusCode()).isEqualTo(429);
        assertThat(method.headers().map())
                .containsEntry("X-Rate-Limit-Type", List.of("method"))
                .containsEntry("Retry-After", List.of("10"));
        assertThat(get("europe", "/riot/account/v1/active-shards/by-game/val/by-puuid/" + ann.puuid())
                        .body())
                .contains("\"activeShard\":\"eu\"");
        HttpResponse<String> application = get("europe", "/riot/account/v1/accounts/by-puuid/" + ann.puuid());
        assertThat(application.headers().map()).containsEntry("X-Rate-Limit-Type", List.of("application"));
        assertThat(get("asia", path).statusCode()).isEqualTo(200);
        assertThat(riot.provoked()).isEqualTo(2);
        assertThat(riot.intrusions()).isZero();
        get("europe", path);
        assertThat(riot.intrusions()).isEqualTo(1);
        clock.advance(Duration.ofSeconds(11));
        assertThat(get("europe", path).statusCode()).isEqualTo(200);
        assertThat(riot.served()).isEqualTo(6);
    }

    @Test
    void sliding_countsTheLastSeconds() throws Exception {
        riot.close();
        riot = FakeRiot.builder()
                .applicationLimit("2:10")
                .sliding()
                .withoutHeaders()
                .delay(Duration.ofMillis(1), Duration.ofMillis(3))
                .key("RGAPI-other")
                .clock(clock)
                .start();
        ann = riot.player("Ann", "EUW", "euw1");
        String path = "/riot/account/v1/accounts/by-puuid/" + ann.puuid();
        assertThat(get("europe", path).headers().map()).doesNotContainKey("X-App-Rate-Limit");
        clock.advance(Duration.ofSeconds(9));
        assertThat(get("europe", path).statusCode()).isEqualTo(200);
        clock.advance(Duration.ofSeconds(2));
        assertThat(get("europe", path).statusCode()).isEqualTo(200);
        assertThat(get("europe", path).headers().map()).containsEntry("Retry-After", List.of("8"));
    }

    @Test
    void refuseNext_refusesInEveryForm() throws Exception {
        riot.refuseNext(1, FakeRefusal.SERVER, 7);
        riot.refuseNext(1, FakeRefusal.UNTYPED, null);
        riot.refuseNext(1, FakeRefusal.APPLICATION, 1);
        String path = "/tft/status/v1/platform-data";
        assertThat(get("euw1", path).headers().map())
                .containsEntry("X-Rate-Limit-Type", List.of("server"))
                .containsEntry("Retry-After", List.of("7"));
        assertThat(get("euw1", path).headers().map()).doesNotContainKeys("X-Rate-Limit-Type", "Retry-After");
        assertThat(get("euw1", path).statusCode()).isEqualTo(429);
        assertThat(get("euw1", path).body()).contains("\"id\":\"EUW1\"");
        assertThat(riot.provoked()).isZero();
    }

    @Test
    void player_isOnOnePlatform() throws Exception {
        ann.icon(28).level(30).playing(true);
        String path = "/tft/summoner/v1/summoners/by-puuid/" + ann.puuid();
        assertThat(get("euw1", path).body()).contains("\"profileIconId\":28", "\"summonerLevel\":30");
        assertThat(get("euw1", "/lol/spectator/v5/active-games/by-summoner/" + ann.puuid())
                        .body())
                .contains("\"riotId\":\"Ann");
        ann.move("na1");
        assertThat(get("euw1", path).statusCode()).isEqualTo(404);
        assertThat(get("na1", path).statusCode()).isEqualTo(200);
        assertThat(ann).hasToString("Ann \"A\"#EUW on na1");
        assertThat(ann.icon() + ann.tag()).isEqualTo("28EUW");
    }

    @Test
    void ranks_areOfOneGame() throws Exception {
        ann.rank("RANKED_TFT", "MASTER", "I", 12).rank("RANKED_SOLO_5x5", "GOLD", "II", 3);
        assertThat(get("euw1", "/tft/league/v1/by-puuid/" + ann.puuid()).body())
                .contains("\"leaguePoints\":12")
                .doesNotContain("GOLD");
        assertThat(get("euw1", "/lol/league/v4/entries/by-puuid/" + ann.puuid()).body())
                .contains("GOLD");
        assertThat(get("euw1", "/tft/league/v1/master").body()).contains("leagueId", ann.puuid());
        assertThat(get("na1", "/tft/league/v1/master?queue=RANKED_TFT").body())
                .isEqualTo("{\"tier\":\"MASTER\",\"entries\":[]}");
        assertThat(get("euw1", "/lol/league/v4/challengerleagues/by-queue/RANKED_SOLO_5x5")
                        .body())
                .contains("[]");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/tft/match/v1/matches", "/lol/match/v5/matches"})
    void matches_areListedLatestFirst(String api) throws Exception {
        boolean tft = api.startsWith("/tft");
        String first = tft ? riot.tftMatch(List.of(ann)) : riot.lolMatch(List.of(ann));
        String second = tft ? riot.tftMatch(List.of(ann)) : riot.lolMatch(List.of(ann));
        assertThat(get("europe", api + "/by-puuid/" + ann.puuid() + "/ids").body())
                .isEqualTo("[\"" + second + "\",\"" + first + "\"]");
        assertThat(get(
                                "europe",
                                api + "/by-puuid/" + ann.puuid()
                                        + "/ids?start=1&count=1&startTime=0&endTime=1767225600")
                        .body())
                .isEqualTo("[]");
        riot.withhold(first, 1);
        assertThat(get("europe", api + "/" + first).statusCode()).isEqualTo(404);
        assertThat(get("europe", api + "/" + first).body()).contains(ann.puuid());
        assertThat(get("europe", (tft ? "/lol/match/v5/matches/" : "/tft/match/v1/matches/") + first)
                        .statusCode())
                .isEqualTo(404);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/tft/match/v1/matches", "/lol/match/v5/matches"})
    void matches_areListed_inTheRegionOfThePlatform(String api) throws Exception {
        String match = api.startsWith("/tft") ? riot.tftMatch(List.of(ann)) : riot.lolMatch(List.of(ann));
        String list = api + "/by-puuid/" + ann.puuid() + "/ids";
        assertThat(get("europe", list).body()).isEqualTo("[\"" + match + "\"]");
        for (String other : List.of("americas", "asia", "sea", "esports", "euw1")) {
            assertThat(get(other, list).body()).isEqualTo("[]");
        }
        ann.move("KR");
        assertThat(get("europe", list).body()).isEqualTo("[]");
        assertThat(get("asia", list).body()).isEqualTo("[\"" + match + "\"]");
    }

    @Test
    void player_onNoPlatform_isRefused() {
        assertThatThrownBy(() -> riot.player("Ben", "EUW", "europe"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("euw1");
    }

    @Test
    void tournament_isPlayedByCodes() throws Exception {
        String api = "/lol/tournament/v5";
        assertThat(post(api + "/providers", "{}").body()).isEqualTo("1");
        assertThat(post(api + "/tournaments", "{}").body()).isEqualTo("2");
        String code = post(api + "/codes?tournamentId=2&count=1", "{\"pickType\":\"ALL_RANDOM\"}")
                .body()
                .replaceAll("[\\[\\]\"]", "");
        assertThat(get("americas", api + "/codes/" + code).body()).contains("ALL_RANDOM", "spectators");
        assertThat(get("americas", "/lol/tournament-stub/v5/codes/" + code).body())
                .doesNotContain("spectators");
        riot.join(code, ann);
        riot.play(code, List.of(ann, riot.player("Bea", "EUW", "euw1")));
        clock.advance(Duration.ofSeconds(2));
        assertThat(get("americas", api + "/lobby-events/by-code/" + code).body())
                .contains("PlayerJoinedGameEvent");
        assertThat(get("americas", api + "/games/by-code/" + code).body()).contains("winningTeam", ann.puuid());
        assertThat(get("americas", api + "/games/by-code/none").statusCode()).isEqualTo(404);
        HttpRequest.Builder change = HttpRequest.newBuilder(uri("americas", api + "/codes/" + code))
                .header("X-Riot-Token", riot.key())
                .PUT(BodyPublishers.ofString("{}"));
        assertThat(send(change).statusCode()).isEqualTo(200);
        assertThatThrownBy(() -> riot.join("none", ann)).hasMessageContaining("no code none");
    }

    @Test
    @SuppressWarnings("SystemOut") // what the process prints is what is tested
    void main_servesUntilItsInputEnds() throws Exception {
        InputStream in = System.in;
        PrintStream out = System.out;
        ByteArrayOutputStream printed = new ByteArrayOutputStream();
        try {
            System.setIn(new ByteArrayInputStream("\n".getBytes(StandardCharsets.UTF_8)));
            System.setOut(new PrintStream(printed, true, StandardCharsets.UTF_8));
            FakeRiot.main(new String[] {"app=1:1", "method=1:1", "sliding", "delay=0-1", "players=2"});
        } finally {
            System.setIn(in);
            System.setOut(out);
        }
        assertThat(printed.toString(StandardCharsets.UTF_8))
                .contains("/{route} RGAPI-")
                .contains("served=0 provoked=0 intrusions=0");
        assertThatThrownBy(() -> FakeRiot.main(new String[] {"other"})).hasMessageContaining("other");
    }

    @Test
    void start_isThatOfADevelopmentKey() {
        try (FakeRiot other = FakeRiot.start()) {
            assertThat(other).hasToString("FakeRiot(" + other.base() + ")");
            assertThat(other.upstream().received()).isEmpty();
        }
    }

    private URI uri(String route, String path) {
        return URI.create(riot.base().replace("{route}", route) + path);
    }

    private HttpResponse<String> get(String route, String path) throws Exception {
        return send(HttpRequest.newBuilder(uri(route, path)).header("X-Riot-Token", riot.key()));
    }

    private HttpResponse<String> post(String path, String body) throws Exception {
        return send(HttpRequest.newBuilder(uri("americas", path))
                .header("X-Riot-Token", riot.key())
                .POST(BodyPublishers.ofString(body)));
    }

    private static HttpResponse<String> send(HttpRequest.Builder request) throws Exception {
        return HTTP.send(request.build(), BodyHandlers.ofString());
    }
}
