// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.examples.tournament;

/** A level of rights. Each level includes those before it. */
public enum Permission {
    /** Everybody, also without signing in. */
    PUBLIC,
    /** A person that has signed in, for their own entry. */
    SIGNED_IN,
    /** May see the roster, the services and the audit of a tournament. */
    VIEWER,
    /** May also change entries, windows, settings and services of a tournament. */
    ORGANISER,
    /** May also grant permissions, create tournaments and erase people. */
    ADMIN;

    /** Whether this level includes the other one. */
    public boolean includes(Permission other) {
        return compareTo(other) >= 0;
    }
}
