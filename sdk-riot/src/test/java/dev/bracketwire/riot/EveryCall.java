// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.riot;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bracketwire.BracketwireException;
import dev.bracketwire.Call;
import dev.bracketwire.Pages;
import dev.bracketwire.Secret;
import dev.bracketwire.connector.CachePolicy;
import dev.bracketwire.riot.tournament.TournamentSettings;
import dev.bracketwire.testkit.Received;
import dev.bracketwire.testkit.riot.FakePlayer;
import dev.bracketwire.testkit.riot.FakeRiot;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** Sends everything that can be sent, once. */
final class EveryCall implements AutoCloseable {
    private static final MatchFilter FILTER =
            MatchFilter.all().since(Instant.EPOCH).until(Instant.parse("2030-01-01T00:00:00Z"));
    private static final String TFT = "RANKED_TFT";
    private static final String SOLO = "RANKED_SOLO_5x5";

    private final FakeRiot fake = FakeRiot.builder().applicationLimit("10000:1").start();
    private final Riot riot = Riot.builder(Secret.of(fake.key()))
            .base(fake.base())
            .cache(CachePolicy.off())
            .build();
    private final FakePlayer player = fake.player("Ann", "EUW", "euw1")
            .rank(TFT, "CHALLENGER", "I", 1)
            .rank(SOLO, "GOLD", "II", 2)
            .playing(true);
    private final Puuid puuid = new Puuid(player.puuid());

    EveryCall() {
        MatchId tftMatch = MatchId.parse(fake.tftMatch(List.of(player)));
        MatchId lolMatch = MatchId.parse(fake.lolMatch(List.of(player)));
        Platform home = Platform.EUW1;
        Secret token = Secret.of(player.puuid());
        run(riot.account(new RiotId("Ann", "EUW")), riot.account(puuid), riot.account(token));
        run(riot.platform(puuid, Game.TFT), riot.platform(puuid, Game.LOL), riot.findShard(puuid, ShardGame.VAL));
        run(riot.findShard(puuid, ShardGame.LOR), riot.findShard(puuid, ShardGame.TWO_XKO));
        Tft tft = riot.tft();
        run(tft.summoner(home, puuid), tft.summoner(home, token), tft.ranks(home, puuid));
        run(tft.challenger(home, TFT), tft.grandmaster(home, TFT), tft.master(home, "RANKED_TFT_DOUBLE_UP"));
        run(tft.findLeague(home, "id"), tft.hyperRoll(home), tft.match(tftMatch), tft.status(home));
        run(tft.findGame(home, puuid));
        pages(tft.ranked(home, TFT, "GOLD", "II"), tft.matchIds(home, puuid, FILTER), tft.matches(home, puuid, FILTER));
        Lol lol = riot.lol();
        run(lol.summoner(home, puuid), lol.summoner(home, token), lol.ranks(home, puuid), lol.replays(home, puuid));
        run(lol.challenger(home, SOLO), lol.grandmaster(home, SOLO), lol.master(home, "RANKED_FLEX_SR"));
        run(lol.findLeague(home, "id"), lol.match(lolMatch), lol.timeline(lolMatch), lol.status(home));
        run(lol.masteries(home, puuid), lol.findMastery(home, puuid, 1), lol.topMasteries(home, puuid, 3));
        run(lol.masteryScore(home, puuid), lol.findGame(home, puuid));
        MatchFilter ranked = FILTER.queue(420).type("ranked");
        pages(
                lol.ranked(home, SOLO, "GOLD", "II"),
                lol.matchIds(home, puuid, ranked),
                lol.matches(home, puuid, ranked));
        Challenges challenges = lol.challenges();
        run(challenges.all(home), challenges.find(home, 1), challenges.percentiles(home));
        run(challenges.percentiles(home, 1), challenges.leaders(home, 1, "MASTER", 10), challenges.of(home, puuid));
        tournaments();
    }

    private void tournaments() {
        URI callback = URI.create("https://cup.example.org/results");
        TournamentSettings settings = TournamentSettings.of(1)
                .pick("ALL_RANDOM")
                .map("HOWLING_ABYSS")
                .spectators("NONE")
                .metadata("m")
                .allow(List.of(puuid, puuid));
        Tournaments cups = riot.tournaments();
        for (Platform platform : Platform.values()) {
            if (platform != Platform.ME1) {
                run(cups.provider(platform, callback));
            }
        }
        run(cups.tournament(1, "Cup"), cups.tournament(1, null));
        String code = cups.codes(2, 1, settings).get().get(0);
        fake.join(code, player);
        fake.play(code, List.of(player, player));
        run(cups.code(code), cups.change(code, settings), cups.lobby(code), cups.games(code));
        TournamentStub stub = riot.tournamentStub();
        run(stub.provider(Platform.NA1, callback), stub.tournament(1, null), stub.codes(1, 3, settings));
        run(stub.code(code), stub.lobby(code));
    }

    /** What was sent. */
    List<Received> sent() {
        return fake.upstream().received();
    }

    /** What the fake answers to each, as far as it knows it. */
    List<Answered> answered() throws IOException {
        List<Answered> answered = new ArrayList<>();
        for (Received request : sent()) {
            if (request.method().equals("GET")) {
                String query = request.rawQuery().map(text -> "?" + text).orElse("");
                URI uri = URI.create(fake.upstream().uri() + request.path() + query);
                HttpURLConnection again = (HttpURLConnection) uri.toURL().openConnection();
                again.setRequestProperty("X-Riot-Token", fake.key());
                request.header("Authorization").ifPresent(token -> again.setRequestProperty("Authorization", token));
                if (again.getResponseCode() == 200) {
                    String body = new String(again.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
                    answered.add(new Answered(request.method(), request.path(), body));
                }
            }
        }
        return answered;
    }

    private static void run(Call<?>... calls) {
        for (Call<?> call : calls) {
            run(call::get);
        }
    }

    private static void pages(Pages<?>... pages) {
        for (Pages<?> each : pages) {
            run(() -> each.forEach(item -> assertThat(item).isNotNull()));
        }
    }

    // The fake does not know every endpoint, and that it was asked is what counts.
    @SuppressWarnings("EmptyCatch")
    private static void run(Runnable call) {
        try {
            call.run();
        } catch (BracketwireException e) {
            // not there
        }
    }

    @Override
    public void close() {
        riot.close();
        fake.close();
    }

    /** An answer of the fake. */
    record Answered(String method, String path, String body) {}
}
