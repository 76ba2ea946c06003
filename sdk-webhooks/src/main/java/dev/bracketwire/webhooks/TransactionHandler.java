// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.webhooks;

import java.sql.Connection;

/**
 * Handles an event that another program sent, within a transaction. The transaction also marks the event as handled, so the writes of
 * the handler through the connection are kept exactly once.
 */
@FunctionalInterface
public interface TransactionHandler {
    /**
     * Handles an event. On SQLite all other writers wait for it, so it must be quick.
     *
     * @throws Exception if the event was not handled: the transaction is rolled back, and the event comes again by the retry
     *     schedule
     */
    void handle(Connection connection, IncomingEvent event) throws Exception;
}
