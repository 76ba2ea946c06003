// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.sheets.table.internal;

import dev.bracketwire.sheets.table.internal.LobbyGrid.Block;
import dev.bracketwire.sheets.table.internal.LobbyGrid.Line;
import dev.bracketwire.sheets.table.internal.LobbyGrid.Round;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Collects the places that players of one round shall get, and refuses those that two players of a lobby would have. */
final class PlaceRequest {
    private final LobbyGrid grid;
    private final Round round;
    private final Map<Line, Integer> given = new HashMap<>();
    private final Set<Line> taken = new HashSet<>();
    private final Set<Line> fixed = new HashSet<>();

    PlaceRequest(LobbyGrid grid, Round round) {
        this.grid = grid;
        this.round = round;
    }

    /** Asks for a place; null takes the present one away. */
    void take(Line line, @Nullable Integer place) {
        if (place == null) {
            given.remove(line);
            taken.add(line);
        } else {
            taken.remove(line);
            given.put(line, place);
        }
    }

    /** Notes a place that a player gets in any case; null if the present one goes. */
    void fix(Line line, @Nullable Integer place) {
        take(line, place);
        fixed.add(line);
    }

    Map<Line, Integer> given() {
        return given;
    }

    Set<Line> taken() {
        return taken;
    }

    Set<Line> lines() {
        Set<Line> lines = new HashSet<>(given.keySet());
        lines.addAll(taken);
        return lines;
    }

    @Nullable
    Integer place(Line line) {
        return given.get(line);
    }

    /**
     * Takes those requests out after which two players of a lobby have the same place, and returns the reason of each. A
     * player that is refused keeps the present place, so others may have to be refused for it.
     */
    Map<Line, String> refuse() {
        Map<Line, String> refused = new LinkedHashMap<>();
        Set<Block> blocks = new HashSet<>();
        given.keySet().forEach(line -> blocks.add(line.block()));
        for (Block block : blocks) {
            boolean again = true;
            while (again) {
                Map<Line, String> conflicts = conflicts(block);
                refused.putAll(conflicts);
                given.keySet().removeAll(conflicts.keySet());
                again = !conflicts.isEmpty();
            }
        }
        return refused;
    }

    private Map<Line, String> conflicts(Block block) {
        Map<Line, String> conflicts = new LinkedHashMap<>();
        grid.holders(block, round, given, taken).forEach((place, lines) -> {
            for (Line line : lines) {
                if (lines.size() > 1 && given.containsKey(line) && !fixed.contains(line)) {
                    List<Line> others = new ArrayList<>(lines);
                    others.remove(line);
                    conflicts.put(
                            line,
                            "would have place " + place + " of " + round.name() + " in " + block.name() + " beside "
                                    + LobbyProblems.names(others) + ", and each place is given once");
                }
            }
        });
        return conflicts;
    }

    /** Returns how many letters must be added, dropped, replaced or swapped with the next to make one text of another. */
    static int distance(String one, String other) {
        int[] a = one.codePoints().toArray();
        int[] b = other.codePoints().toArray();
        int[][] d = new int[a.length + 1][b.length + 1];
        for (int i = 0; i <= a.length; i++) {
            for (int j = 0; j <= b.length; j++) {
                if (i == 0 || j == 0) {
                    d[i][j] = i + j;
                    continue;
                }
                int replaced = d[i - 1][j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1);
                d[i][j] = Math.min(replaced, 1 + Math.min(d[i - 1][j], d[i][j - 1]));
                if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1]) {
                    d[i][j] = Math.min(d[i][j], d[i - 2][j - 2] + 1);
                }
            }
        }
        return d[a.length][b.length];
    }
}
