// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.store.internal;

import java.sql.SQLException;

/** Stops the statement that runs on a connection, if one does. */
@FunctionalInterface
interface StatementCanceller {
    void stop() throws SQLException;
}
