// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.store;

import dev.bracketwire.house.KeptConnections;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.concurrent.atomic.AtomicInteger;
import javax.sql.DataSource;

/** One real server for all tests of a JVM, started when the first asks for it. */
final class Postgres {
    private static final AtomicInteger SCHEMAS = new AtomicInteger();

    private Postgres() {}

    /** A pool without a pool: each connection is new. */
    static DataSource pool() {
        return Server.RUNNING.getPostgresDatabase();
    }

    /** A pool that keeps its connections. */
    static DataSource kept() {
        return Server.KEPT;
    }

    static DataSource pool(String database) {
        return Server.RUNNING.getDatabase("postgres", database);
    }

    /** Where another process finds it. */
    static String url() {
        return Server.RUNNING.getJdbcUrl("postgres", "postgres");
    }

    /** The name of a schema nobody had before. */
    static String schema() {
        return "t" + SCHEMAS.incrementAndGet();
    }

    private static final class Server {
        static final EmbeddedPostgres RUNNING = start();
        static final DataSource KEPT = KeptConnections.of(RUNNING.getPostgresDatabase());

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
