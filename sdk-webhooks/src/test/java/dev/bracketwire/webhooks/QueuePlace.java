// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.webhooks;

import dev.bracketwire.house.KeptConnections;
import dev.bracketwire.store.Database;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;
import javax.sql.DataSource;

/** Holds the queue of a test. */
enum QueuePlace {
    FILE {
        @Override
        Database open(Path folder, String name, UnaryOperator<DataSource> change) {
            return Database.builder().open(folder.resolve(name + ".db"));
        }
    },
    POSTGRES {
        @Override
        Database open(Path folder, String name, UnaryOperator<DataSource> change) {
            return Database.builder().schema(name).of(change.apply(Server.KEPT));
        }
    };

    private static final AtomicInteger NAMES = new AtomicInteger();

    /** Returns a name that no other test has. */
    static String newName() {
        return "w" + NAMES.incrementAndGet();
    }

    /** Opens the database of this name. A second call opens it once more. */
    abstract Database open(Path folder, String name, UnaryOperator<DataSource> change);

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
