// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.riot.ign;

import dev.bracketwire.Call;
import dev.bracketwire.riot.Account;
import dev.bracketwire.riot.Game;
import dev.bracketwire.riot.Platform;
import dev.bracketwire.riot.Puuid;
import dev.bracketwire.riot.Riot;
import dev.bracketwire.riot.RiotId;
import dev.bracketwire.riot.Summoner;
import java.util.Objects;

/** Those whom Riot knows, in one game. */
final class RiotIdentities implements Identities {
    private final Riot riot;
    private final Game game;

    RiotIdentities(Riot riot, Game game) {
        this.riot = Objects.requireNonNull(riot, "riot");
        this.game = Objects.requireNonNull(game, "game");
    }

    @Override
    public Call<Account> account(RiotId name) {
        return riot.account(name);
    }

    // Whoever looks an account up anew wants the name it has now.
    @Override
    public Call<Account> account(Puuid puuid) {
        return riot.account(puuid).fresh();
    }

    @Override
    public Call<Platform> platform(Puuid puuid) {
        return riot.platform(puuid, game);
    }

    @Override
    public Call<Integer> icon(Puuid puuid, Platform platform) {
        Call<Summoner> summoner = game == Game.TFT
                ? riot.tft().summoner(platform, puuid)
                : riot.lol().summoner(platform, puuid);
        return summoner.fresh().map(Summoner::profileIconId);
    }

    @Override
    public String keyFingerprint() {
        return riot.keyFingerprint();
    }
}
