// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.riot.ign;

import dev.bracketwire.Call;
import dev.bracketwire.NotFoundException;
import dev.bracketwire.riot.Account;
import dev.bracketwire.riot.Platform;
import dev.bracketwire.riot.Puuid;
import dev.bracketwire.riot.Rank;
import dev.bracketwire.riot.RiotId;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** What is asked about an account before a roster is changed. */
final class Lookup {
    private final Identities identities;
    private final NameRules rules;
    private final @Nullable Function<Account, Call<Optional<Rank>>> ranks;

    Lookup(Identities identities, NameRules rules, @Nullable Function<Account, Call<Optional<Rank>>> ranks) {
        this.identities = identities;
        this.rules = rules;
        this.ranks = ranks;
    }

    Call<Optional<Account>> account(RiotId name) {
        return known(identities.account(name));
    }

    Call<Optional<Account>> account(Puuid puuid) {
        return known(identities.account(puuid));
    }

    static <T> Call<Optional<T>> known(Call<T> call) {
        return call.map(Optional::of).orElse((failure, last) -> {
            if (failure instanceof NotFoundException) {
                return Optional.empty();
            }
            throw failure;
        });
    }

    NameVerdict judge(String name) {
        return rules.check(name);
    }

    /** What the rules say of an account. */
    Call<NameVerdict> judge(Account account, RiotId name) {
        NameVerdict alone = rules.check(name);
        Function<Account, Call<Optional<Rank>>> asked = ranks;
        if (!alone.accepted() || (!rules.asksForPlatform() && asked == null)) {
            return Call.done(alone);
        }
        Call<Optional<Platform>> platform =
                rules.asksForPlatform() ? known(identities.platform(account.puuid())) : Call.done(Optional.empty());
        Call<Optional<Rank>> rank = asked == null ? Call.done(Optional.empty()) : asked.apply(account);
        return platform.then(
                where -> rank.map(standing -> rules.check(name, where.orElse(null), standing.orElse(null))));
    }
}
