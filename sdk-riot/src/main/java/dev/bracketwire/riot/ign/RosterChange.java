// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.riot.ign;

import dev.bracketwire.Change;
import dev.bracketwire.riot.Account;
import org.jspecify.annotations.Nullable;

/**
 * One thing that a bulk change of a roster would do.
 *
 * @param kind {@code assign}, {@code release}, {@code rename}, {@code renew} for a PUUID of another key, or {@code refuse} for
 *     what cannot be done
 * @param row which row it comes from, counted from 1; 0 if from none
 * @param entrant whose name it is
 * @param name the name as it was typed, or as it is
 * @param seen the entry as it was; null if there was none
 * @param account the account that was found; null if none
 * @param reason why it cannot be done; empty if it can
 */
public record RosterChange(
        String kind,
        long row,
        String entrant,
        String name,
        @Nullable RosterEntry seen,
        @Nullable Account account,
        String reason)
        implements Change {
    static RosterChange refuse(long row, String entrant, String name, String reason) {
        return new RosterChange("refuse", row, entrant, name, null, null, reason);
    }

    /** The row, who, and which name. */
    @Override
    public String toString() {
        String now = account == null || account.riotId() == null
                ? ""
                : account.riotId().toString();
        return (row > 0 ? "row " + row + ": " : "") + entrant + " as " + name
                + (now.isEmpty() || now.equals(name) ? "" : ", now " + now)
                + (reason.isEmpty() ? "" : ": " + reason);
    }
}
