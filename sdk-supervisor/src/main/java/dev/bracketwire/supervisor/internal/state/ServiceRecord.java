// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.supervisor.internal.state;

import dev.bracketwire.supervisor.Lifetime;
import dev.bracketwire.supervisor.ServiceSpec;
import dev.bracketwire.supervisor.StopSignal;
import dev.bracketwire.supervisor.internal.os.ProcessId;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A run of a service as it is written down: enough to find its processes again, to tell whether it is the same service,
 * and to stop it without its spec. It holds no argument and no variable, as they may be secret.
 *
 * @param service its name
 * @param mark what its processes carry in their environment
 * @param boot in which boot and space of process numbers
 * @param main its main process; null from before the start until it is known
 * @param sessionLed whether the first process began a session
 * @param leader the first process, as long as it is not another than the main one null
 * @param cgroup the folder of its cgroup, null if it has none
 * @param program the program it runs
 * @param digest of all that makes a restart necessary when it changes
 * @param ports its ports
 * @param after what it comes after
 * @param stopSignal the signal that asks it to end
 * @param stopMillis how long it may take to
 * @param lifetime what becomes of it
 * @param kind what kind it is
 * @param log its log
 * @param logStart where in the log this run begins
 * @param ready whether it was found ready
 */
public record ServiceRecord(
        String service,
        String mark,
        String boot,
        @Nullable ProcessId main,
        boolean sessionLed,
        @Nullable ProcessId leader,
        @Nullable String cgroup,
        String program,
        String digest,
        List<Integer> ports,
        List<String> after,
        StopSignal stopSignal,
        long stopMillis,
        Lifetime lifetime,
        ServiceSpec.Kind kind,
        String log,
        long logStart,
        boolean ready) {
    /** Gives the same with a main process. */
    public ServiceRecord main(ProcessId process) {
        return with(process, leader == null ? process : leader, log, ready);
    }

    /** Gives the same, found ready. */
    public ServiceRecord foundReady() {
        return with(main, leader, log, true);
    }

    /** Gives the same with another log. */
    public ServiceRecord log(String file) {
        return with(main, leader, file, ready);
    }

    private ServiceRecord with(
            @Nullable ProcessId newMain, @Nullable ProcessId newLeader, String newLog, boolean newReady) {
        return new ServiceRecord(
                service,
                mark,
                boot,
                newMain,
                sessionLed,
                newLeader,
                cgroup,
                program,
                digest,
                ports,
                after,
                stopSignal,
                stopMillis,
                lifetime,
                kind,
                newLog,
                logStart,
                newReady);
    }
}
