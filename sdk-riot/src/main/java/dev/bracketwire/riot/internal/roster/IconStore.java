// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.riot.internal.roster;

import dev.bracketwire.Call;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Where it is kept which icons are asked for: in memory or in a database. */
public interface IconStore {
    /** What an account was asked for last. */
    Call<Optional<AskedIcon>> find(KeyedPuuid account);

    /** Writes it, if it is still as it was, or not there where it was not; false if it is not so. */
    Call<Boolean> put(@Nullable AskedIcon before, AskedIcon after);

    /** Drops those of which nothing counts any more, and tells how many. */
    Call<Integer> forget(Instant now);
}
