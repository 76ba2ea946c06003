// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.sheets.table;

import dev.bracketwire.house.KeptConnections;
import dev.bracketwire.store.Database;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.util.concurrent.atomic.AtomicInteger;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

/** The contract on a real PostgreSQL server. */
class PostgresBindingsTest extends BindingContract {
    private static final AtomicInteger SCHEMAS = new AtomicInteger();
    private static EmbeddedPostgres server;
    private static DataSource pool;

    @BeforeAll
    static void start() throws IOException {
        server = EmbeddedPostgres.builder()
                .setCleanDataDirectory(true)
                .setServerConfig("fsync", "off") // nothing outlives the tests
                .start();
        pool = KeptConnections.of(server.getPostgresDatabase());
    }

    @AfterAll
    static void stop() throws IOException {
        server.close();
    }

    @Override
    Database database() {
        return Database.builder().schema("t" + SCHEMAS.incrementAndGet()).of(pool);
    }
}
