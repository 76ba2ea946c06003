// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.speedgaming;

import dev.bracketwire.store.Database;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;

/** Tests the store in a SQLite file. */
@SuppressWarnings("NullAway.Init") // the store is opened before each test
class SqliteImportStoreTest extends ImportStoreContract {
    @TempDir
    Path folder;

    private Database db;

    @Override
    protected ImportStore open() {
        db = Database.open(folder.resolve("schedule.db"));
        return ImportStore.of(db);
    }

    @Override
    protected void close(ImportStore store) {
        db.close();
    }
}
