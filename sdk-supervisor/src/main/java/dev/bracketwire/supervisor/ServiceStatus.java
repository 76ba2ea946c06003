// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.supervisor;

import java.time.Instant;
import java.util.Map;
import java.util.OptionalLong;

/**
 * Is what is known of a service at one moment.
 *
 * @param name its name
 * @param state where it is in its life
 * @param since when it came there
 * @param why what led there, in words
 * @param adopted whether this run was begun by an earlier supervisor and taken over
 * @param pid its main process, empty if none runs
 * @param starts how often it was started automatically since somebody last asked for it
 * @param exit how its last run ended, in words; empty if none did
 * @param data what its {@link ServiceSpec} carries for its user
 */
public record ServiceStatus(
        String name,
        ServiceState state,
        Instant since,
        String why,
        boolean adopted,
        OptionalLong pid,
        int starts,
        String exit,
        Map<String, String> data) {
    /** Whether it serves. */
    public boolean ready() {
        return state == ServiceState.READY;
    }

    /** One line, such as {@code api READY since …, pid 4711: answered GET /health}. */
    @Override
    public String toString() {
        return name + " " + state + " since " + since
                + (pid.isPresent() ? ", pid " + pid.getAsLong() : "")
                + (adopted ? ", adopted" : "")
                + (why.isEmpty() ? "" : ": " + why);
    }
}
