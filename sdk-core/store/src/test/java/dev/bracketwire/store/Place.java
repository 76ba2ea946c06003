// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.store;

import java.nio.file.Path;

/** Where a test finds an empty database of its own. */
enum Place {
    MEMORY {
        @Override
        Database open(DatabaseBuilder builder, Path folder) {
            return builder.inMemory();
        }
    },
    FILE {
        @Override
        Database open(DatabaseBuilder builder, Path folder) {
            return builder.open(folder.resolve("store.db"));
        }
    },
    POSTGRES {
        @Override
        Database open(DatabaseBuilder builder, Path folder) {
            return builder.schema(Postgres.schema()).of(Postgres.kept());
        }
    };

    abstract Database open(DatabaseBuilder builder, Path folder);
}
