// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.riot.ign.verify;

import dev.bracketwire.Call;
import dev.bracketwire.riot.Puuid;

/** Shows that an account is somebody's. */
public sealed interface Proof permits IconProof, RsoProof, CodeProof, MatchProof {
    /** The word by which it stands in logs. */
    String kind();

    /** Looks whether it shows that this account is theirs. */
    Call<Proven> check(Puuid puuid);
}
