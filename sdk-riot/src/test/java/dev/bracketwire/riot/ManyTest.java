// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.riot;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bracketwire.Secret;
import dev.bracketwire.riot.tft.TftMatch;
import dev.bracketwire.riot.tft.TftStats;
import dev.bracketwire.testkit.Answer;
import dev.bracketwire.testkit.riot.FakePlayer;
import dev.bracketwire.testkit.riot.FakeRiot;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ManyTest {
    private final FakeRiot fake = FakeRiot.builder().applicationLimit("2000:1").start();
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

    @Test
    void accounts_ofMany_reportEachOutcome() {
        fake.upstream()
                .on("GET", "/europe/riot/account/v1/accounts/by-riot-id/Broken/EUW")
                .answers(Answer.of(400));
        List<Lookup> found = riot.accounts(
                        List.of(new RiotId("Bea", "EUW"), new RiotId("Nobody", "EUW"), new RiotId("Broken", "EUW")))
                .get();
        assertThat(found)
                .extracting(lookup -> lookup.<String>fold(
                        one -> one.account().puuid().value(),
                        one -> one.name() + " missing",
                        one -> one.name() + " " + one.why().getClass().getSimpleName()))
                .containsExactly(bea.puuid(), "Nobody#EUW missing", "Broken#EUW RejectedException");
    }

    @Test
    void matches_ofManyPlayers_areFetchedOnce() {
        List<String> ids = List.of(
                fake.tftMatch(List.of(ann, bea)), fake.tftMatch(List.of(bea, ann)), fake.tftMatch(List.of(bea)));
        Map<Puuid, List<TftMatch>> histories = riot.tft()
                .histories(Platform.EUW1, List.of(puuid, new Puuid(bea.puuid())), MatchFilter.all(), 10)
                .get();
        assertThat(histories.get(puuid)).hasSize(2);
        assertThat(histories.get(new Puuid(bea.puuid()))).hasSize(3);
        ids.forEach(id -> fake.upstream()
                .assertReceived("GET", "/europe/tft/match/v1/matches/" + id)
                .times(1));
    }

    @Test
    void stats_countPlacements() {
        List<FakePlayer> players = new ArrayList<>(Collections.nCopies(7, bea));
        for (int place : new int[] {1, 1, 3, 8}) {
            players.add(place - 1, ann);
            fake.tftMatch(players);
            players.remove(place - 1);
        }
        List<TftMatch> matches = riot.tft().matches(Platform.EUW1, puuid, MatchFilter.all()).stream()
                .toList();
        TftStats stats = TftStats.of(puuid, matches);
        assertThat(stats.games()).isEqualTo(4);
        assertThat(stats.placements()).containsExactly(2, 0, 1, 0, 0, 0, 0, 1);
        assertThat(stats.averagePlacement()).hasValue(3.25);
        assertThat(stats.topFourRate()).hasValue(0.75);
        assertThat(stats.winRate()).hasValue(0.5);
        assertThat(stats.bySet()).containsOnlyKeys(18);
        assertThat(stats.byQueue()).containsOnlyKeys(1100);
        assertThat(stats).hasToString("TftStats[4 games, placements [2, 0, 1, 0, 0, 0, 0, 1]]");

        TftStats none = TftStats.of(new Puuid("x".repeat(78)), matches);
        assertThat(none.games()).isZero();
        assertThat(none.averagePlacement()).isEmpty();
        assertThat(none.winRate()).isEmpty();
    }

    @Test
    void stats_abortedMatch_doesNotCount() {
        String id = fake.tftMatch(List.of(ann));
        TftMatch match = riot.tft().match(MatchId.parse(id)).get();
        TftMatch.Info info = match.info();
        TftMatch aborted = new TftMatch(
                match.metadata(),
                new TftMatch.Info(
                        "Abort_TooFewPlayers",
                        info.gameCreation(),
                        info.gameId(),
                        info.gameDatetime(),
                        info.gameLength(),
                        info.gameVersion(),
                        info.gameVariation(),
                        info.mapId(),
                        info.participants(),
                        info.queueId(),
                        info.queue(),
                        info.tftGameType(),
                        info.tftSetCoreName(),
                        info.tftSetNumber(),
                        Map.of()),
                Map.of());
        assertThat(TftStats.of(puuid, List.of(match, aborted)).games()).isEqualTo(1);
    }
}
