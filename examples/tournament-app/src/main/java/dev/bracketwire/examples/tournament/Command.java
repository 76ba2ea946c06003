// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.examples.tournament;

import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/**
 * One thing that a person can ask the application to do, as data. A web page, a terminal and a bot build the same record
 * and get the same {@link Answer}, the same refusal and the same audit line.
 *
 * <p>Each command is a record that carries an {@link Operation} and holds its own logic in {@link #run}. {@link Commands}
 * lists them all.
 */
public interface Command {
    /** Returns the tournament that the command concerns, or null if it concerns none or several. */
    default @Nullable String tournament() {
        return null;
    }

    /** Returns the organisation whose permissions apply if the command concerns no existing tournament, or null. */
    default @Nullable String organisation() {
        return null;
    }

    /** Returns the permission that this caller needs. */
    Permission needs(Caller caller);

    /** Whether a permission for any one tournament is enough, for commands that concern none. */
    default boolean anyTournament() {
        return false;
    }

    /** Whether the command changes nothing. A reading command is audited only if it is refused. */
    default boolean reads() {
        return false;
    }

    /** Carries the command out. Throws {@link Refusal}, and changes nothing, if it cannot be done. */
    Answer run(CommandRun run) throws SQLException;
}
