// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.riot.ign.verify;

import dev.bracketwire.store.Database;

/** The contract on SQLite. */
class SqliteIconsTest extends StoredIconsContract {
    @Override
    Database database() {
        return Database.inMemory();
    }
}
