// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.speedgaming;

import java.sql.SQLException;
import java.util.Set;

/**
 * Receives the changes of an import or a person, within the transaction of the change: what a method writes by
 * {@link StoreSession#connection} is kept exactly if the change is. If a method throws, the change is undone and tried again
 * by the next import.
 *
 * <pre>{@code
 * public void rescheduled(StoreSession session, ScheduledMatch before, ScheduledMatch after) throws SQLException {
 *     hooks.publish(session.connection(), Event.of("match.rescheduled", Map.of("match", after.id())));
 * }
 * }</pre>
 */
public interface MatchListener {
    /** Is called for a match that is new. */
    default void created(StoreSession session, ScheduledMatch match) throws SQLException {}

    /** Is called when a match of the host was linked to its episode. */
    default void attached(StoreSession session, ScheduledMatch match) throws SQLException {}

    /** Is called when the time of a match changed; {@code before} has the old one. */
    default void rescheduled(StoreSession session, ScheduledMatch before, ScheduledMatch after) throws SQLException {}

    /** Is called when other fields of a match changed, also beside {@link #rescheduled}; one that is missing changes its state. */
    default void changed(StoreSession session, ScheduledMatch before, ScheduledMatch after, Set<MatchField> fields)
            throws SQLException {}

    /** Is called when a match was cancelled. */
    default void cancelled(StoreSession session, ScheduledMatch match) throws SQLException {}

    /** Is called when a cancelled match came back. */
    default void reinstated(StoreSession session, ScheduledMatch match) throws SQLException {}

    /** Is called when a placeholder became a user of the host, or was merged into another person. */
    default void personLinked(StoreSession session, Person before, Person after) throws SQLException {}

    /** Is called after the transaction of a run that found something an operator should look at. It must not throw. */
    default void alerted(ImportRun run, String alert) {}
}
