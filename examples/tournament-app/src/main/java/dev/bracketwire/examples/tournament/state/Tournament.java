// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.examples.tournament.state;

import dev.bracketwire.sheets.SpreadsheetId;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A tournament and its settings.
 *
 * @param id the id in addresses, such as {@code spring-cup}
 * @param organisation the id of the organisation that runs it
 * @param name the name that people see
 * @param capacity the number of places
 * @param teamSize the number of players in a team; 1 for none
 * @param maxTeams the number of teams; 0 if only the places count
 * @param registration the times of registration
 * @param checkIn the times of check-in
 * @param spreadsheet the id of the spreadsheet that follows the tournament; null if none does
 * @param tab the title of its tab; null if none does
 */
public record Tournament(
        String id,
        String organisation,
        String name,
        int capacity,
        int teamSize,
        int maxTeams,
        Window registration,
        Window checkIn,
        @Nullable String spreadsheet,
        @Nullable String tab) {
    /** Returns the tournament with other times of registration. */
    public Tournament registration(Window window) {
        return new Tournament(id, organisation, name, capacity, teamSize, maxTeams, window, checkIn, spreadsheet, tab);
    }

    /** Returns the tournament with other times of check-in. */
    public Tournament checkIn(Window window) {
        return new Tournament(
                id, organisation, name, capacity, teamSize, maxTeams, registration, window, spreadsheet, tab);
    }

    /** Whether another tournament has the same tab of the same spreadsheet, which may be written as its id or its address. */
    public boolean sharesSheet(Tournament other) {
        return !id.equals(other.id)
                && spreadsheet != null
                && other.spreadsheet != null
                && tab != null
                && tab.equalsIgnoreCase(other.tab)
                && spreadsheetId(spreadsheet).equals(spreadsheetId(other.spreadsheet));
    }

    private static String spreadsheetId(String written) {
        return SpreadsheetId.tryParse(written).map(SpreadsheetId::value).orElse(written);
    }

    /** Returns the number of teams that fit. */
    public int teamLimit() {
        return maxTeams > 0 ? maxTeams : (capacity + teamSize - 1) / teamSize;
    }

    /** Whether people play in teams. */
    public boolean hasTeams() {
        return teamSize > 1;
    }

    /** Whether registration is open at this time. */
    public boolean takesRegistrations(Instant now) {
        return registration.isOpen(now);
    }
}
