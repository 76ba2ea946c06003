// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.speedgaming;

import dev.bracketwire.store.Database;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;

/** Tests changes of matches in a SQLite file. */
@SuppressWarnings("NullAway.Init") // opened before each test
class SqliteMatchesTest extends MatchesContract {
    @TempDir
    Path folder;

    private Database db;

    @Override
    protected ImportStore open() {
        db = Database.open(folder.resolve("matches.db"));
        return ImportStore.of(db);
    }

    @Override
    protected void close(ImportStore store) {
        db.close();
    }
}
