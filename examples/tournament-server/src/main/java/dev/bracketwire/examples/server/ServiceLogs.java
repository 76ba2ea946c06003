// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.examples.server;

import java.util.function.Consumer;

/** Follows the logs of services. */
interface ServiceLogs {
    /**
     * Passes on each line that a service prints from now on, until the result is closed.
     *
     * @param end is called when there will be no more lines
     */
    AutoCloseable follow(String service, Consumer<String> lines, Runnable end);
}
