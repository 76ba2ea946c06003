// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.store.internal;

import java.sql.Connection;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/** Where connections come from and go back to. */
interface ConnectionSource {
    /** Gives a connection, or null if the task was given up meanwhile. */
    @Nullable
    Connection borrow(DatabaseTask<?> databaseTask) throws SQLException;

    /** Takes one back, clean or to be thrown away. */
    void giveBack(Connection connection, boolean clean);

    /** Closes what is ours. */
    void close();
}
