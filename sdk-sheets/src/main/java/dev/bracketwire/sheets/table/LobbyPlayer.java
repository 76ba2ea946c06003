// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.sheets.table;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * One player of a {@link LobbyBlock}.
 *
 * @param name the name as it stands in the sheet, without blanks around it
 * @param row the row as the sheet numbers it, 1 for the first
 * @param places the place in each round that has one, by the header of the round
 */
public record LobbyPlayer(String name, int row, Map<String, Integer> places) {
    /** Keeps the order of the rounds. */
    public LobbyPlayer {
        places = Collections.unmodifiableMap(new LinkedHashMap<>(places));
    }
}
