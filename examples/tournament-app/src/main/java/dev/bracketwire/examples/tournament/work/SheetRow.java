// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.examples.tournament.work;

import dev.bracketwire.examples.tournament.state.Entry;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The row of a person as the sheet and the store last agreed on it.
 *
 * @param key the text in the column that identifies people
 * @param values the values by role: texts, and a flag for the check-in
 */
record SheetRow(String key, Map<String, Object> values) {
    static final String IGN = "ign";
    static final String TEAM = "team";
    static final String CHECK_IN = "checkin";
    static final String REGISTERED = "registered";

    /** The roles that both sides have, besides the key. */
    static final List<String> FIELDS = List.of(IGN, TEAM, CHECK_IN);

    SheetRow {
        values = Map.copyOf(values);
    }

    static SheetRow of(String key, Entry entry) {
        return new SheetRow(
                key,
                Map.of(
                        IGN,
                        entry.riotId(),
                        TEAM,
                        entry.team() == null ? "" : entry.team(),
                        CHECK_IN,
                        entry.checkedIn() != null));
    }

    /** Returns the row with another key and some other values. */
    SheetRow with(String other, Map<String, Object> changed) {
        Map<String, Object> all = new LinkedHashMap<>(values);
        all.putAll(changed);
        return new SheetRow(other, all);
    }
}
