// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.supervisor;

import java.time.Duration;

/**
 * Hears what happens to services, for logs, alarms and metrics. It hears the events of one service in their order, on the
 * supervisor's executor; what it throws is logged and changes nothing. It may call the supervisor, but must not wait
 * for it.
 */
public interface SupervisorListener {
    /** Hears that a service went from one state to another. */
    default void changed(ServiceEvent event) {}

    /** Hears what one probe found. */
    default void probed(Probed probe) {}

    /**
     * One probe.
     *
     * @param service which service was asked
     * @param purpose what for: {@code startup}, {@code ready} or {@code live}
     * @param passed whether it answered as it should
     * @param detail what it answered, in words
     * @param took how long it took
     */
    record Probed(String service, String purpose, boolean passed, String detail, Duration took) {}
}
