// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.riot;

import dev.bracketwire.Secret;
import dev.bracketwire.connector.health.Checklist;
import dev.bracketwire.connector.health.Diagnosis;
import dev.bracketwire.riot.tft.TftMatch;
import dev.bracketwire.riot.tft.TftRank;
import dev.bracketwire.riot.tft.TftStats;
import dev.bracketwire.riot.tournament.TournamentSettings;
import dev.bracketwire.testkit.riot.FakePlayer;
import dev.bracketwire.testkit.riot.FakeRiot;
import java.net.URI;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;

/** The code of the guide and of the Javadoc, as far as it speaks of the client. */
@SuppressWarnings({"UnusedVariable", "try"}) // as a reader would write it
final class ClientExamples {
    private ClientExamples() {}

    static void client() {
        try (Riot riot = Riot.create(Secret.env("RIOT_API_KEY"))) {
            Account ann = riot.account(RiotId.parse("Ann#EUW")).get();
            Platform home = riot.platform(ann.puuid(), Game.TFT).get();
            List<TftRank> ranks = riot.tft().ranks(home, ann.puuid()).get();
            for (TftMatch match : riot.tft().matches(home, ann.puuid(), MatchFilter.all())) {
                System.out.println(match.id());
            }
        }
    }

    static void filter() {
        MatchFilter thisYear = MatchFilter.all().since(Instant.parse("2026-01-01T00:00:00Z"));
    }

    static void settings() {
        TournamentSettings five =
                TournamentSettings.of(5).pick("TOURNAMENT_DRAFT").spectators("LOBBYONLY");
    }

    static void limits(Secret key) {
        Riot riot = Riot.builder(key)
                .near(Region.AMERICAS)
                .limitsKeptIn(Path.of("riot-limits.txt"))
                .share(0.5)
                .spread()
                .build();
        riot.limits().forEach(System.out::println);
    }

    static void many(Riot riot, Platform home, Account ann, List<RiotId> names, List<Puuid> players) {
        for (Lookup each : riot.accounts(names).get()) {
            String said = each.fold(
                    one -> one.name() + " is " + one.account().puuid(),
                    nobody -> nobody.name() + " is nobody",
                    failed -> failed.name() + ": " + failed.why().getMessage());
            System.out.println(said);
        }
        Map<Puuid, List<TftMatch>> histories =
                riot.tft().histories(home, players, MatchFilter.all(), 50).get();
        TftStats stats = TftStats.of(ann.puuid(), riot.tft().matches(home, ann.puuid(), MatchFilter.all()));
        OptionalDouble average = stats.averagePlacement();
        Map<Integer, TftStats> bySet = stats.bySet();
    }

    static void tournament(Riot riot, URI callback) {
        int provider = riot.tournaments().provider(Platform.EUW1, callback).get();
        int cup = riot.tournaments().tournament(provider, "Cup").get();
        List<String> codes =
                riot.tournaments().codes(cup, 8, TournamentSettings.of(5)).get();
    }

    static void testing() {
        try (FakeRiot fake = FakeRiot.start();
                Riot riot =
                        Riot.builder(Secret.of(fake.key())).base(fake.base()).build()) {
            FakePlayer ann = fake.player("Ann", "EUW", "euw1").rank("RANKED_TFT", "GOLD", "II", 40);
            fake.tftMatch(List.of(ann));
            Account account = riot.account(RiotId.parse("Ann#EUW")).get();
        }
    }

    static void inUse(Riot riot) {
        Diagnosis diagnosis = riot.connector(Platform.EUW1).diagnose().get();
        Checklist checklist = Checklist.of(riot.connector(Platform.EUW1), riot.connector(Region.EUROPE));
    }
}
