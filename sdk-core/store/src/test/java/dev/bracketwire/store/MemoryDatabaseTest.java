// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.store;

/** The contract on SQLite in memory. */
class MemoryDatabaseTest extends DatabaseContract {
    static final String SLOW = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 100000000)"
            + " SELECT count(*) FROM n WHERE i % 7 = 8";

    @Override
    Database open(DatabaseBuilder builder) {
        return builder.inMemory();
    }

    @Override
    String slow() {
        return SLOW;
    }
}
