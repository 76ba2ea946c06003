// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.riot.ign;

import dev.bracketwire.Call;
import dev.bracketwire.riot.Account;
import dev.bracketwire.riot.Game;
import dev.bracketwire.riot.Platform;
import dev.bracketwire.riot.Puuid;
import dev.bracketwire.riot.Riot;
import dev.bracketwire.riot.RiotId;

/** Knows which accounts there are: Riot, or what stands in for it in a test. */
public interface Identities {
    /** Asks Riot about those who play a game. */
    static Identities of(Riot riot, Game game) {
        return new RiotIdentities(riot, game);
    }

    /** The account that is called so; {@link dev.bracketwire.NotFoundException} where nobody is. */
    Call<Account> account(RiotId name);

    /** The account that is this, with the name it has now. */
    Call<Account> account(Puuid puuid);

    /** Where it plays; {@link dev.bracketwire.NotFoundException} where it does nowhere yet. */
    Call<Platform> platform(Puuid puuid);

    /** The profile icon it has now, never from a cache. */
    Call<Integer> icon(Puuid puuid, Platform platform);

    /** Returns a fingerprint of the API key that these PUUIDs belong to. It does not reveal the key. */
    String keyFingerprint();
}
