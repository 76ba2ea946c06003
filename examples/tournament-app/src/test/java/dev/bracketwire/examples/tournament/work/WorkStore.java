// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.examples.tournament.work;

import dev.bracketwire.store.Database;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import javax.sql.DataSource;

/** One PostgreSQL server for all tests, started when the first asks for it. */
final class WorkStore {
    private static final AtomicInteger SCHEMAS = new AtomicInteger();

    private WorkStore() {}

    /** Returns what opens an empty database once for each node. */
    static Supplier<Database> nodes() {
        String schema = "work" + SCHEMAS.incrementAndGet();
        return () ->
                Database.builder().schema(schema).listening(WorkServer.SOURCE).of(WorkServer.SOURCE);
    }

    private static final class WorkServer {
        static final DataSource SOURCE = start().getPostgresDatabase();

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
