// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.speedgaming;

import java.sql.SQLException;
import java.util.Optional;

/**
 * Knows the users of the host. Its methods run within the transaction of an import, for which {@link StoreSession#connection}
 * gives the connection.
 */
public interface UserDirectory {
    /** Returns the id of the user with this id on Discord; one of blanks only counts as none. */
    Optional<String> findUser(StoreSession session, String discordId) throws SQLException;

    /**
     * Makes the user a member of the organisation and of the tournament, if that is not so already. It is called when an
     * import gives the user a match.
     */
    default void ensureMember(StoreSession session, String user, String tournament) throws SQLException {}

    /** Whether the user has an account on racetime.gg; empty if the host does not know, and then nothing is reported. */
    default Optional<Boolean> hasRacetimeAccount(StoreSession session, String user) throws SQLException {
        return Optional.empty();
    }

    /** Returns a directory without users. */
    static UserDirectory none() {
        return (session, discordId) -> Optional.empty();
    }
}
