// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.speedgaming.internal;

import dev.bracketwire.house.KeptConnections;
import dev.bracketwire.speedgaming.ImportStore;
import dev.bracketwire.store.Database;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/** Holds the store of a test. */
enum StorePlace {
    MEMORY {
        @Override
        @Nullable
        Database database(Path folder) {
            return null;
        }
    },
    FILE {
        @Override
        Database database(Path folder) {
            return Database.open(folder.resolve("people.db"));
        }
    },
    POSTGRES {
        @Override
        Database database(Path folder) {
            return Database.builder().schema("people" + NAMES.incrementAndGet()).of(Server.KEPT);
        }
    };

    private static final AtomicInteger NAMES = new AtomicInteger();

    /** Opens a new database; null for a store in memory. */
    abstract @Nullable Database database(Path folder);

    static ImportStore store(@Nullable Database db) {
        return db == null ? ImportStore.inMemory() : ImportStore.of(db);
    }

    /** One real server for all tests of a JVM. */
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
