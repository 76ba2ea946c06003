// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.riot.internal.roster;

import dev.bracketwire.Call;
import dev.bracketwire.riot.ign.verify.Claim;
import dev.bracketwire.riot.ign.verify.Transition;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Where claims are kept: in memory or in a database. */
public interface ClaimStore {
    /** A claim. */
    Call<Optional<Claim>> find(String entrant, String text);

    /** The claims of an entrant, by their text. */
    Call<List<Claim>> of(String entrant);

    /** Writes a claim and its step, if it is still as it was, or not there where it was not; false if it is not so. */
    Call<Boolean> put(@Nullable Claim before, Claim after, Transition step);

    /** The steps of an entrant's claims, the oldest first. */
    Call<List<Transition>> log(String entrant);
}
