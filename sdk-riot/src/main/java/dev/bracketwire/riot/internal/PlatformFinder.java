// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.riot.internal;

import dev.bracketwire.Call;
import dev.bracketwire.CallException;
import dev.bracketwire.NotFoundException;
import dev.bracketwire.StatusException;
import dev.bracketwire.connector.Request;
import dev.bracketwire.riot.Game;
import dev.bracketwire.riot.Platform;
import dev.bracketwire.riot.Puuid;
import dev.bracketwire.riot.Region;
import dev.bracketwire.riot.Summoner;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.stream.IntStream;

/** Finds out where accounts play. */
public final class PlatformFinder {
    private static final int BROKEN = 500;
    private static final int AT_ONCE = 8;
    private static final List<Platform> LIVE = Arrays.stream(Platform.values())
            .filter(platform -> platform != Platform.PBE1)
            .toList();

    private final RouteConnectors routeConnectors;
    private final Region near;
    private final BiFunction<Platform, Puuid, Call<Summoner>> tft;
    private final BiFunction<Platform, Puuid, Call<Summoner>> lol;

    /** Finds out by asking near, or each platform for a player. */
    public PlatformFinder(
            RouteConnectors routeConnectors,
            Region near,
            BiFunction<Platform, Puuid, Call<Summoner>> tft,
            BiFunction<Platform, Puuid, Call<Summoner>> lol) {
        this.routeConnectors = routeConnectors;
        this.near = near;
        this.tft = tft;
        this.lol = lol;
    }

    /** Where an account plays. */
    public Call<Platform> of(Puuid puuid, Game game) {
        Call<RegionReply> told = routeConnectors.ask(
                near, Request.get(RiotReplyRules.REGION, game.id(), puuid.value()), RegionReply.class);
        return RiotCalls.unless(RiotCalls.again(told, PlatformFinder::broken), PlatformFinder::broken)
                .map(reply -> reply.flatMap(answer -> Platform.tryParse(answer.region())))
                .then(platform -> platform.map(Call::done).orElseGet(() -> searched(puuid, game)));
    }

    private Call<Platform> searched(Puuid puuid, Game game) {
        BiFunction<Platform, Puuid, Call<Summoner>> asking = game == Game.TFT ? tft : lol;
        List<Call<Optional<Summoner>>> all = LIVE.stream()
                .map(platform -> RiotCalls.optional(asking.apply(platform, puuid)))
                .toList();
        return Call.all(all, AT_ONCE)
                .map(found -> IntStream.range(0, LIVE.size())
                        .boxed()
                        .filter(i -> found.get(i).isPresent())
                        .max(Comparator.comparingLong(
                                i -> found.get(i).map(Summoner::summonerLevel).orElse(0L)))
                        .map(LIVE::get)
                        .orElseThrow(() -> new NotFoundException(
                                new CallException.Where("riot", "GET " + RiotReplyRules.REGION, BROKEN, null, 2, false),
                                "the account plays on no platform")));
    }

    private static boolean broken(CallException failure) {
        return failure instanceof StatusException && failure.status() == BROKEN;
    }
}
