// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.speedgaming;

import dev.bracketwire.house.KeptConnections;
import dev.bracketwire.store.Database;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.concurrent.atomic.AtomicInteger;
import javax.sql.DataSource;

/** Tests the store on PostgreSQL. */
@SuppressWarnings("NullAway.Init") // the store is opened before each test
class PostgresImportStoreTest extends ImportStoreContract {
    private static final AtomicInteger NAMES = new AtomicInteger();

    private Database db;

    @Override
    protected ImportStore open() {
        db = Database.builder().schema("sg" + NAMES.incrementAndGet()).of(Server.KEPT);
        return ImportStore.of(db);
    }

    @Override
    protected void close(ImportStore store) {
        db.close();
    }

    /** One real server for all tests of a JVM. */
    static final class Server {
        static final DataSource KEPT = KeptConnections.of(start().getPostgresDatabase());

        private Server() {}

        private static EmbeddedPostgres start() {
            try {
                return EmbeddedPostgres.builder()
                        .setCleanDataDirectory(true)
                        .setServerConfig("fsync", "off") // nothing outlives the tests
                        .start();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
