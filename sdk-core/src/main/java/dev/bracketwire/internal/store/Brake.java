// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.internal.store;

import java.sql.SQLException;

/** Stops the statement that runs on a connection, if one does. */
@FunctionalInterface
interface Brake {
    void stop() throws SQLException;
}
