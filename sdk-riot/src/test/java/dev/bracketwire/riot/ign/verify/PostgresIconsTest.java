// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.riot.ign.verify;

import dev.bracketwire.riot.ign.Postgres;
import dev.bracketwire.store.Database;

/** The contract on a real PostgreSQL. */
class PostgresIconsTest extends StoredIconsContract {
    @Override
    Database database() {
        return Postgres.database();
    }
}
