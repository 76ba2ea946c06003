// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.webhooks;

/**
 * Handles an event that another program sent. It may be called twice with the same event, after a crash for example;
 * {@link IncomingEvent#id()} is then the same.
 */
@FunctionalInterface
public interface IncomingHandler {
    /**
     * Handles an event on a thread of the client. It is interrupted when the source's timeout is over.
     *
     * @throws Exception if the event was not handled: it comes again by the retry schedule
     */
    void handle(IncomingEvent event) throws Exception;
}
