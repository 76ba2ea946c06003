// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.internal.store;

import dev.bracketwire.ConfigurationException;
import dev.bracketwire.ConfigurationException.Problem;
import dev.bracketwire.store.Engine;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import javax.sql.DataSource;

/** Opens a store over a pool of the host's. */
public final class Pool {
    private Pool() {}

    /** Finds out what the pool leads to. */
    public static Store recognised(DataSource pool, Opening opening) {
        String product = product(pool);
        if (product.equals("PostgreSQL")) {
            return new Store(
                    Names.of(Engine.POSTGRESQL, opening.schema()), "the host's pool", new PoolBackend(pool), opening);
        }
        if (product.equals("SQLite")) {
            PoolSource source = new PoolSource(pool);
            return new Store(
                    Names.of(Engine.SQLITE, opening.schema()),
                    "the host's pool",
                    new SqliteBackend(source, source, "pool"),
                    opening);
        }
        throw new ConfigurationException(
                List.of(new Problem("pool", "leads to " + product + "; the store runs on PostgreSQL and SQLite")));
    }

    private static String product(DataSource pool) {
        try (Connection connection = pool.getConnection()) {
            return connection.getMetaData().getDatabaseProductName();
        } catch (SQLException e) {
            throw Failures.of(e, "store", "opening of the host's pool", false);
        }
    }
}
