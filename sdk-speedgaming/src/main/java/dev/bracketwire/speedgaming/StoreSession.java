// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.speedgaming;

import java.sql.Connection;

/** Gives access to an {@link ImportStore} within one transaction. It ends with the work that received it. */
public interface StoreSession {
    /** Returns the matches. */
    MatchStore matches();

    /** Returns the persons. */
    PersonStore people();

    /** Returns the runs and the tournaments. */
    RunStore runs();

    /**
     * Returns the connection of the transaction.
     *
     * @throws IllegalStateException if the store is no database
     */
    Connection connection();
}
