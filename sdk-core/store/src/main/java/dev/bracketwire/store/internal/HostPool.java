// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.store.internal;

import dev.bracketwire.ConfigurationException;
import dev.bracketwire.ConfigurationException.Problem;
import dev.bracketwire.store.DatabaseEngine;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import javax.sql.DataSource;

/** Opens a store over a pool of the host's. */
public final class HostPool {
    private HostPool() {}

    /** Finds out what the pool leads to. */
    public static DatabaseCalls recognised(DataSource pool, StoreOptions storeOptions) {
        String product = product(pool);
        if (product.equals("PostgreSQL")) {
            return new DatabaseCalls(
                    TableNames.of(DatabaseEngine.POSTGRESQL, storeOptions.schema()),
                    "the host's pool",
                    new PoolBackend(pool),
                    storeOptions);
        }
        if (product.equals("SQLite")) {
            PoolSource source = new PoolSource(pool);
            return new DatabaseCalls(
                    TableNames.of(DatabaseEngine.SQLITE, storeOptions.schema()),
                    "the host's pool",
                    new SqliteBackend(source, source, "pool"),
                    storeOptions);
        }
        throw new ConfigurationException(
                List.of(new Problem("pool", "leads to " + product + "; the store runs on PostgreSQL and SQLite")));
    }

    private static String product(DataSource pool) {
        try (Connection connection = pool.getConnection()) {
            return connection.getMetaData().getDatabaseProductName();
        } catch (SQLException e) {
            throw SqlFailures.of(e, "store", "opening of the host's pool", false);
        }
    }
}
