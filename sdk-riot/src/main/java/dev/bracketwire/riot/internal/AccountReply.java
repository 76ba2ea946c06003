// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.riot.internal;

import dev.bracketwire.riot.Account;
import dev.bracketwire.riot.Puuid;
import org.jspecify.annotations.Nullable;

/** An account as account-v1 tells it. */
public record AccountReply(
        Puuid puuid, @Nullable String gameName, @Nullable String tagLine) {
    /** The account, without a name where it has not both parts. */
    public Account account() {
        return new Account(puuid, NameReader.of(gameName, tagLine).orElse(null));
    }
}
