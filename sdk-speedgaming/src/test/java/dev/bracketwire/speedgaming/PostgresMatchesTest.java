// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.speedgaming;

import dev.bracketwire.store.Database;
import java.util.concurrent.atomic.AtomicInteger;

/** Tests changes of matches on PostgreSQL. */
@SuppressWarnings("NullAway.Init") // opened before each test
class PostgresMatchesTest extends MatchesContract {
    private static final AtomicInteger NAMES = new AtomicInteger();

    private Database db;

    @Override
    protected ImportStore open() {
        db = Database.builder().schema("sgmatches" + NAMES.incrementAndGet()).of(PostgresImportStoreTest.Server.KEPT);
        return ImportStore.of(db);
    }

    @Override
    protected void close(ImportStore store) {
        db.close();
    }
}
