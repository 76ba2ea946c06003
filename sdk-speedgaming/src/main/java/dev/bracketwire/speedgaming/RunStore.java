// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.speedgaming;

import java.sql.SQLException;
import java.util.List;
import java.util.Optional;

/** Keeps the runs of an import and the tournaments within a transaction of an {@link ImportStore}. */
public interface RunStore {
    /** Adds a run that is {@link ImportRun.Status#REQUESTED}, and gives it the next number. */
    ImportRun begin(ImportRun run) throws SQLException;

    /** Stores the reply of a run, which becomes {@link ImportRun.Status#STAGED}. */
    void stage(long run, byte[] body) throws SQLException;

    /** Returns the reply of a run; empty if it has none, or none any more. */
    Optional<byte[]> body(long run) throws SQLException;

    /** Replaces status, end, counts and problems of a run. */
    void finish(ImportRun run) throws SQLException;

    /** Returns a run. */
    Optional<ImportRun> find(long run) throws SQLException;

    /** Returns the newest runs, the newest first. */
    List<ImportRun> newest(int most) throws SQLException;

    /** Removes all but the newest runs, and all but the newest replies. */
    void prune(int keepRuns, int keepBodies) throws SQLException;

    /**
     * Returns the number of the newest run that was applied to a tournament; 0 if there was none. In a write, no other
     * transaction applies a run to the tournament until this one ends.
     */
    long applied(String slug) throws SQLException;

    /** Sets the number of the newest run that was applied to tournaments, where it is higher than the one stored. */
    void setApplied(List<String> slugs, long run) throws SQLException;

    /** Returns the tournaments that are enabled, by slug. */
    List<TournamentFeed> enabled() throws SQLException;

    /** Returns all tournaments that were ever enabled, by slug. */
    List<TournamentFeed> known() throws SQLException;

    /** Stores a tournament, enabled or not. */
    void save(TournamentFeed feed, boolean enabled) throws SQLException;

    /** Returns a small state of an importer by its name, such as the turn of its rotation. */
    Optional<String> findState(String name) throws SQLException;

    /** Stores a small state. */
    void setState(String name, String text) throws SQLException;
}
