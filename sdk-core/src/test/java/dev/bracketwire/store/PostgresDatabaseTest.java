// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.store;

/** The contract on a real PostgreSQL. */
class PostgresDatabaseTest extends DatabaseContract {
    @Override
    Database open(DatabaseBuilder builder) {
        return builder.schema(Postgres.schema()).of(Postgres.pool());
    }

    @Override
    String slow() {
        return "SELECT pg_sleep(10)";
    }
}
