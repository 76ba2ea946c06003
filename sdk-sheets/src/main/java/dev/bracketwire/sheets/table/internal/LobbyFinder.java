// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.sheets.table.internal;

import dev.bracketwire.sheets.CellGrid;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Finds the rounds and players of lobbies again, wherever people have moved them. Lobby and player identify a row.
 * The rows of titles have keys too, so that their content can be given back.
 */
final class LobbyFinder implements GridMap.Finder {
    // No cell holds a NUL.
    private static final String SEPARATOR = "\u0000";

    private final String tab;
    private final LobbyRules rules;

    LobbyFinder(String tab, LobbyRules rules) {
        this.tab = tab;
        this.rules = rules;
    }

    /** Returns the key of a player's row. */
    static String key(String lobby, String player) {
        return LobbyRules.folded(lobby) + SEPARATOR + player.strip();
    }

    @Override
    public GridMap map(CellGrid cells, Map<Integer, List<String>> pins, int endRow) {
        LobbyGrid grid = new LobbyGrid(tab, cells, endRow, rules);
        Map<String, Integer> columns = new LinkedHashMap<>();
        grid.rounds.forEach((folded, round) -> columns.put(folded, round.column()));
        Set<String> unique = grid.uniqueNames();
        Set<String> lobbies = grid.repeatedLobbies();
        Map<Integer, String> keys = new HashMap<>();
        Set<String> repeated = new HashSet<>();
        for (LobbyGrid.Block block : grid.blocks) {
            boolean twice = lobbies.contains(block.folded());
            keys.put(block.row(), block.folded());
            if (twice) {
                repeated.add(block.folded());
            }
            for (LobbyGrid.Line line : block.lines()) {
                String key = key(block.name(), line.name());
                keys.put(line.row(), key);
                if (twice || !unique.contains(line.name())) {
                    repeated.add(key);
                }
            }
        }
        Map<String, Integer> rows = new HashMap<>();
        keys.forEach((row, key) -> rows.put(key, row));
        rows.keySet().removeAll(repeated);
        return new GridMap(columns, rows, repeated, row -> keys.getOrDefault(row, ""), -1, grid.headerRow + 1, endRow);
    }
}
