// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.webhooks;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.concurrent.atomic.AtomicInteger;

/** Runs one PostgreSQL server for the suites of a JVM. It survives the processes that use it. */
final class ChaosPostgres {
    private static final AtomicInteger SCHEMAS = new AtomicInteger();

    private ChaosPostgres() {}

    /** Returns its JDBC URL. */
    static String url() {
        return Server.RUNNING.getJdbcUrl("postgres", "postgres");
    }

    /** Returns its port on the loopback address. */
    static int port() {
        return Server.RUNNING.getPort();
    }

    /** Returns the name of a schema that was not used before. */
    static String schema() {
        return "chaos" + SCHEMAS.incrementAndGet();
    }

    private static final class Server {
        static final EmbeddedPostgres RUNNING = start();

        private static EmbeddedPostgres start() {
            try {
                return EmbeddedPostgres.builder()
                        .setCleanDataDirectory(true)
                        .setServerConfig("fsync", "off") // the server is not killed
                        .start();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
