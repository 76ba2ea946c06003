// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.riot.ign;

import dev.bracketwire.Call;
import dev.bracketwire.riot.Account;
import dev.bracketwire.riot.Platform;
import dev.bracketwire.riot.Puuid;
import dev.bracketwire.riot.Rank;
import dev.bracketwire.riot.RiotId;
import dev.bracketwire.riot.internal.RiotCalls;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** What is asked about an account before a roster is changed. */
final class AccountLookup {
    private final Identities identities;
    private final NameRules rules;
    private final @Nullable Function<Account, Call<Optional<Rank>>> ranks;

    AccountLookup(Identities identities, NameRules rules, @Nullable Function<Account, Call<Optional<Rank>>> ranks) {
        this.identities = identities;
        this.rules = rules;
        this.ranks = ranks;
    }

    Call<Optional<Account>> account(RiotId name) {
        return RiotCalls.optional(identities.account(name));
    }

    Call<Optional<Account>> account(Puuid puuid) {
        return RiotCalls.optional(identities.account(puuid));
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
        Call<Optional<Platform>> platform = rules.asksForPlatform()
                ? RiotCalls.optional(identities.platform(account.puuid()))
                : Call.done(Optional.empty());
        Call<Optional<Rank>> rank = asked == null ? Call.done(Optional.empty()) : asked.apply(account);
        return platform.then(
                where -> rank.map(standing -> rules.check(name, where.orElse(null), standing.orElse(null))));
    }
}
