// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.store;

import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;

/** The contract on a SQLite file. */
class FileDatabaseTest extends DatabaseContract {
    @TempDir
    Path folder;

    @Override
    Database open(DatabaseBuilder builder) {
        return builder.open(folder.resolve("new/league.db"));
    }

    @Override
    String slow() {
        return MemoryDatabaseTest.SLOW;
    }
}
