// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.riot.ign;

import dev.bracketwire.store.Database;

/** The contract on SQLite. */
class SqliteRosterTest extends StoredRosterContract {
    @Override
    Database database() {
        return Database.inMemory();
    }
}
