// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.supervisor.internal.run;

/**
 * Tells of a run that may have begun. The JDK forks first and makes the thread that waits for the child afterwards; where
 * there is none to be had, it says nothing of the child, which is found by its mark alone.
 */
final class UnwatchedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient ServiceRun serviceRun;

    UnwatchedException(ServiceRun serviceRun, OutOfMemoryError cause) {
        super("could not be watched: " + cause.getMessage(), cause);
        this.serviceRun = serviceRun;
    }

    ServiceRun run() {
        return serviceRun;
    }
}
