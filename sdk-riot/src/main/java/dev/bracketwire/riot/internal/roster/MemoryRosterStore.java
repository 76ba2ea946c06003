// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.riot.internal.roster;

import dev.bracketwire.Call;
import dev.bracketwire.StoreException;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/** Keeps rosters in memory. Work changes nothing before it knows that it will come to its end. */
public final class MemoryRosterStore implements RosterStore {
    private final Map<String, MemoryRosterTransaction> rosters = new HashMap<>();

    @Override
    public <T> Call<T> write(String roster, Work<T> work) {
        return Call.of(context -> {
            synchronized (rosters) {
                RosterTransaction rosterTransaction =
                        rosters.computeIfAbsent(roster, any -> new MemoryRosterTransaction());
                try {
                    return CompletableFuture.completedFuture(work.run(rosterTransaction));
                } catch (SQLException e) {
                    throw new StoreException(StoreException.Reason.SQL, "the roster in memory failed", e);
                }
            }
        });
    }

    @Override
    public <T> Call<T> read(String roster, Work<T> work) {
        return write(roster, work);
    }
}
