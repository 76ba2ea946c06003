// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.examples.verifyroster;

import dev.bracketwire.Call;
import dev.bracketwire.CallException.Where;
import dev.bracketwire.NotFoundException;
import dev.bracketwire.riot.Account;
import dev.bracketwire.riot.Platform;
import dev.bracketwire.riot.Puuid;
import dev.bracketwire.riot.RiotId;
import dev.bracketwire.riot.ign.Identities;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

/** A handful of accounts in memory, in the place of Riot. */
final class Accounts implements Identities {
    private final Map<Puuid, RiotId> names = new ConcurrentHashMap<>();
    private final Map<Puuid, Integer> icons = new ConcurrentHashMap<>();

    /** Adds an account, or calls it otherwise. */
    Puuid called(char player, String riotId) {
        Puuid puuid = new Puuid(Character.toString(player).repeat(78));
        names.put(puuid, RiotId.parse(riotId));
        return puuid;
    }

    /** A player sets an icon. */
    void sets(Puuid puuid, int icon) {
        icons.put(puuid, icon);
    }

    @Override
    public Call<Account> account(RiotId name) {
        return call(() -> names.entrySet().stream()
                .filter(entry -> entry.getValue().equals(name))
                .findFirst()
                .map(entry -> new Account(entry.getKey(), entry.getValue())));
    }

    @Override
    public Call<Account> account(Puuid puuid) {
        return call(() -> Optional.ofNullable(names.get(puuid)).map(name -> new Account(puuid, name)));
    }

    @Override
    public Call<Platform> platform(Puuid puuid) {
        return call(() -> Optional.of(Platform.EUW1));
    }

    @Override
    public Call<Integer> icon(Puuid puuid, Platform platform) {
        return call(() -> Optional.of(icons.getOrDefault(puuid, 7)));
    }

    private static <T> Call<T> call(Supplier<Optional<T>> answer) {
        return Call.of(context -> answer.get()
                .map(CompletableFuture::completedFuture)
                .orElseGet(() -> CompletableFuture.failedFuture(
                        new NotFoundException(new Where("accounts", "GET account", 404, null, 1, false), null))));
    }

    @Override
    public String keyFingerprint() {
        return "example";
    }
}
