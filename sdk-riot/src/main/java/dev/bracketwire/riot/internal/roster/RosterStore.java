// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.riot.internal.roster;

import dev.bracketwire.Call;
import java.sql.SQLException;

/** Where the rosters of an application are kept: in memory or in a database. */
public interface RosterStore {
    /** Does the work on one roster in one transaction. */
    <T> Call<T> write(String roster, Work<T> work);

    /** Reads one state of a roster. */
    <T> Call<T> read(String roster, Work<T> work);

    /** Does something with a roster. */
    @FunctionalInterface
    interface Work<T> {
        /** Does it, and nothing else: it may be run again. */
        T run(RosterTransaction rosterTransaction) throws SQLException;
    }
}
