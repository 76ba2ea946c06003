// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.testkit.speedgaming;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.bracketwire.testkit.Answer;
import dev.bracketwire.testkit.ManualClock;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FakeSpeedGamingTest {
    private static final HttpClient HTTP = HttpClient.newHttpClient();
    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final Instant NOON = Instant.parse("2026-09-01T12:00:00Z");

    private final ManualClock clock = ManualClock.at(NOON);
    private final FakeSpeedGaming fake = FakeSpeedGaming.builder().clock(clock).start();

    @AfterEach
    void close() {
        fake.close();
    }

    @Test
    void episode_withEventAndTime_hasTheKeysOfTheFeedInTheirOrder() throws Exception {
        fake.episode(70001)
                .event("examplecup")
                .at(NOON)
                .player("Alpha", player -> player.discordId("472785637984960513"))
                .match2(match -> match.player("Alpha"))
                .commentator("Cleo", signUp -> signUp.approved(true))
                .channel("speedgaming");
        fake.event("examplecup").name("Example Cup");
        JsonNode episode = get("/api/schedule/").get(0);
        assertThat(keys(episode))
                .containsExactly(
                        "id",
                        "title",
                        "when",
                        "whenCountdown",
                        "length",
                        "timezone",
                        "approved",
                        "externalRestream",
                        "event",
                        "match1",
                        "match2",
                        "channels",
                        "commentators",
                        "trackers",
                        "broadcasters",
                        "helpers");
        assertThat(keys(episode.path("event")))
                .containsExactly("id", "slug", "name", "shortName", "game", "active", "srtv", "srl", "botChannel");
        assertThat(keys(episode.path("match1"))).containsExactly("id", "title", "note", "players");
        assertThat(episode.at("/match1/players/0"))
                .hasToString("{\"id\":5001,\"displayName\":\"Alpha\",\"discordId\":\"472785637984960513\","
                        + "\"discordTag\":\"\",\"publicStream\":\"\",\"streamingFrom\":\"\"}");
        assertThat(episode.at("/match2/players/0/id").asInt()).isEqualTo(5001);
        assertThat(episode.at("/commentators/0"))
                .hasToString(
                        "{\"id\":6001,\"displayName\":\"Cleo\",\"discordId\":\"\",\"discordTag\":\"\","
                                + "\"publicStream\":\"\",\"approved\":true,\"ready\":false,\"partner\":\"\",\"language\":\"en\"}");
        assertThat(keys(episode.at("/channels/0"))).containsExactly("id", "name", "slug", "initials", "language");
        assertThat(episode.path("when").asText()).isEqualTo("2026-09-01T12:00:00+00:00");
    }

    @Test
    void episode_unset_hasEmptyTextsAndANullForTheSecondMatch() throws Exception {
        fake.episode(70001).event("examplecup").at(NOON);
        assertThat(get("/api/episode/?id=70001"))
                .hasToString("{\"id\":70001,\"title\":\"\",\"when\":\"2026-09-01T12:00:00+00:00\","
                        + "\"whenCountdown\":\"2026-09-01T12:00:00+00:00\",\"length\":90,\"timezone\":\"\","
                        + "\"approved\":true,\"externalRestream\":false,\"event\":{\"id\":9573,"
                        + "\"slug\":\"examplecup\",\"name\":\"examplecup\",\"shortName\":\"\",\"game\":\"\","
                        + "\"active\":true,\"srtv\":false,\"srl\":\"\",\"botChannel\":\"\"},"
                        + "\"match1\":{\"id\":700010,\"title\":\"\",\"note\":\"\",\"players\":[]},\"match2\":null,"
                        + "\"channels\":[],\"commentators\":[],\"trackers\":[],\"broadcasters\":[],\"helpers\":[]}");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/api/schedule", "/api/schedule/", "/api/schedule?event=examplecup"})
    void schedule_withAndWithoutSlash_isJsonServedAsHtml(String path) throws Exception {
        fake.episode(70001).event("examplecup").at(NOON);
        HttpResponse<String> response = send(path);
        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.headers().firstValue("Content-Type")).hasValue("text/html; charset=utf-8");
        assertThat(MAPPER.readTree(response.body())).hasSize(1);
    }

    @Test
    void edits_overTime_showWithTheNextRequest() throws Exception {
        FakeEpisode episode = fake.episode(70001)
                .event("examplecup")
                .at(NOON)
                .player("Alpha")
                .player("Beta", player -> player.discordTag("beta"))
                .helper("Hal", signUp -> signUp.language("fr").partner("Cleo").ready(true));
        episode.at(OffsetDateTime.parse("2026-09-01T09:30:00-04:00"))
                .broadcastAt(NOON.plus(Duration.ofMinutes(100)))
                .timezone("CEST")
                .swapPlayer("Beta", "Gamma")
                .player("Alpha", player -> player.displayName("Aleph").streamingFrom("aleph"))
                .helper("Hal", signUp -> signUp.displayName("Hall"))
                .event("othercup");
        JsonNode shown = get("/api/episode?id=70001");
        assertThat(shown.path("when").asText()).isEqualTo("2026-09-01T13:40:00+00:00");
        assertThat(shown.path("whenCountdown").asText()).isEqualTo("2026-09-01T09:30:00-04:00");
        assertThat(shown.path("timezone").asText()).isEqualTo("CEST");
        assertThat(shown.at("/event/slug").asText()).isEqualTo("othercup");
        assertThat(shown.at("/match1/players").findValuesAsText("displayName")).containsExactly("Aleph", "Gamma");
        assertThat(shown.at("/match1/players").findValuesAsText("id")).containsExactly("5001", "5003");
        assertThat(shown.at("/match1/players/1/discordTag").asText()).isEmpty();
        assertThat(shown.path("helpers").findValuesAsText("displayName")).containsExactly("Hall");
        episode.removePlayer("Gamma").removeSignUps("Hall").match2(match -> match.title("Game 2"));
        assertThat(get("/api/episode?id=70001").at("/match1/players")).hasSize(1);
        assertThat(get("/api/episode?id=70001").path("helpers")).isEmpty();
        assertThat(get("/api/episode?id=70001").at("/match2/id").asLong()).isEqualTo(700011);
        episode.withoutMatch2();
        assertThat(get("/api/episode?id=70001").path("match2").isNull()).isTrue();
        assertThatThrownBy(() -> episode.removePlayer("Gamma")).hasMessageContaining("no player \"Gamma\"");
    }

    @Test
    void crew_ofEveryTask_hasIdsOfItsOwn() throws Exception {
        FakeEpisode episode =
                fake.episode(70001).event("examplecup").at(NOON).title("Final").length(120);
        episode.commentator("Cleo")
                .commentator("Cleo")
                .tracker("Cleo")
                .broadcaster("Bo")
                .helper("Hal");
        episode.broadcaster(
                "Bo", signUp -> signUp.id(9).discordId("7").discordTag("bo").publicStream("bo_tv"));
        episode.tracker("Cleo", signUp -> signUp.approved(true)).approved(false).externalRestream(true);
        episode.channel(31, "No Stream", "norestream", "fr").raceAt(NOON.plusSeconds(600));
        JsonNode shown = get("/api/episode/?id=70001");
        assertThat(shown.path("commentators").findValuesAsText("id")).containsExactly("6001");
        assertThat(shown.path("trackers").findValuesAsText("id")).containsExactly("6002");
        assertThat(shown.path("helpers").findValuesAsText("id")).containsExactly("6004");
        assertThat(shown.at("/broadcasters/0"))
                .hasToString("{\"id\":9,\"displayName\":\"Bo\",\"discordId\":\"7\",\"discordTag\":\"bo\","
                        + "\"publicStream\":\"bo_tv\",\"approved\":false,\"ready\":false,\"partner\":\"\","
                        + "\"language\":\"en\"}");
        assertThat(shown.at("/trackers/0/approved").asBoolean()).isTrue();
        assertThat(shown.path("approved").asBoolean()).isFalse();
        assertThat(shown.path("externalRestream").asBoolean()).isTrue();
        assertThat(shown.path("title").asText()).isEqualTo("Final");
        assertThat(shown.path("length").asInt()).isEqualTo(120);
        assertThat(shown.path("whenCountdown").asText()).isEqualTo("2026-09-01T12:10:00+00:00");
        assertThat(shown.at("/channels/0/slug").asText()).isEqualTo("norestream");
        episode.removeSignUps("Cleo")
                .withoutChannels()
                .match1(match -> match.id(5).note("note"));
        episode.player("Alpha", player -> player.id(3).publicStream("alpha_tv"));
        episode.set("/match1/players/0", "odd");
        JsonNode later = get("/api/episode/?id=70001");
        assertThat(later.path("trackers")).isEmpty();
        assertThat(later.path("channels")).isEmpty();
        assertThat(later.path("match1"))
                .hasToString("{\"id\":5,\"title\":\"\",\"note\":\"note\",\"players\":[\"odd\"]}");
        episode.unset("/match1/players/0");
        assertThat(get("/api/episode/?id=70001").at("/match1/players")).isEmpty();
    }

    @Test
    void players_editedByName_changeInAllEpisodes() throws Exception {
        fake.episode(1).event("examplecup").at(NOON).player("Alpha").match2(match -> match.player("Alpha"));
        fake.episode(2).event("othercup").at(NOON).player("Beta").player("Alpha");
        fake.players("Alpha", player -> player.discordId("7"));
        assertThat(get("/api/schedule").findValuesAsText("discordId")).containsExactly("7", "7", "", "7");
    }

    @Test
    void set_anyField_sendsTheValueAsItIs() throws Exception {
        FakeEpisode episode = fake.episode(70001).event("examplecup").at(NOON).player("Alpha");
        episode.set("/when", "2026-02-30")
                .set("/match1/players/0/discordId", 472785637984960513L)
                .set("/channels", null)
                .set("/title", "\ud800 é")
                .set("/extra", List.of(1))
                .unset("/length");
        String body = send("/api/schedule").body();
        assertThat(body)
                .contains(
                        "\"when\":\"2026-02-30\"",
                        "\"discordId\":472785637984960513",
                        "\"channels\":null",
                        "\"title\":\"\\uD800 \\u00E9\"",
                        "\"extra\":[1]")
                .doesNotContain("length");
        assertThatThrownBy(() -> episode.set("/match2/id", 1)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> episode.set("", 1)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void remove_thenRestore_hidesAndShowsTheEpisode() throws Exception {
        FakeEpisode episode = fake.episode(70001).event("examplecup").at(NOON);
        episode.remove();
        assertThat(get("/api/schedule")).isEmpty();
        assertThat(get("/api/episode/?id=70001")).hasToString("{\"error\":\"Failed to find episode with id 70001.\"}");
        episode.restore();
        assertThat(get("/api/schedule")).hasSize(1);
    }

    @Test
    void schedule_withoutWindow_hasAnHourBackAnd72HoursAhead() throws Exception {
        fake.episode(1).event("examplecup").at(NOON.minusSeconds(3601));
        fake.episode(2).event("examplecup").at(NOON.minusSeconds(3600));
        fake.episode(3).event("examplecup").at(NOON.plus(Duration.ofDays(3)));
        fake.episode(4).event("examplecup").at(NOON.plus(Duration.ofHours(73)));
        assertThat(ids("/api/schedule/")).containsExactly(2, 3);
        assertThat(ids("/api/schedule/?event=examplecup")).containsExactly(2, 3);
        clock.advance(Duration.ofHours(1));
        assertThat(ids("/api/schedule/")).containsExactly(3, 4);
        fake.defaultWindow(Duration.ofHours(3), Duration.ZERO);
        assertThat(ids("/api/schedule/")).containsExactly(1, 2);
    }

    @Test
    void schedule_withWindow_isHonouredWithEventAndWithoutItIfSet() throws Exception {
        fake.episode(1).event("examplecup").at(NOON);
        fake.episode(2).event("examplecup").at(NOON.plus(Duration.ofDays(20)));
        fake.episode(3).event("othercup").at(NOON.plus(Duration.ofDays(20)));
        String window = "from=2026-09-10T00:00:00%2B00:00&to=2026-09-30T00:00:00Z";
        assertThat(ids("/api/schedule/?event=examplecup&" + window)).containsExactly(2);
        assertThat(ids("/api/schedule/?" + window)).containsExactly(1);
        fake.honourWindowWithoutEvent(true);
        assertThat(ids("/api/schedule/?" + window)).containsExactly(2, 3);
        fake.honourWindow(false);
        assertThat(ids("/api/schedule/?event=examplecup&" + window)).containsExactly(1);
        assertThat(fake.unexpected()).isEmpty();
    }

    @Test
    void schedule_withAPlusThatIsNotEncoded_isAnErrorAndUnexpected() throws Exception {
        fake.event("examplecup");
        assertThat(get("/api/schedule/?event=examplecup&from=2026-09-10T00:00:00+00:00"))
                .hasToString("{\"error\":\"Failed to parse date.\"}");
        assertThat(fake.unexpected()).singleElement().asString().contains("2026-09-10T00:00:00 00:00");
    }

    @Test
    void event_renamedOrInactive_changesTheSchedules() throws Exception {
        fake.episode(1).event("examplecup").at(NOON);
        fake.event("examplecup")
                .slug("newcup")
                .name("New Cup")
                .id(7)
                .shortName("New")
                .game("Game");
        assertThat(get("/api/schedule/?event=examplecup")).hasToString("{\"error\":\"Failed to find event.\"}");
        assertThat(get("/api/schedule/").at("/0/event/slug").asText()).isEqualTo("newcup");
        assertThat(get("/api/event/?slug=newcup").at("/0/name").asText()).isEqualTo("New Cup");
        fake.event("newcup").active(false).set("srtv", null);
        assertThat(get("/api/schedule/")).isEmpty();
        assertThat(get("/api/schedule/?event=newcup").at("/0/event/srtv").isNull())
                .isTrue();
    }

    @Test
    void event_ofUnknownSlug_isAnEmptyArrayOrAnError() throws Exception {
        assertThat(get("/api/event/?slug=nocup")).hasToString("[]");
        fake.unknownEventAsError(true);
        assertThat(get("/api/event?slug=nocup")).hasToString("{\"error\":\"Failed to find event.\"}");
    }

    @Test
    void path_ofTheOldForm_isNotFoundAndUnexpected() throws Exception {
        assertThat(send("/api/episode/70001").statusCode()).isEqualTo(404);
        assertThat(fake.unexpected()).containsExactly("#0 GET /api/episode/70001");
    }

    @Test
    void nextSchedules_ofFiles_areServedInOrderAndThenTheEpisodes(@TempDir Path folder) throws Exception {
        Path first = Files.writeString(folder.resolve("01.json"), "[ ]");
        Path second = Files.writeString(folder.resolve("02.json"), "not json");
        fake.nextSchedules(first, second).nextEpisode(bytes("{}")).nextEvent(bytes("[{}]"));
        assertThat(get("/api/event")).hasToString("[{}]");
        assertThat(send("/api/schedule").body()).isEqualTo("[ ]");
        assertThat(get("/api/episode")).hasToString("{}");
        assertThat(send("/api/schedule/").body()).isEqualTo("not json");
        assertThat(send("/api/schedule/").body()).isEqualTo("[]");
        assertThatThrownBy(() -> fake.nextSchedules(folder.resolve("03.json"))).hasMessageContaining("03.json");
    }

    @Test
    void replaceEpisodes_byASchedule_canBeEditedAndAskedForSingly() throws Exception {
        fake.episode(1).event("oldcup").at(NOON);
        fake.episode(2).event("oldcup").at(NOON).title("old");
        fake.replaceEpisodes(bytes("[{\"id\":2,\"when\":\"2026-09-01T12:00:00+00:00\",\"more\":true,"
                + "\"event\":{\"id\":5,\"slug\":\"examplecup\",\"name\":\"Example\",\"active\":true},"
                + "\"match1\":{\"players\":[{\"id\":5001,\"displayName\":\"Beta\"}]},"
                + "\"helpers\":[{\"id\":6001}]}]"));
        assertThat(ids("/api/schedule")).containsExactly(2);
        assertThat(get("/api/event?slug=examplecup").at("/0/id").asInt()).isEqualTo(5);
        fake.episode(2).player("Alpha").match2(match -> match.player("Beta")).helper("Hal");
        JsonNode shown = get("/api/episode?id=2");
        assertThat(shown.path("more").asBoolean()).isTrue();
        assertThat(shown.has("title")).isFalse();
        assertThat(shown.findValues("players"))
                .hasToString("[[{\"id\":5001,\"displayName\":\"Beta\"},"
                        + "{\"id\":5002,\"displayName\":\"Alpha\",\"discordId\":\"\",\"discordTag\":\"\",\"publicStream\":\"\","
                        + "\"streamingFrom\":\"\"}], [{\"id\":5001,\"displayName\":\"Beta\",\"discordId\":\"\","
                        + "\"discordTag\":\"\",\"publicStream\":\"\",\"streamingFrom\":\"\"}]]");
        assertThat(shown.at("/helpers/1/id").asInt()).isEqualTo(6002);
        for (String bad : List.of("{", "{}", "[1]", "[{\"id\":1}]")) {
            assertThatThrownBy(() -> fake.replaceEpisodes(bytes(bad)))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("nextSchedule");
        }
        assertThat(ids("/api/schedule")).containsExactly(2);
    }

    @Test
    void edit_whileARequestWaits_showsAllChangesOrNone() throws Exception {
        List<CompletableFuture<HttpResponse<String>>> waiting = new ArrayList<>();
        fake.edit(() -> {
            fake.episode(1).event("examplecup").at(NOON);
            waiting.add(HTTP.sendAsync(request("/api/schedule"), BodyHandlers.ofString()));
            fake.upstream().await(1, Duration.ofMinutes(1));
            fake.episode(1).player("Alpha");
        });
        String body = waiting.get(0).get(1, TimeUnit.MINUTES).body();
        assertThat(MAPPER.readTree(body).at("/0/match1/players")).hasSize(1);
        assertThat(body).isEqualTo("[" + fake.episode(1).json() + "]");
    }

    @Test
    void requests_haveTheirTimesByTheClock() throws Exception {
        assertThat(fake.shortestGap()).isEmpty();
        send("/api/schedule/");
        clock.advance(Duration.ofSeconds(90));
        send("/api/episode/?id=1");
        clock.advance(Duration.ofSeconds(60));
        send("/api/schedule/?event=examplecup");
        assertThat(fake.requests())
                .extracting(request -> request.at().toString())
                .containsExactly("2026-09-01T12:00:00Z", "2026-09-01T12:01:30Z", "2026-09-01T12:02:30Z");
        assertThat(fake.requests().get(2).query("event")).hasValue("examplecup");
        assertThat(fake.shortestGap()).hasValue(Duration.ofSeconds(60));
        fake.assertSpacing(Duration.ofSeconds(60));
        assertThatThrownBy(() -> fake.assertSpacing(Duration.ofSeconds(61)))
                .isInstanceOf(AssertionError.class)
                .hasMessage("request #2 GET /api/schedule/ came PT1M after #1 GET /api/episode/; "
                        + "it should be at least PT1M1S");
    }

    @Test
    void answerNext_beforeTheFeed_isSentOnce() throws Exception {
        fake.answerNext(Answer.of(500), Answer.tooManyRequests().retryAfter("1.5"));
        assertThat(send("/api/schedule/").statusCode()).isEqualTo(500);
        assertThat(send("/api/event/").headers().firstValue("Retry-After")).hasValue("1.5");
        assertThat(send("/api/schedule/").statusCode()).isEqualTo(200);
    }

    private List<Integer> ids(String path) throws Exception {
        List<Integer> ids = new ArrayList<>();
        get(path).forEach(episode -> ids.add(episode.path("id").asInt()));
        return ids;
    }

    private JsonNode get(String path) throws Exception {
        return MAPPER.readTree(send(path).body());
    }

    private HttpResponse<String> send(String path) throws Exception {
        return HTTP.send(request(path), BodyHandlers.ofString());
    }

    private HttpRequest request(String path) {
        return HttpRequest.newBuilder(URI.create(fake.uri() + path))
                .timeout(Duration.ofMinutes(1))
                .build();
    }

    private static List<String> keys(JsonNode object) {
        List<String> keys = new ArrayList<>();
        object.fieldNames().forEachRemaining(keys::add);
        return keys;
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
