// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.store;

import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;

/** The contract on a SQLite file that two databases have open. */
class FileClusterTaskTest extends ClusterTaskContract {
    @TempDir
    Path folder;

    @Override
    Database open(DatabaseBuilder builder) {
        return builder.open(folder.resolve("league.db"));
    }
}
