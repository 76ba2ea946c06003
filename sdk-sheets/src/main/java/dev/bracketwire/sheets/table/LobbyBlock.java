// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.sheets.table;

import java.util.List;

/**
 * One lobby of {@link LobbyBlocks}.
 *
 * @param name its title as it stands in the sheet, such as {@code Lobby A}
 * @param row the row of the title as the sheet numbers it, 1 for the first
 * @param players the players from top to bottom
 */
public record LobbyBlock(String name, int row, List<LobbyPlayer> players) {
    /** Copies the list. */
    public LobbyBlock {
        players = List.copyOf(players);
    }
}
