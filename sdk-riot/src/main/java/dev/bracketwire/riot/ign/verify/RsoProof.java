// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.riot.ign.verify;

import dev.bracketwire.Call;
import dev.bracketwire.riot.Puuid;

/**
 * Proves ownership of an account by a sign-in to Riot (RSO).
 *
 * @see RiotSignOn#finish
 */
public final class RsoProof implements Proof {
    private final Puuid signedIn;

    RsoProof(Puuid signedIn) {
        this.signedIn = signedIn;
    }

    /** Returns the account that signed in. */
    public Puuid puuid() {
        return signedIn;
    }

    @Override
    public String kind() {
        return "rso";
    }

    @Override
    public Call<Proven> check(Puuid puuid) {
        return Call.done(
                signedIn.equals(puuid)
                        ? Proven.passed()
                        : Proven.failed("the player has signed in as another account than the one that was claimed"));
    }
}
