// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.speedgaming;

import java.sql.SQLException;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Keeps matches within a transaction of an {@link ImportStore}. */
public interface MatchStore {
    /** Returns the match with this id. In a write it stays as it is until the transaction ends. */
    Optional<ScheduledMatch> find(long id) throws SQLException;

    /** Returns the matches with these ids, by id. In a write they stay as they are until the transaction ends. */
    Map<Long, ScheduledMatch> findAll(Collection<Long> ids) throws SQLException;

    /** Returns the stored sources of matches, by the id that the source gives them. Others are left out. */
    Map<Long, Known> known(Collection<Long> sourceMatches) throws SQLException;

    /** Returns the matches of an episode, in the order of their parts. */
    List<ScheduledMatch> ofEpisode(long episode) throws SQLException;

    /**
     * Returns matches in the order of their broadcast, those without a time last; a filter with a limit of time leaves these
     * out.
     */
    List<ScheduledMatch> list(ScheduleFilter filter) throws SQLException;

    /** Returns the open matches of a tournament that the host made and that are not linked to SpeedGaming. */
    default List<ScheduledMatch> unlinked(String slug) throws SQLException {
        return list(ScheduleFilter.of(slug)).stream()
                .filter(match -> match.source() == null && match.state().isOpen())
                .toList();
    }

    /** Returns the matches in a state, those that have been missing for longest first, then by id. */
    List<ScheduledMatch> inState(MatchState state) throws SQLException;

    /** Returns the matches that a person plays in or is crew of, in the order of their broadcast. */
    List<ScheduledMatch> ofPerson(long person) throws SQLException;

    /** Returns the match with this key of the host. */
    Optional<ScheduledMatch> findByHostKey(String hostKey) throws SQLException;

    /**
     * Adds matches. Their ids and versions are ignored; the store gives ids, and the version 1. The write fails with
     * {@link dev.bracketwire.StoreException.Reason#CONSTRAINT} if another match has the same source or the same key of the
     * host.
     *
     * @return the matches as they are stored, in the same order
     */
    List<ScheduledMatch> add(List<ScheduledMatch> matches) throws SQLException;

    /**
     * Replaces matches, and adds 1 to their versions.
     *
     * @return the matches as they are stored, in the same order
     * @throws IllegalStateException if a version is not the stored one
     */
    List<ScheduledMatch> replace(List<ScheduledMatch> matches) throws SQLException;

    /** Adds entries to the log. */
    void log(List<MatchLogEntry> entries) throws SQLException;

    /** Returns the log of a match, the oldest entry first. */
    List<MatchLogEntry> logOf(long match) throws SQLException;

    /**
     * The source of a stored match, in short.
     *
     * @param match the id of the match
     * @param version its version
     * @param tournament its tournament
     * @param state its state
     * @param source the link to the source
     */
    record Known(long match, long version, String tournament, MatchState state, MatchSource source) {}
}
