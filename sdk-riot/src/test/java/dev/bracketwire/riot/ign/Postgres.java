// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.riot.ign;

import dev.bracketwire.house.KeptConnections;
import dev.bracketwire.store.Database;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.concurrent.atomic.AtomicInteger;
import javax.sql.DataSource;

/** One real server for all tests of a JVM, started when the first asks for it. */
public final class Postgres {
    private static final AtomicInteger SCHEMAS = new AtomicInteger();

    private Postgres() {}

    /** An empty database. */
    public static Database database() {
        return Database.builder().schema("t" + SCHEMAS.incrementAndGet()).of(Server.KEPT);
    }

    private static final class Server {
        static final DataSource KEPT = KeptConnections.of(start().getPostgresDatabase());

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
