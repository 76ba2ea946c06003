// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.webhooks;

/**
 * Receives events within this process, by the same queue as endpoints: with filters, retries and dead letters. It may
 * receive an event twice, after a crash for example; {@link HandledEvent#id()} is then the same.
 */
@FunctionalInterface
public interface EventHandler {
    /**
     * Handles an event on a thread of the client. It is interrupted when the subscription's timeout is over.
     *
     * @throws Exception if the event was not handled: it comes again by the retry schedule
     */
    void handle(HandledEvent event) throws Exception;
}
