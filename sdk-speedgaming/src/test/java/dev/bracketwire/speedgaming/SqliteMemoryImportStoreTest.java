// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.speedgaming;

import dev.bracketwire.store.Database;

/** Tests the store in a SQLite database in memory. */
@SuppressWarnings("NullAway.Init") // the store is opened before each test
class SqliteMemoryImportStoreTest extends ImportStoreContract {
    private Database db;

    @Override
    protected ImportStore open() {
        db = Database.inMemory();
        return ImportStore.of(db);
    }

    @Override
    protected void close(ImportStore store) {
        db.close();
    }
}
