// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.riot.ign;

import dev.bracketwire.Call;
import dev.bracketwire.CallException.Where;
import dev.bracketwire.NotFoundException;
import dev.bracketwire.UnavailableException;
import dev.bracketwire.UnavailableException.Reason;
import dev.bracketwire.riot.Account;
import dev.bracketwire.riot.Platform;
import dev.bracketwire.riot.Puuid;
import dev.bracketwire.riot.RiotId;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;

/** Accounts that a test has made up. A player is a number, whose PUUID depends on the key as Riot's do. */
public final class FakeIdentities implements Identities {
    private final Map<Integer, RiotId> names = new ConcurrentHashMap<>();
    private final Map<Integer, Platform> platforms = new ConcurrentHashMap<>();
    private final Map<Integer, Integer> icons = new ConcurrentHashMap<>();
    private volatile String key = "key1";
    private volatile boolean broken;

    /** Begins without accounts. */
    public FakeIdentities() {}

    /** How often somebody asked for an icon. */
    public final AtomicInteger looks = new AtomicInteger();

    /** What a player is called from now on. */
    public RiotId called(int player, String riotId) {
        RiotId name = RiotId.parse(riotId);
        names.put(player, name);
        return name;
    }

    /** The account is there no longer. */
    public void gone(int player) {
        names.remove(player);
    }

    /** Where a player plays. */
    public void plays(int player, Platform platform) {
        platforms.put(player, platform);
    }

    /** What a player has chosen. */
    public void icon(int player, int icon) {
        icons.put(player, icon);
    }

    /** Another API key is used from now on. */
    public void key(String fingerprint) {
        key = fingerprint;
    }

    /** Riot does not answer. */
    public void broken(boolean nowBroken) {
        broken = nowBroken;
    }

    /** Who a player is to the key in use. */
    public Puuid puuid(int player) {
        return new Puuid(String.format(Locale.ROOT, "%s-%073d", key, player));
    }

    private Optional<Integer> player(Puuid puuid) {
        return puuid.value().startsWith(key + "-")
                ? Optional.of(Integer.valueOf(puuid.value().substring(key.length() + 1)))
                : Optional.empty();
    }

    @Override
    public Call<Account> account(RiotId name) {
        return call(() -> names.entrySet().stream()
                .filter(entry -> entry.getValue().equals(name))
                .findFirst()
                .map(entry -> new Account(puuid(entry.getKey()), entry.getValue())));
    }

    @Override
    public Call<Account> account(Puuid puuid) {
        return call(() -> player(puuid)
                .flatMap(player -> Optional.ofNullable(names.get(player)))
                .map(name -> new Account(puuid, name)));
    }

    @Override
    public Call<Platform> platform(Puuid puuid) {
        return call(() -> player(puuid).flatMap(player -> Optional.ofNullable(platforms.get(player))));
    }

    @Override
    public Call<Integer> icon(Puuid puuid, Platform platform) {
        return call(() -> {
            looks.incrementAndGet();
            return player(puuid).map(player -> icons.getOrDefault(player, 29));
        });
    }

    private <T> Call<T> call(Supplier<Optional<T>> answer) {
        return Call.of(context -> broken
                ? CompletableFuture.failedFuture(new UnavailableException(
                        new Where("riot", "GET riot", 503, null, 1, false), Reason.UPSTREAM, null))
                : answer.get()
                        .map(CompletableFuture::completedFuture)
                        .orElseGet(() -> CompletableFuture.failedFuture(new NotFoundException(
                                new Where("riot", "GET riot/account", 404, null, 1, false), null))));
    }

    @Override
    public String keyFingerprint() {
        return key;
    }
}
