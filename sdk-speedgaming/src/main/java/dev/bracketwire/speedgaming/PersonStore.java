// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.speedgaming;

import java.sql.SQLException;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Keeps persons within a transaction of an {@link ImportStore}. */
public interface PersonStore {
    /** Returns the person with this id, also one that was merged. In a write it stays as it is until the transaction ends. */
    Optional<Person> find(long id) throws SQLException;

    /** Returns the persons with these ids, by id. In a write they stay as they are until the transaction ends. */
    Map<Long, Person> findAll(Collection<Long> ids) throws SQLException;

    /** Returns the persons with these ids on Discord, by that id. There is at most one for each that was not merged. */
    Map<String, Person> byDiscordId(Collection<String> discordIds) throws SQLException;

    /** Returns the person of a user of the host. */
    Optional<Person> findByHostUser(String hostUser) throws SQLException;

    /** Returns the persons whose name contains a text, without regard to case, at most 100 by name; without merged ones. */
    List<Person> search(String text) throws SQLException;

    /** Returns the aliases of a kind with these values, of persons that were not merged. */
    List<PersonAlias> aliases(PersonAlias.Kind kind, Collection<String> values) throws SQLException;

    /** Returns the aliases of a person. */
    List<PersonAlias> aliasesOf(long person) throws SQLException;

    /**
     * Adds persons. Their ids and versions are ignored; the store gives ids, and the version 1. The write fails with
     * {@link dev.bracketwire.StoreException.Reason#CONSTRAINT} if another person, which was not merged, has the same id on
     * Discord or is the same user of the host.
     */
    List<Person> add(List<Person> persons) throws SQLException;

    /**
     * Replaces persons, and adds 1 to their versions.
     *
     * @throws IllegalStateException if a version is not the stored one
     */
    List<Person> replace(List<Person> persons) throws SQLException;

    /** Adds aliases; for one that a person has already, only {@code lastSeen} is changed. */
    void addAliases(Collection<PersonAlias> aliases) throws SQLException;

    /** Removes aliases. */
    void removeAliases(Collection<PersonAlias> aliases) throws SQLException;

    /** Removes a person and its aliases. No match may have the person. */
    void remove(long person) throws SQLException;

    /** Returns the placeholders that no match has had since before a time, at most 500. */
    List<Person> unusedSince(Instant before) throws SQLException;

    /** Adds a suggestion unless there is one of the same kind for the same two, in whichever order. Its id is ignored. */
    boolean suggest(Suggestion suggestion) throws SQLException;

    /** Returns the suggestions, the oldest first: the open ones, or the newest 500 of all. */
    List<Suggestion> suggestions(boolean openOnly) throws SQLException;

    /** Marks a suggestion as settled; an open one only. */
    boolean settle(long suggestion, String actor, Instant at) throws SQLException;

    /** Adds a merge with the state that {@link People#undo} needs, as text. Its id is ignored. */
    PersonMerge addMerge(PersonMerge merge, String undoState) throws SQLException;

    /** Returns the merges, the newest first, at most 500. */
    List<PersonMerge> merges() throws SQLException;

    /** Returns all merges in which these persons are on either side, also those taken back, the newest first. */
    List<PersonMerge> mergesOf(Collection<Long> persons) throws SQLException;

    /** Returns the state that {@link #addMerge} received. */
    Optional<String> findUndoState(long merge) throws SQLException;

    /** Marks a merge as taken back. */
    void markUndone(long merge, Instant at) throws SQLException;

    /**
     * Blanks names, ids and aliases of a person in all tables, also in matches, runs and merges, and keeps the rows.
     *
     * @return the number of matches whose rows were blanked
     */
    int blank(long person) throws SQLException;
}
