// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.examples.tournament;

import org.jspecify.annotations.Nullable;

/**
 * The person that runs a command.
 *
 * @param person the id of the person; null for a visitor without a sign-in
 * @param face the interface through which the command arrived
 */
public record Caller(@Nullable String person, Face face) {
    /** Returns a caller that has signed in. */
    public static Caller of(String person, Face face) {
        return new Caller(person, face);
    }

    /** Returns a caller that is not signed in. */
    public static Caller visitor(Face face) {
        return new Caller(null, face);
    }

    /** Returns the application itself, which has all permissions. */
    static Caller schedule() {
        return new Caller("schedule", Face.SCHEDULE);
    }

    /** Whether the person is the caller. A null person means the caller too. */
    public boolean is(@Nullable String other) {
        return person != null && (other == null || other.equals(person));
    }
}
