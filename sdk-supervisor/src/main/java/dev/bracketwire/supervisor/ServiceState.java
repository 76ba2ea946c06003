// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.supervisor;

/** Where a service is in its life. */
public enum ServiceState {
    /** Nothing of it runs, and nothing is to. */
    STOPPED,
    /** Waits until the services it comes after are ready. */
    WAITING,
    /** Runs, and has not been found ready yet. */
    STARTING,
    /** Runs, and its probes say that it serves. */
    READY,
    /** Runs, was ready, and its readiness probe fails now. */
    UNHEALTHY,
    /** Its main process ended by itself; what it left behind is being stopped. */
    EXITED,
    /** Waits for its next start after a failure. */
    BACKOFF,
    /** Is being stopped. */
    STOPPING,
    /** Was to be stopped, and processes of it are left; the report names them. */
    STOP_FAILED,
    /** Failed and is not started again until somebody asks for it. */
    FAILED,
    /** Ended by itself, with success. */
    COMPLETED;

    /** Whether processes of it may be there. */
    public boolean running() {
        return switch (this) {
            case STARTING, READY, UNHEALTHY, EXITED, STOPPING, STOP_FAILED -> true;
            default -> false;
        };
    }

    /** Whether it stays as it is until somebody asks for something else. */
    public boolean settled() {
        return switch (this) {
            case STOPPED, READY, UNHEALTHY, STOP_FAILED, FAILED, COMPLETED -> true;
            default -> false;
        };
    }
}
