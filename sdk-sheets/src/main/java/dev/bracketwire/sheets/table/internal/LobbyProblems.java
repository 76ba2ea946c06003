// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.sheets.table.internal;

import dev.bracketwire.sheets.Cell;
import dev.bracketwire.sheets.table.SheetProblem;
import dev.bracketwire.sheets.table.internal.LobbyGrid.Block;
import dev.bracketwire.sheets.table.internal.LobbyGrid.Line;
import dev.bracketwire.sheets.table.internal.LobbyGrid.Round;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Returns the problems of the lobbies of a tab as sentences. */
public final class LobbyProblems {
    private LobbyProblems() {}

    /** Returns everything that is wrong, from the headers to the places. */
    public static List<SheetProblem> all(LobbyGrid grid) {
        List<SheetProblem> problems = new ArrayList<>();
        if (!grid.hasRounds() && grid.doubtful.isEmpty()) {
            problems.add(noRounds(grid));
        }
        for (Round round : grid.doubtful) {
            problems.add(new SheetProblem(
                    grid.address(grid.headerRow, round.column()),
                    "is the header of another column too",
                    round.name(),
                    "give each round its own header: neither column is read"));
        }
        blocks(grid, problems);
        for (Line line : grid.outside) {
            problems.add(new SheetProblem(
                    grid.address(line.row(), line.column()),
                    "has places and stands above the first lobby",
                    line.name(),
                    "move the player into a lobby"));
        }
        for (int row : grid.nameless) {
            problems.add(new SheetProblem(
                    grid.tab + ", row " + (row + 1), "has a place and no player", "", "write the player's name"));
        }
        grid.byName.values().stream()
                .filter(lines -> lines.size() > 1)
                .forEach(lines -> lines.forEach(line -> problems.add(repeated(grid, line, lines))));
        for (Round round : grid.rounds.values()) {
            grid.blocks.forEach(block -> problems.addAll(places(grid, block, round, Map.of(), Set.of())));
        }
        return List.copyOf(problems);
    }

    /** Returns the problem that a tab has no rounds. */
    public static SheetProblem noRounds(LobbyGrid grid) {
        return new SheetProblem(
                grid.tab,
                "has no header of a round that one column alone has; it would hold one of the words "
                        + String.join(", ", grid.rules.roundWords()),
                "",
                "write the headers, or name their words by roundWords");
    }

    /** Returns the problem that no round has a header. */
    public static SheetProblem noRound(String tab, List<String> rounds, String name) {
        return new SheetProblem(tab, "is none of the rounds, which are " + String.join(", ", rounds), name, "");
    }

    private static void blocks(LobbyGrid grid, List<SheetProblem> problems) {
        if (grid.blocks.isEmpty()) {
            problems.add(new SheetProblem(
                    grid.tab,
                    "has no lobby; its title would begin with one of the words "
                            + String.join(", ", grid.rules.lobbyWords()),
                    "",
                    "write the titles, or name their words by lobbyWords"));
        }
        Map<String, Block> first = new HashMap<>();
        for (Block block : grid.blocks) {
            String address = grid.address(block.row(), grid.lobbyColumn);
            Block other = first.putIfAbsent(block.folded(), block);
            if (other != null) {
                problems.add(new SheetProblem(
                        address,
                        "is the title of the lobby in row " + (other.row() + 1) + " too",
                        block.name(),
                        "give each lobby its own title: no place is written to either"));
            }
            if (block.lines().isEmpty()) {
                problems.add(
                        new SheetProblem(address, "has no players", block.name(), "add players or delete the title"));
            }
        }
    }

    /** Returns the problem of a player with several rows. */
    static SheetProblem repeated(LobbyGrid grid, Line line, List<Line> lines) {
        String others = lines.stream()
                .filter(other -> !other.equals(line))
                .map(Line::toString)
                .collect(Collectors.joining(" and "));
        return new SheetProblem(
                grid.address(line.row(), line.column()),
                "in " + line.lobby() + " is also in " + others,
                line.name(),
                "rename or delete all but one: no place is written to either");
    }

    /**
     * Returns the problems of the places of a lobby in one round.
     *
     * @param given the places that players get
     * @param taken the players that lose their place
     */
    static List<SheetProblem> places(
            LobbyGrid grid, Block block, Round round, Map<Line, Integer> given, Set<Line> taken) {
        List<SheetProblem> problems = new ArrayList<>();
        for (Line line : block.lines()) {
            if (!given.containsKey(line) && !taken.contains(line)) {
                value(grid, line, round, problems);
            }
        }
        Map<Integer, List<Line>> holders = new TreeMap<>(grid.holders(block, round, given, taken));
        int count = 0;
        int last = grid.rules.firstPlace() - 1;
        for (Map.Entry<Integer, List<Line>> entry : holders.entrySet()) {
            List<Line> lines = entry.getValue();
            count += lines.size();
            last = entry.getKey();
            if (lines.size() > 1) {
                problems.add(new SheetProblem(
                        block.name() + ", " + round.name(),
                        "is the place of " + names(lines),
                        Integer.toString(entry.getKey()),
                        "give each place once"));
            }
        }
        List<String> missing = new ArrayList<>();
        for (int place = grid.rules.firstPlace(); place < last; place++) {
            if (!holders.containsKey(place)) {
                missing.add(Integer.toString(place));
            }
        }
        if (!missing.isEmpty() && count > 0) {
            problems.add(new SheetProblem(
                    block.name() + ", " + round.name(),
                    "has a place " + last + " and no place " + String.join(", ", missing),
                    "",
                    "check the places of this lobby"));
        }
        return problems;
    }

    private static void value(LobbyGrid grid, Line line, Round round, List<SheetProblem> problems) {
        Cell cell = grid.cell(line, round);
        if (cell.text().isBlank() || grid.place(cell) != null) {
            return;
        }
        boolean number = LobbyGrid.number(cell) != null;
        problems.add(new SheetProblem(
                grid.address(line.row(), round.column()),
                (number ? "is no place of " : "is no whole number for ") + line.name(),
                cell.text(),
                "write a place from " + grid.rules.firstPlace() + " to " + grid.rules.lastPlace()
                        + ", or empty the cell"));
    }

    static String names(List<Line> lines) {
        return lines.stream().map(Line::name).collect(Collectors.joining(" and "));
    }
}
