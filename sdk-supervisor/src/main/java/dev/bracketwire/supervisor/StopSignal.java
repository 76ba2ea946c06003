// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.supervisor;

/**
 * The signal that asks a service to end; what ignores it is killed after the stop timeout. Services do not inherit what
 * the JVM ignores or blocks, as far as {@code capabilities()} says so.
 */
public enum StopSignal {
    /** The usual one. */
    TERM,
    /** The signal of Ctrl-C. PostgreSQL does a fast shutdown on it. */
    INT,
    /** nginx and php-fpm take it for a graceful stop; JVMs print their threads and live on. */
    QUIT,
    /** The signal that a closed terminal sends. */
    HUP,
    /** Of the service's own meaning. */
    USR1,
    /** Of the service's own meaning. */
    USR2,
    /** Ends it without asking. */
    KILL
}
