// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.examples.tournament.work;

import dev.bracketwire.Call;
import dev.bracketwire.CallException.Where;
import dev.bracketwire.NotFoundException;
import dev.bracketwire.UnavailableException;
import dev.bracketwire.riot.Account;
import dev.bracketwire.riot.Platform;
import dev.bracketwire.riot.Puuid;
import dev.bracketwire.riot.RiotId;
import dev.bracketwire.riot.ign.Identities;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

/** Knows an account for each name, unless a test says otherwise. */
final class WorkAccounts implements Identities {
    private final Map<Puuid, RiotId> names = new ConcurrentHashMap<>();
    private final Map<String, Boolean> unknown = new ConcurrentHashMap<>();
    volatile boolean down;

    void forget(String name) {
        unknown.put(name, true);
    }

    private static Puuid puuid(RiotId name) {
        return new Puuid(
                String.format(Locale.ROOT, "key1-%073d", name.toString().hashCode() & 0xffffffffL));
    }

    @Override
    public Call<Account> account(RiotId name) {
        return call(() -> {
            if (unknown.containsKey(name.toString())) {
                return Optional.empty();
            }
            names.put(puuid(name), name);
            return Optional.of(new Account(puuid(name), name));
        });
    }

    @Override
    public Call<Account> account(Puuid puuid) {
        return call(() -> Optional.ofNullable(names.get(puuid)).map(name -> new Account(puuid, name)));
    }

    @Override
    public Call<Platform> platform(Puuid puuid) {
        return call(Optional::empty);
    }

    @Override
    public Call<Integer> icon(Puuid puuid, Platform platform) {
        return call(Optional::empty);
    }

    private <T> Call<T> call(Supplier<Optional<T>> answer) {
        return Call.of(context -> down
                ? CompletableFuture.failedFuture(new UnavailableException(
                        new Where("riot", "GET riot", 503, null, 1, false), UnavailableException.Reason.UPSTREAM, null))
                : answer.get()
                        .map(CompletableFuture::completedFuture)
                        .orElseGet(() -> CompletableFuture.failedFuture(new NotFoundException(
                                new Where("riot", "GET riot/account", 404, null, 1, false), null))));
    }

    @Override
    public String keyFingerprint() {
        return "key1";
    }
}
