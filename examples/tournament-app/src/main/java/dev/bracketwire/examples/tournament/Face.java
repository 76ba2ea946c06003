// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.examples.tournament;

/** The interface through which a command arrived. */
public enum Face {
    /** The page and the HTTP API. */
    WEB,
    /** The terminal. */
    TERMINAL,
    /** The Discord bot. */
    DISCORD,
    /** The application itself, such as a window that opens by its schedule. */
    SCHEDULE
}
