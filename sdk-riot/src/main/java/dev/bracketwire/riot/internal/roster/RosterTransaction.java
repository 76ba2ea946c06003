// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.riot.internal.roster;

import dev.bracketwire.riot.Puuid;
import dev.bracketwire.riot.RiotId;
import dev.bracketwire.riot.ign.LookAlike;
import dev.bracketwire.riot.ign.RosterEntry;
import dev.bracketwire.riot.ign.RosterEvent;
import java.sql.SQLException;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/** A roster within a transaction. */
public interface RosterTransaction {
    /** Lets nobody else change the entries of these until the transaction ends. */
    void lock(Collection<String> entrants) throws SQLException;

    /** Returns the entry of an account, by its PUUID under a key. */
    Optional<RosterEntry> find(String keyFingerprint, Puuid puuid) throws SQLException;

    /** Those with this name, however it is cased and spaced; the one that was looked up last is the first. */
    List<RosterEntry> called(RiotId name) throws SQLException;

    /** The names of an entrant, the primary first, then the older. */
    List<RosterEntry> of(String entrant) throws SQLException;

    /** All, by entrants. */
    List<RosterEntry> all() throws SQLException;

    /** Those whose name is like this one, the most alike first. */
    List<LookAlike<RosterEntry>> like(RiotId name) throws SQLException;

    /** Puts in a new one; false if somebody has the account. */
    boolean insert(RosterEntry entry) throws SQLException;

    /** Changes one of the same account, if it is still as it was. */
    boolean update(RosterEntry before, RosterEntry after) throws SQLException;

    /** Takes one out, if it is still as it was. */
    boolean delete(RosterEntry before) throws SQLException;

    /** Writes down what happened. */
    void note(RosterEvent event) throws SQLException;

    /** Returns the events of an entrant's names, the oldest first. */
    List<RosterEvent> history(String entrant) throws SQLException;
}
