// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.riot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.bracketwire.ConfigurationException;
import dev.bracketwire.ForbiddenException;
import dev.bracketwire.MalformedReplyException;
import dev.bracketwire.NotFoundException;
import dev.bracketwire.Secret;
import dev.bracketwire.UnauthorizedException;
import dev.bracketwire.UnavailableException;
import dev.bracketwire.connector.health.Checklist;
import dev.bracketwire.connector.health.ChecklistItem;
import dev.bracketwire.testkit.Answer;
import dev.bracketwire.testkit.riot.FakePlayer;
import dev.bracketwire.testkit.riot.FakeRiot;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import org.assertj.core.groups.Tuple;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class RiotTest {
    private final FakeRiot fake = FakeRiot.builder().applicationLimit("500:10").start();
    private final Riot riot =
            Riot.builder(Secret.of(fake.key())).base(fake.base()).build();
    private final FakePlayer ann = fake.player("Ann", "EUW", "euw1");
    private final Puuid puuid = new Puuid(ann.puuid());

    @AfterEach
    void close() {
        riot.close();
        fake.close();
    }

    @Test
    void account_ofName_isFoundHoweverItIsWritten() {
        Account account = riot.account(RiotId.parse("aNn#euw")).get();
        assertThat(account).isEqualTo(new Account(puuid, new RiotId("Ann", "EUW")));
        assertThat(riot.account(puuid).get()).isEqualTo(account);
        fake.upstream()
                .assertReceived("GET", "/europe/riot/account/v1/accounts/by-riot-id/aNn/euw")
                .times(1);
    }

    @Test
    void connector_ofAPlatform_isDiagnosedAndListed() {
        try (Riot watched = Riot.builder(Secret.of(fake.key()))
                .base(fake.base())
                .attest(ChecklistItem.NOTICES, "Ann", LocalDate.now(ZoneOffset.UTC))
                .build()) {
            assertThat(watched.connector(Platform.EUW1).health().get().isUp()).isTrue();
            assertThat(watched.connector(Platform.EUW1).diagnose().get().isHealthy())
                    .isTrue();
            Checklist checklist = Checklist.of(watched.connector(Platform.EUW1), watched.connector(Region.EUROPE));
            assertThat(checklist.entries())
                    .filteredOn(entry -> entry.state() == Checklist.State.MET)
                    .extracting(Checklist.Entry::connector, Checklist.Entry::duty)
                    .contains(
                            Tuple.tuple("riot-euw1", ChecklistItem.HEALTH),
                            Tuple.tuple("riot-euw1", ChecklistItem.LIMITS),
                            Tuple.tuple("riot-europe", ChecklistItem.NOTICES),
                            Tuple.tuple("riot-europe", ChecklistItem.DOCUMENTATION));
        }
    }

    @Test
    void account_unknownName_isNotFound() {
        assertThatThrownBy(() -> riot.account(RiotId.parse("Nobody#EUW")).get())
                .isInstanceOf(NotFoundException.class)
                .hasMessageContaining("nobody has this Riot ID now")
                .hasMessageNotContaining("Nobody");
    }

    @Test
    void account_nameOfEveryKind_isOnePartOfThePath() {
        for (String name : List.of("Ann Bee", "日本語", "a%2Fb", "?x=1", "a..b")) {
            fake.player(name, "T ag", "euw1");
            assertThat(riot.account(new RiotId(name, "T ag")).get().riotId()).isEqualTo(new RiotId(name, "T ag"));
        }
        assertThat(fake.upstream().unexpected()).isEmpty();
    }

    @Test
    void account_withoutNameAndTag_hasNoName() {
        fake.upstream()
                .on("GET", "/europe/riot/account/v1/accounts/by-puuid/" + ann.puuid())
                .answers(Answer.json("{\"puuid\":\"" + ann.puuid() + "\",\"gameName\":\"\",\"tagLine\":\"\"}"));
        assertThat(riot.account(puuid).get().riotId()).isNull();
    }

    @Test
    void account_notFoundThoughItPlays_takesTheNameOfTheLatestMatch() {
        fake.upstream()
                .on("GET", "/europe/riot/account/v1/accounts/by-puuid/" + ann.puuid())
                .answers(Answer.json("{\"status\":{\"message\":\"Data not found\"}}")
                        .status(404));
        assertThatThrownBy(() -> riot.account(puuid).fresh().get())
                .isInstanceOf(NotFoundException.class)
                .hasMessageContaining("no account with this PUUID");

        fake.tftMatch(List.of(ann));
        assertThat(riot.account(puuid).fresh().get().riotId()).isEqualTo(new RiotId("Ann", "EUW"));
        fake.lolMatch(List.of(ann));
        assertThat(riot.account(puuid).fresh().get().riotId()).isEqualTo(new RiotId("Ann", "EUW"));
    }

    @Test
    void account_notFoundInItsRegion_isSearchedInAllRegions() {
        fake.upstream()
                .on("GET", "/europe/riot/account/v1/accounts/by-puuid/" + ann.puuid())
                .answers(Answer.of(404));
        fake.tftMatch(List.of(ann.move("oc1")));
        for (String region : List.of("europe", "americas", "asia", "sea")) {
            fake.upstream()
                    .on("GET", "/" + region + "/lol/match/v5/matches/by-puuid/{puuid}/ids")
                    .answers(Answer.of(403));
        }
        assertThat(riot.account(puuid).get().riotId()).isEqualTo(new RiotId("Ann", "EUW"));
        fake.upstream()
                .assertReceived("GET", "/sea/tft/match/v1/matches/by-puuid/{puuid}/ids")
                .times(1);
    }

    @Test
    void account_isRequestedFromTheNearestRegion() {
        for (Region near : Region.values()) {
            try (Riot other = Riot.builder(Secret.of(fake.key()))
                    .base(fake.base())
                    .near(near)
                    .build()) {
                assertThat(other.account(puuid).get().puuid()).isEqualTo(puuid);
                assertThat(other.account(RiotId.parse("Ann#EUW")).get().puuid()).isEqualTo(puuid);
            }
        }
        assertThat(fake.upstream().received())
                .extracting(request -> request.path().split("/", -1)[1])
                .containsOnly("americas", "asia", "europe");
    }

    @Test
    void esports_matchesOfTft_areInRegionsOfTheirOwn() {
        fake.upstream()
                .on("GET", "/esportseu/tft/match/v1/matches/by-puuid/" + ann.puuid() + "/ids")
                .answers(Answer.json("[\"TFTESPORTS_1\"]"));
        fake.upstream()
                .on("GET", "/esportseu/tft/match/v1/matches/TFTESPORTS_1")
                .answers(Answer.json("{\"metadata\":{\"match_id\":\"TFTESPORTS_1\"},\"info\":{}}"));
        assertThat(riot.tft().matchIds(Region.ESPORTSEU, puuid, MatchFilter.all()))
                .containsExactly("TFTESPORTS_1");
        assertThat(riot.tft().matches(Region.ESPORTSEU, puuid, MatchFilter.all()))
                .extracting(match -> match.metadata().matchId())
                .containsExactly("TFTESPORTS_1");
        assertThat(riot.tft()
                        .match(Region.ESPORTSEU, "TFTESPORTS_1")
                        .get()
                        .info()
                        .participants())
                .isEmpty();
    }

    @Test
    void account_ofToken_isSentWithBoth() {
        assertThat(riot.account(Secret.of(ann.puuid())).get().puuid()).isEqualTo(puuid);
        fake.upstream().on("GET", "/europe/riot/account/v1/accounts/me").answers(Answer.of(404));
        assertThatThrownBy(() -> riot.account(Secret.of(ann.puuid())).get()).hasMessageContaining("no Riot ID yet");
    }

    @Test
    void puuid_ofAnotherKey_throwsPuuidFromOtherKey() {
        assertThatThrownBy(() -> riot.account(new Puuid("x".repeat(78))).get())
                .isInstanceOf(PuuidFromOtherKeyException.class)
                .hasMessageContaining("another API key")
                .hasMessageNotContaining("xxx");
    }

    @Test
    void puuid_short_isRefusedAndAskedForOnceMore() {
        String good = "{\"puuid\":\"" + ann.puuid()
                + "\",\"profileIconId\":7,\"revisionDate\":1,\"summonerLevel\":2,\"new\":[1]}";
        String path = "/euw1/tft/summoner/v1/summoners/by-puuid/" + ann.puuid();
        fake.upstream()
                .on("GET", path)
                .answers(Answer.json(good.replace(ann.puuid(), "c1a5d7e2-short")), Answer.json(good));
        Summoner summoner = riot.tft().summoner(Platform.EUW1, puuid).get();
        assertThat(summoner.profileIconId()).isEqualTo(7);
        assertThat(summoner.more()).containsEntry("new", List.of(1));

        fake.upstream().on("GET", path).answers(Answer.json(good.replace(ann.puuid(), "12345")));
        assertThatThrownBy(
                        () -> riot.tft().summoner(Platform.EUW1, puuid).fresh().get())
                .isInstanceOf(MalformedReplyException.class);
        fake.upstream().assertReceived("GET", path).times(4);
    }

    @Test
    void platform_isWhereTheAccountPlays() {
        assertThat(riot.platform(puuid, Game.TFT).get()).isEqualTo(Platform.EUW1);
        ann.move("na1");
        assertThat(riot.platform(puuid, Game.TFT).get()).isEqualTo(Platform.EUW1);
        assertThat(riot.platform(puuid, Game.TFT).fresh().get()).isEqualTo(Platform.NA1);
        assertThat(riot.findShard(puuid, ShardGame.VAL).get()).contains("eu");
    }

    @Test
    void platform_regionLookupFails_isSearchedOnAllPlatforms() {
        String path = "/europe/riot/account/v1/region/by-game/lol/by-puuid/" + ann.puuid();
        fake.upstream().on("GET", path).answers(Answer.json("{\"status\":{}}").status(500));
        for (int i = 0; i < 40; i++) {
            assertThat(riot.platform(puuid, Game.LOL).get()).isEqualTo(Platform.EUW1);
        }
        fake.upstream().assertReceived("GET", path).times(80);

        assertThat(riot.account(puuid).get().puuid()).as("no breaker is open").isEqualTo(puuid);
        ann.move("pbe1");
        assertThatThrownBy(() -> riot.platform(puuid, Game.LOL).fresh().get())
                .isInstanceOf(NotFoundException.class)
                .hasMessageContaining("plays on no platform");
    }

    @Test
    void key_missingOrExpired_saysWhatToDo() {
        try (Riot other =
                Riot.builder(Secret.of("RGAPI-expired")).base(fake.base()).build()) {
            assertThatThrownBy(() -> other.account(RiotId.parse("Ann#EUW")).get())
                    .isInstanceOf(ForbiddenException.class)
                    .hasMessageContaining("development key")
                    .hasMessageNotContaining("RGAPI");
        }
        fake.upstream()
                .on("GET", "/europe/riot/account/v1/accounts/by-riot-id/Ann/EUW")
                .answers(Answer.of(401));
        assertThatThrownBy(() -> riot.account(RiotId.parse("Ann#EUW")).get())
                .isInstanceOf(UnauthorizedException.class)
                .hasMessageContaining("the key is missing");
    }

    @Test
    void matches_areHandedOutLatestFirst() {
        for (int i = 0; i < 45; i++) {
            fake.tftMatch(List.of(ann, fake.player("P" + i, "X", "euw1")));
        }
        List<MatchId> ids = riot.tft().matchIds(Platform.EUW1, puuid, MatchFilter.all()).stream()
                .toList();
        assertThat(ids).hasSize(45);
        assertThat(riot.tft().matches(Platform.EUW1, puuid, MatchFilter.all()))
                .extracting(match -> match.id())
                .containsExactlyElementsOf(ids);
        MatchId first = ids.get(44);
        assertThat(riot.tft().match(first).get().of(puuid).orElseThrow().placement())
                .isEqualTo(1);
        assertThat(riot.tft()
                        .matchIds(
                                Platform.EUW1,
                                puuid,
                                MatchFilter.all()
                                        .until(riot.tft()
                                                .match(first)
                                                .get()
                                                .info()
                                                .date()))
                        .toList(10)
                        .get())
                .containsExactly(first);
        assertThatThrownBy(() -> riot.tft()
                        .matches(Platform.EUW1, puuid, MatchFilter.all().queue(1100)))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void match_unknown_isNotFound() {
        assertThatThrownBy(() -> riot.lol().match(MatchId.parse("EUW1_1")).get())
                .isInstanceOf(NotFoundException.class);
    }

    @Test
    void games_andLeagues_mayBeMissing() {
        assertThat(riot.tft().findGame(Platform.EUW1, puuid).get()).isEmpty();
        ann.playing(true);
        assertThat(riot.tft().findGame(Platform.EUW1, puuid).get())
                .map(LiveGame::participants)
                .hasValueSatisfying(
                        players -> assertThat(players.get(0).puuid()).isEqualTo(puuid));
        assertThat(riot.lol().findGame(Platform.EUW1, puuid).get()).isPresent();
        assertThat(riot.tft().findLeague(Platform.EUW1, "none").get()).isEqualTo(Optional.empty());
    }

    @Test
    void ranks_areOfEachGame() {
        ann.rank("RANKED_TFT", "CHALLENGER", "I", 900).rank("RANKED_SOLO_5x5", "GOLD", "II", 40);
        assertThat(riot.tft().ranks(Platform.EUW1, puuid).get())
                .singleElement()
                .satisfies(rank -> assertThat(rank.tier() + rank.leaguePoints()).isEqualTo("CHALLENGER900"));
        assertThat(riot.lol().ranks(Platform.EUW1, puuid).get())
                .singleElement()
                .satisfies(rank -> assertThat(rank.rank()).isEqualTo("II"));
        assertThat(riot.tft().challenger(Platform.EUW1, "RANKED_TFT").get().entries())
                .singleElement()
                .satisfies(entry -> assertThat(entry.puuid()).isEqualTo(puuid));
        assertThat(riot.tft().master(Platform.EUW1, "RANKED_TFT").get().leagueId())
                .isNull();
        assertThat(riot.tft().status(Platform.EUW1).get().incidents()).isEmpty();
    }

    @Test
    void findGame_upstreamFails_throws() {
        fake.upstream()
                .on("GET", "/euw1/lol/spectator/tft/v5/active-games/by-puuid/" + ann.puuid())
                .answers(Answer.of(503));
        assertThatThrownBy(() -> riot.tft().findGame(Platform.EUW1, puuid).get())
                .isInstanceOf(UnavailableException.class);
    }

    @Test
    void close_then_saysSo() {
        riot.close();
        riot.close();
        assertThatThrownBy(() -> riot.account(puuid).get())
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("closed");
        assertThat(riot).hasToString("Riot[key " + riot.keyFingerprint() + "]");
        assertThat(riot.keyFingerprint()).hasSize(32).doesNotContain("RGAPI");
    }

    @Test
    void build_reportsAllProblems() {
        assertThatThrownBy(() -> Riot.builder(Secret.of("k"))
                        .base("http://localhost")
                        .share(0)
                        .build())
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("base")
                .hasMessageContaining("share");
        assertThatThrownBy(() ->
                        Riot.builder(Secret.of("k")).base("no url {route}").build())
                .isInstanceOf(ConfigurationException.class);
        assertThatThrownBy(() -> Riot.builder(Secret.of("k"))
                        .base("http://riot.example.org/{route}")
                        .build())
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("https");
    }
}
