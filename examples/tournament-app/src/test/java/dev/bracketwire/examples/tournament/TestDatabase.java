// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.examples.tournament;

import dev.bracketwire.house.KeptConnections;
import dev.bracketwire.store.Database;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.concurrent.atomic.AtomicInteger;
import javax.sql.DataSource;

/** The databases that the application runs on. */
enum TestDatabase {
    /** SQLite in memory. */
    SQLITE {
        @Override
        Database open() {
            return Database.inMemory();
        }
    },
    /** PostgreSQL: one server a JVM, a schema each time. */
    POSTGRES {
        @Override
        Database open() {
            return nodes().get();
        }
    };

    private static final AtomicInteger SCHEMAS = new AtomicInteger();

    /** Opens an empty database. */
    abstract Database open();

    /** Returns what opens one empty PostgreSQL database for several nodes. */
    static java.util.function.Supplier<Database> nodes() {
        String schema = "app" + SCHEMAS.incrementAndGet();
        return () -> Database.builder().schema(schema).of(PostgresServer.POOL);
    }

    private static final class PostgresServer {
        static final DataSource POOL = KeptConnections.of(start().getPostgresDatabase());

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
