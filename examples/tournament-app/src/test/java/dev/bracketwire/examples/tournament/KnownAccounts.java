// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.examples.tournament;

import dev.bracketwire.Call;
import dev.bracketwire.CallException;
import dev.bracketwire.CallException.Where;
import dev.bracketwire.NotFoundException;
import dev.bracketwire.TransportException;
import dev.bracketwire.riot.Account;
import dev.bracketwire.riot.Platform;
import dev.bracketwire.riot.Puuid;
import dev.bracketwire.riot.RiotId;
import dev.bracketwire.riot.ign.Identities;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/** Accounts in memory. Every name has an account, unless its tag is {@code NONE}; so a test names people only. */
final class KnownAccounts implements Identities {
    private final Map<String, Account> byName = new ConcurrentHashMap<>();
    private final AtomicInteger made = new AtomicInteger();
    private volatile boolean down;

    /** Returns the PUUID of a name. */
    Puuid puuid(String name) {
        return look(RiotId.parse(name)).orElseThrow().puuid();
    }

    /** Gives the account of a name another name. */
    void rename(String name, String other) {
        Account account = look(RiotId.parse(name)).orElseThrow();
        byName.remove(key(Objects.requireNonNull(account.riotId())));
        RiotId changed = RiotId.parse(other);
        byName.put(key(changed), new Account(account.puuid(), changed));
    }

    /** Lets every request fail from now on, or answers again. */
    void down(boolean now) {
        down = now;
    }

    private Optional<Account> look(RiotId name) {
        return name.tag().equals("NONE")
                ? Optional.empty()
                : Optional.of(byName.computeIfAbsent(
                        key(name),
                        key -> new Account(
                                new Puuid("%078d"
                                        .formatted(made.incrementAndGet())
                                        .replace('0', 'x')),
                                name)));
    }

    private static String key(RiotId name) {
        return name.toString().toLowerCase(Locale.ROOT);
    }

    @Override
    public Call<Account> account(RiotId name) {
        return Call.of(context -> found(look(name)));
    }

    @Override
    public Call<Account> account(Puuid puuid) {
        return Call.of(context -> found(byName.values().stream()
                .filter(each -> each.puuid().equals(puuid))
                .findFirst()));
    }

    @Override
    public Call<Platform> platform(Puuid puuid) {
        return Call.done(Platform.EUW1);
    }

    @Override
    public Call<Integer> icon(Puuid puuid, Platform platform) {
        return Call.done(1);
    }

    @Override
    public String keyFingerprint() {
        return "tests";
    }

    private <T> CompletableFuture<T> found(Optional<T> value) {
        if (down) {
            return CompletableFuture.failedFuture(new TransportException(
                    new Where("accounts", "GET account", 0, null, 1, false), "connection refused", null));
        }
        CallException none = new NotFoundException(new Where("accounts", "GET account", 404, null, 1, false), null);
        return value.map(CompletableFuture::completedFuture).orElseGet(() -> CompletableFuture.failedFuture(none));
    }
}
