// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.riot;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bracketwire.Secret;
import dev.bracketwire.riot.lol.LolMatch;
import dev.bracketwire.riot.lol.LolTimeline;
import dev.bracketwire.riot.tournament.TournamentSettings;
import dev.bracketwire.testkit.Answer;
import dev.bracketwire.testkit.Received;
import dev.bracketwire.testkit.riot.FakePlayer;
import dev.bracketwire.testkit.riot.FakeRiot;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class EndpointsTest {
    private static final Platform HOME = Platform.EUW1;

    private final FakeRiot fake = FakeRiot.builder().applicationLimit("1000:1").start();
    private final Riot riot =
            Riot.builder(Secret.of(fake.key())).base(fake.base()).build();
    private final FakePlayer ann = fake.player("Ann", "EUW", "euw1");
    private final FakePlayer bea = fake.player("Bea", "EUW", "euw1");
    private final Puuid puuid = new Puuid(ann.puuid());

    @AfterEach
    void close() {
        riot.close();
        fake.close();
    }

    private void answer(String path, String json) {
        fake.upstream().on("GET", path.replace("{puuid}", ann.puuid())).answers(Answer.json(json));
    }

    @Test
    void everyCall_isSentToTheRouteOfItsEndpoint() {
        try (EveryCall every = new EveryCall()) {
            assertThat(every.sent()).hasSizeGreaterThan(60);
            assertThat(every.sent())
                    .filteredOn(request -> request.path().contains("/match/"))
                    .extracting(Received::path)
                    .allMatch(path -> path.startsWith("/europe/"));
            assertThat(every.sent())
                    .filteredOn(request -> request.path().contains("/tournament"))
                    .extracting(Received::path)
                    .allMatch(path -> path.startsWith("/americas/"));
        }
    }

    @Test
    void tournament_fromProviderToResult() {
        URI callback = URI.create("https://cup.example.org/results");
        int provider = riot.tournaments().provider(HOME, callback).get();
        int cup = riot.tournaments().tournament(provider, "Cup").get();
        TournamentSettings settings = TournamentSettings.of(1)
                .pick("BLIND_PICK")
                .map("HOWLING_ABYSS")
                .spectators("NONE")
                .metadata("round 1")
                .allow(List.of(puuid, new Puuid(bea.puuid())));
        assertThat(settings.enoughPlayers()).isTrue();
        String code = riot.tournaments().codes(cup, 2, settings).get().get(1);
        assertThat(riot.tournaments().code(code).get()).satisfies(made -> {
            assertThat(made.metadata()).isEqualTo("round 1");
            assertThat(made.spectators()).isEqualTo("NONE");
            assertThat(made).hasToString("TournamentCode[" + code + "]");
        });
        riot.tournaments().change(code, settings.spectators("ALL")).get();
        riot.tournaments().change(code, TournamentSettings.of(5)).get();
        fake.join(code, ann);
        assertThat(riot.tournaments().lobby(code).get())
                .singleElement()
                .satisfies(event -> assertThat(event.puuid()).isEqualTo(puuid));
        fake.play(code, List.of(ann, bea));
        assertThat(riot.tournaments().games(code).get()).singleElement().satisfies(game -> {
            assertThat(game.winningTeam().get(0).puuid()).isEqualTo(puuid);
            assertThat(game.date()).isEqualTo(Instant.parse("2026-01-01T00:00:00Z"));
        });
        assertThat(riot.tournamentStub().provider(Platform.KR, callback).get()).isPositive();
        assertThat(riot.tournamentStub().codes(1, 1, settings).get()).hasSize(1);
        assertThat(riot.tournamentStub().code(code).get().spectators()).isNull();
    }

    @Test
    void lobby_eventWithoutPlayer_hasNoPuuid() {
        answer(
                "/americas/lol/tournament/v5/lobby-events/by-code/x",
                "{\"eventList\":[{\"timestamp\":\"1\",\"eventType\":\"PracticeGameCreatedEvent\",\"puuid\":null}]}");
        assertThat(riot.tournaments().lobby("x").get())
                .singleElement()
                .satisfies(event -> assertThat(event.puuid()).isNull());
    }

    @Test
    void challenges_areRead() {
        String api = "/euw1/lol/challenges/v1";
        answer(
                api + "/challenges/config",
                "[{\"id\":1,\"localizedNames\":{\"en_GB\":{\"name\":\"n\"}},\"state\":\"NEW_STATE\",\"leaderboard\":true,"
                        + "\"thresholds\":{\"IRON\":1.5}}]");
        answer(api + "/challenges/percentiles", "{\"1\":{\"IRON\":0.25}}");
        answer(api + "/challenges/1/percentiles", "{\"IRON\":0.25}");
        answer(
                api + "/challenges/1/leaderboards/by-level/MASTER",
                "[{\"puuid\":\"" + ann.puuid() + "\",\"value\":2.5,\"position\":1}]");
        answer(
                api + "/player-data/{puuid}",
                "{\"challenges\":[{\"percentile\":0.5,\"value\":1,\"challengeId\":1,\"level\":\"IRON\"}],"
                        + "\"preferences\":{},\"totalPoints\":{\"level\":\"IRON\",\"current\":1,\"max\":2},"
                        + "\"categoryPoints\":{\"VETERANCY\":{\"level\":\"IRON\",\"current\":1,\"max\":2}}}");
        Challenges challenges = riot.lol().challenges();
        assertThat(challenges.all(HOME).get())
                .singleElement()
                .satisfies(one -> assertThat(one.state() + one.thresholds()).isEqualTo("NEW_STATE{IRON=1.5}"));
        assertThat(challenges.percentiles(HOME).get()).isEqualTo(Map.of(1L, Map.of("IRON", 0.25)));
        assertThat(challenges.percentiles(HOME, 1).get()).containsEntry("IRON", 0.25);
        assertThat(challenges.leaders(HOME, 1, "MASTER", 3).get())
                .singleElement()
                .satisfies(leader -> assertThat(leader.puuid()).isEqualTo(puuid));
        assertThat(challenges.of(HOME, puuid).get().categoryPoints()).containsKey("VETERANCY");
        assertThat(challenges.find(HOME, 7).get()).isEmpty();
    }

    @Test
    void masteries_areRead() {
        String api = "/euw1/lol/champion-mastery/v4";
        String one = "{\"championId\":1,\"championLevel\":7,\"lastPlayTime\":1,\"nextSeasonMilestone\":"
                + "{\"requireGradeCounts\":{\"A\":1},\"rewardMarks\":1,\"bonus\":false,\"totalGamesRequires\":1,"
                + "\"rewardConfig\":{\"rewardValue\":\"v\",\"rewardType\":\"t\",\"maximumReward\":2}}}";
        answer(api + "/champion-masteries/by-puuid/{puuid}", "[" + one + "]");
        answer(api + "/champion-masteries/by-puuid/{puuid}/top", "[" + one + "]");
        answer(api + "/champion-masteries/by-puuid/{puuid}/by-champion/1", one);
        answer(api + "/scores/by-puuid/{puuid}", "42");
        assertThat(riot.lol().masteries(HOME, puuid).get())
                .isEqualTo(riot.lol().topMasteries(HOME, puuid, 1).get())
                .singleElement()
                .satisfies(mastery -> assertThat(mastery.puuid()).isNull());
        assertThat(riot.lol().findMastery(HOME, puuid, 1).get()).isPresent();
        assertThat(riot.lol().findMastery(HOME, puuid, 2).get()).isEmpty();
        assertThat(riot.lol().masteryScore(HOME, puuid).get()).isEqualTo(42);
    }

    @Test
    void lolMatch_isRead() {
        MatchId id = MatchId.parse(fake.lolMatch(List.of(ann, bea)));
        LolMatch match = riot.lol().match(id).get();
        assertThat(match.id()).isEqualTo(id);
        assertThat(match.info().date()).isEqualTo(Instant.parse("2026-01-01T00:00:00Z"));
        assertThat(match.info().length()).isEqualTo(Duration.ofMinutes(30));
        assertThat(match.of(puuid).flatMap(LolMatch.Participant::riotId)).contains(new RiotId("Ann", "EUW"));
        assertThat(match.of(puuid).orElseThrow().more()).containsKey("perks");
        answer(
                "/europe/lol/match/v5/matches/EUW1_9",
                "{\"metadata\":{\"matchId\":\"EUW1_9\"},\"info\":{\"gameDuration\":60000,\"participants\":["
                        + "{\"puuid\":\"" + ann.puuid()
                        + "\",\"riotIdGameName\":\"\",\"riotIdName\":\"Old\",\"riotIdTagline\":\"EUW\"}]}}");
        LolMatch old = riot.lol().match(MatchId.parse("EUW1_9")).get();
        assertThat(old.info().length()).isEqualTo(Duration.ofMinutes(1));
        assertThat(old.of(puuid).flatMap(LolMatch.Participant::riotId)).contains(new RiotId("Old", "EUW"));
    }

    @Test
    void timelineAndReplays_areRead() {
        answer(
                "/europe/lol/match/v5/matches/EUW1_9/timeline",
                "{\"metadata\":{\"matchId\":\"EUW1_9\"},\"info\":{\"frameInterval\":60000,\"frames\":[{\"timestamp\":0,"
                        + "\"events\":[{\"timestamp\":1,\"type\":\"NEW_EVENT\",\"position\":{\"x\":1,\"y\":2}}],"
                        + "\"participantFrames\":{\"1\":{\"level\":3,\"championStats\":{\"armor\":1}}}}]}}");
        LolTimeline timeline = riot.lol().timeline(MatchId.parse("EUW1_9")).get();
        LolTimeline.Frame frame = timeline.info().frames().get(0);
        assertThat(frame.events().get(0).type()).isEqualTo("NEW_EVENT");
        assertThat(frame.participantFrames().get("1"))
                .satisfies(state -> assertThat(String.valueOf(state)).contains("level=3", "armor=1"));
        answer("/europe/lol/match/v5/matches/by-puuid/{puuid}/replays", "{\"total\":1,\"matchFileURLs\":[\"u\"]}");
        assertThat(riot.lol().replays(HOME, puuid).get().files()).containsExactly("u");
    }

    @Test
    void status_andLadders_areRead() {
        answer(
                "/euw1/lol/status/v4/platform-data",
                "{\"id\":\"EUW1\",\"incidents\":[{\"id\":1,\"titles\":[{\"locale\":\"en_GB\",\"content\":\"slow\"}],"
                        + "\"updates\":[{\"id\":2,\"author\":\"a\",\"publish\":true,\"translations\":[]}]}]}");
        assertThat(riot.lol().status(HOME).get().incidents())
                .singleElement()
                .satisfies(note -> assertThat(note.titles().get(0).content()).isEqualTo("slow"));
        answer(
                "/euw1/tft/league/v1/rated-ladders/RANKED_TFT_TURBO/top",
                "[{\"puuid\":\"" + ann.puuid() + "\",\"ratedTier\":\"ORANGE\",\"ratedRating\":5000,\"wins\":9}]");
        assertThat(riot.tft().hyperRoll(HOME).get())
                .singleElement()
                .satisfies(best -> assertThat(best.ratedRating()).isEqualTo(5000));
        fake.upstream()
                .on("GET", "/euw1/tft/league/v1/entries/GOLD/II")
                .answers(
                        Answer.json(
                                "[{\"puuid\":\"" + ann.puuid() + "\",\"queueType\":\"RANKED_TFT\",\"tier\":\"GOLD\"}]"),
                        Answer.json("[]"));
        assertThat(riot.tft().ranked(HOME, "RANKED_TFT", "GOLD", "II")).hasSize(1);
        answer(
                "/euw1/lol/league/v4/leagues/x",
                "{\"leagueId\":\"x\",\"tier\":\"GOLD\",\"entries\":[{\"puuid\":\"" + ann.puuid()
                        + "\",\"rank\":\"I\",\"miniSeries\":{\"losses\":0,\"progress\":\"WLN\",\"target\":2,\"wins\":1}}]}");
        assertThat(riot.lol()
                        .findLeague(HOME, "x")
                        .get()
                        .orElseThrow()
                        .entries()
                        .get(0)
                        .miniSeries())
                .isNotNull();
    }
}
