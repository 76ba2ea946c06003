// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.riot.internal.roster;

import dev.bracketwire.Call;
import dev.bracketwire.store.Database;

/** Keeps rosters in a database. */
public final class SqlRosterStore implements RosterStore {
    private final Database db;

    /** Uses tables that are there. */
    public SqlRosterStore(Database db) {
        this.db = db;
    }

    @Override
    public <T> Call<T> write(String roster, Work<T> work) {
        return db.write(connection -> work.run(new SqlRosterTransaction(db, connection, roster)));
    }

    @Override
    public <T> Call<T> read(String roster, Work<T> work) {
        return db.read(connection -> work.run(new SqlRosterTransaction(db, connection, roster)));
    }
}
