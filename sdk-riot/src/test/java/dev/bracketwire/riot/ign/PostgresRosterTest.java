// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.riot.ign;

import dev.bracketwire.store.Database;

/** The contract on a real PostgreSQL. */
class PostgresRosterTest extends StoredRosterContract {
    @Override
    Database database() {
        return Postgres.database();
    }
}
