// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.supervisor.internal.os;

import java.util.Collection;

/** Sends signals to a process, and to no later one that has its number. */
public interface SignalSender {
    /** What became of a signal. */
    enum Sent {
        /** It was delivered. */
        SENT,
        /** That process is gone. */
        GONE,
        /** This user may not signal that process. */
        DENIED
    }

    /** Sends it, after a look at who has the number now. */
    Sent send(ProcessId process, UnixSignal unixSignal);

    /** Halts all of them, as much at once as can be. */
    default void halt(Collection<ProcessId> processes) {
        processes.forEach(process -> send(process, UnixSignal.STOP));
    }
}
